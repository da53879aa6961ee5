import { mkdirSync } from 'node:fs';
import { DeskhandError } from '../../core/errors.js';
import type { WindowFacts } from '../../core/frame.js';
import type { AppSpec, Apps, RunningApp, Windows } from '../../ports.js';
import { cleanEnvironment, type Environment } from '../environment.js';
import { awaitWindow, type Before, isIt } from './await-window.js';
import { runCommand } from './command.js';
import { openKeeper } from './keeper.js';
import type { CleanOutput } from './log.js';
import { type NameWindows, namedBy, namedWindows } from './named-windows.js';
import { pause } from './program.js';
import { type StartedApp, startApp } from './started-app.js';

/** ms an application gets to close after its windows were asked to, and again after it was asked itself. */
const graceMs = 1500;

/** ms at the end of everything: whoever has something to save was to be closed before. */
const endGraceMs = 500;

/** How asking for the keyboard fails for a window that is not the one that stays. */
const passing: readonly string[] = ['no-window', 'window-manager'];

/** ms a new window gets to take the focus; some never do. */
const focusMs = 1000;
const pollMs = 15;

/** ms that an application whose window came late gets all the same until it takes input. */
const leastAwakeMs = 1000;

/** What is needed of the windows of a desktop. */
export type AppWindows = Pick<Windows, 'list' | 'awake' | 'activate' | 'close'>;

/** The applications of one desktop. */
export interface OpenApps extends Apps {
  /** Tells of windows which of the applications each belongs to. */
  readonly name: NameWindows;
  /** Ends every application and whatever they have left behind. May be called twice. */
  end(): Promise<void>;
}

/**
 * Starts and ends applications. They end with this process at the latest, however that ends.
 *
 * @param options.env the desktop's environment; secrets are left out of it once more
 * @param options.folder gets the output of each application as `<name>.log`
 * @param options.clean takes secrets out of that output
 */
export function openApps(options: {
  readonly env: Environment;
  readonly folder: string;
  readonly windows: AppWindows;
  readonly clean?: CleanOutput;
}): OpenApps {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const keeper = openKeeper();
  const env = { ...cleanEnvironment(options.env), ...keeper.mark };
  const { folder, clean } = options;
  const apps: StartedApp[] = [];
  const name = namedBy(apps);
  const windows = namedWindows(options.windows, name);
  let ended: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    await Promise.all(apps.map((app) => app.end(endGraceMs)));
    await keeper.end();
  };
  return {
    name,
    list: () => apps,
    async launch(spec, signal): Promise<RunningApp> {
      signal.throwIfAborted();
      const deadline = performance.now() + spec.timeoutMs;
      await makeRoom(apps, spec);
      const open = await windows.list(signal);
      const app = await startApp(spec, env, folder, clean);
      keeper.watch(app.pid);
      apps.push(app);
      const known = { windows: open, others: () => apps.filter((other) => other !== app) };
      await started(app, spec, known, windows, deadline, signal);
      return app;
    },
    async close(wanted, signal) {
      await closeApp(requireApp(apps, wanted), windows, signal);
    },
    run: ({ env: more, ...command }, signal) =>
      runCommand(command, { ...env, ...more }, signal, (pid) => keeper.watch(pid)),
    end() {
      ended ??= end();
      return ended;
    },
  };
}

/** One application of a name at a time: one that runs refuses, one that never showed its window is ended. */
async function makeRoom(apps: StartedApp[], spec: AppSpec): Promise<void> {
  const index = apps.findIndex(({ name }) => name === spec.name);
  const earlier = apps[index];
  if (earlier === undefined) return;
  if (earlier.window !== undefined && earlier.alive())
    throw new DeskhandError('failed', 'app-running', `“${spec.name}” runs already.`, {
      hint: 'Close it first, or give the second one another name.',
    });
  await earlier.end(endGraceMs);
  apps.splice(index, 1);
}

/**
 * Waits until the application is there for its user: its window has come, one of its windows has the keyboard, and
 * it takes input. What comes first need not be what stays: a window that goes away meanwhile, or takes no focus
 * while another one is there or comes, was a splash picture or a question on the way.
 */
async function started(
  app: StartedApp,
  spec: AppSpec,
  known: Before,
  windows: AppWindows,
  deadline: number,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const window = await awaitWindow(app, spec, known, windows, deadline, signal);
    app.window = window;
    try {
      await focus(window, app, windows, signal);
      app.window = await awake(window, windows, deadline - performance.now(), signal);
    } catch (error) {
      const late = performance.now() > deadline;
      if (late || !(error instanceof DeskhandError) || !passing.includes(error.code)) throw error;
      await pause(pollMs);
      continue;
    }
    const open = await windows.list(signal);
    const stays = open.some(({ id }) => id === window.id);
    const better =
      window.kind !== undefined &&
      open.some((each) => each.kind === undefined && isIt(each, app, spec, known));
    if ((!stays || better) && performance.now() < deadline) continue;
    const front = open.find((each) => each.active && each.id !== window.id && isPartOf(each, window, app));
    if (front !== undefined) app.front = front;
    return;
  }
}

/** Waits until the application has the keyboard. A window manager gives it to new windows, mostly; else it is asked to. */
async function focus(
  window: WindowFacts,
  app: StartedApp,
  windows: AppWindows,
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + focusMs;
  let asked = false;
  for (;;) {
    const open = await windows.list(signal);
    // Another window of its own in front, such as a question, is where the application wants to go on.
    if (open.some((each) => each.active && isPartOf(each, window, app))) return;
    if (performance.now() > deadline) return;
    if (!asked) await windows.activate(window.id, signal);
    asked = true;
    await pause(pollMs);
  }
}

/** Whether a window is of the application: of its processes, or of the one that it has handed its work to. */
function isPartOf(each: WindowFacts, window: WindowFacts, app: StartedApp): boolean {
  return each.id === window.id || app.owns(each) || (each.pid !== undefined && each.pid === window.pid);
}

/** Waits until the application takes input, and answers its window as it then is: a title may have come meanwhile. */
async function awake(
  window: WindowFacts,
  windows: AppWindows,
  withinMs: number,
  signal: AbortSignal,
): Promise<WindowFacts> {
  await windows.awake(window.id, Math.max(leastAwakeMs, withinMs), signal);
  return (await windows.list(signal)).find(({ id }) => id === window.id) ?? window;
}

/** Asks the windows, then the processes, then ends them for good. */
async function closeApp(app: StartedApp, windows: AppWindows, signal: AbortSignal): Promise<void> {
  // One that has handed its work to another instance has ended; its window is that instance's.
  const own = (await windows.list(signal)).filter((window) => app.owns(window) || app.shows(window));
  for (const { id } of own) await windows.close(id, signal);
  if (!app.alive()) return;
  if (own.length > 0 && (await app.gone(graceMs))) return;
  signal.throwIfAborted();
  await app.end(graceMs);
}

function requireApp(apps: readonly StartedApp[], name: string): StartedApp {
  const app = apps.find((each) => each.name === name);
  if (app !== undefined) return app;
  const names = apps.map((each) => `“${each.name}”`).join(', ');
  throw new DeskhandError('failed', 'no-such-app', `No application “${name}” was started.`, {
    hint: names === '' ? 'None was started so far.' : `Started were: ${names}.`,
  });
}
