import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { WindowFacts } from '../../core/frame.js';
import type { AppSpec, RunningApp } from '../../ports.js';
import type { Environment } from '../environment.js';
import { before } from './before.js';
import type { CleanOutput } from './log.js';
import { carriers, carries } from './marks.js';
import { type Exit, type Program, pause, signalOne, startProgram } from './program.js';

const markName = 'DESKHAND_APP';

/** ms between two looks at processes that are not our children and so do not tell us of their end. */
const pollMs = 20;

/** An application and every process that came out of it. */
export interface StartedApp extends RunningApp {
  readonly command: string;
  /** The last lines that the program has printed. */
  said(): Promise<string>;
  window?: WindowFacts;
  front?: WindowFacts;
  /** Resolves when the process that was started has ended; what it started may live on. */
  readonly ended: Promise<Exit>;
  /** Whether any of its processes runs. */
  alive(): boolean;
  /** Whether the window was opened by one of its processes. */
  owns(window: WindowFacts): boolean;
  /** Whether it is the very window that the start was waited for, whoever opened it. */
  shows(window: WindowFacts): boolean;
  /** Waits until none of its processes runs; false when some do after `ms`. */
  gone(ms: number): Promise<boolean>;
  /** Asks all of its processes to end, and ends them for good after `graceMs`. */
  end(graceMs: number): Promise<void>;
}

/**
 * Starts an application; its output goes to `<folder>/<name>.log`. Throws `program-missing`.
 *
 * @param clean takes secrets out of its output
 */
export async function startApp(
  spec: AppSpec,
  env: Environment,
  folder: string,
  clean?: CleanOutput,
): Promise<StartedApp> {
  const value = randomBytes(9).toString('base64url');
  const marked = `${markName}=${value}`;
  const program = await startProgram({
    command: spec.command,
    args: spec.args,
    env: { ...env, ...spec.env, [markName]: value },
    ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
    log: { file: join(folder, `${fileName(spec.name)}.log`), ...(clean && { clean }) },
  });
  const alive = (): boolean => program.exit() === undefined || carriers(marked).length > 0;
  const app: StartedApp = {
    name: spec.name,
    command: spec.command,
    pid: program.pid,
    log: program.log,
    ended: program.ended,
    exit: program.exit,
    said: program.said,
    alive,
    // Old toolkits tell no process: of them the window that was waited for is known to be its own.
    owns: ({ id, pid }) =>
      pid === undefined ? id === app.window?.id : pid === program.pid || carries(pid, marked),
    // Numbers of windows are given away again once a program has ended, those of its process are not so soon.
    shows: ({ id, pid }) => id === app.window?.id && pid === app.window.pid,
    gone: (ms) => gone(program, alive, ms),
    async end(graceMs) {
      for (const pid of carriers(marked)) signalOne(pid, 'SIGTERM');
      if (program.exit() === undefined) await program.end(graceMs);
      if (!(await gone(program, alive, graceMs))) {
        for (const pid of carriers(marked)) signalOne(pid, 'SIGKILL');
        await gone(program, alive, graceMs);
      }
      await program.end(graceMs);
    },
  };
  return app;
}

async function gone(program: Program, alive: () => boolean, ms: number): Promise<boolean> {
  const deadline = performance.now() + ms;
  await before(program.ended, ms);
  while (alive()) {
    if (performance.now() >= deadline) return false;
    await pause(pollMs);
  }
  return true;
}

/** The name as a file name: what could be a path or a hidden file becomes a dash. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^\.+/, '-') || 'app';
}
