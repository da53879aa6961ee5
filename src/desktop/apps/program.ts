import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { DeskhandError } from '../../core/errors.js';
import { before } from './before.js';
import { type LogPlace, openLog } from './log.js';

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface ProgramSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Gets everything the program prints. */
  readonly log: LogPlace;
  /** The file descriptor to which the program says that it is ready; only 3 keeps its output out of this. */
  readonly readyOn?: 1 | 3;
}

/** A process that leads its own session and process group, so that signals for us do not reach it. */
export interface Program {
  readonly command: string;
  readonly pid: number;
  /** Path of its log. */
  readonly log: string;
  readonly ended: Promise<Exit>;
  /** The last lines that it has printed. */
  said(): Promise<string>;
  exit(): Exit | undefined;
  /** The first line that the program writes to where it says it is ready; rejects when it ends before. */
  ready(): Promise<string>;
  /** Asks the whole group to end, and ends it for good after `graceMs`; then its log. */
  end(graceMs: number): Promise<void>;
}

/** Starts a program. Throws `program-missing` when there is no such command. */
export async function startProgram(spec: ProgramSpec): Promise<Program> {
  const log = openLog(spec.log);
  const child = spawn(spec.command, spec.args, {
    stdio: ['ignore', 'pipe', 'pipe', ...(spec.readyOn === 3 ? (['pipe'] as const) : [])],
    detached: process.platform !== 'win32',
    env: spec.env,
    ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
  });
  const [, stdout, stderr] = child.stdio;
  for (const output of spec.readyOn === 1 ? [stderr] : [stdout, stderr])
    if (output) log.follow(output as Readable);
  let exit: Exit | undefined;
  const ended = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      exit = { code, signal };
      resolve(exit);
    });
  });
  await started(child, spec).catch(async (error: unknown) => {
    await log.close();
    throw error;
  });
  const pid = child.pid as number;
  const program: Program = {
    command: spec.command,
    pid,
    log: spec.log.file,
    ended,
    exit: () => exit,
    said: log.said,
    ready: () => firstLine(child.stdio[spec.readyOn ?? 3] as Readable, ended, program),
    async end(graceMs) {
      // Once the leader is gone its number may belong to others; what it left behind is the keeper's.
      if (exit === undefined) {
        signalGroup(child, 'SIGTERM');
        await before(ended, graceMs);
        signalGroup(child, 'SIGKILL');
        await ended;
      }
      await log.close();
    },
  };
  return program;
}

function started(child: ChildProcess, spec: ProgramSpec): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => reject(notStarted(spec, cause)));
  });
}

/** The error for a command that could not be started, for people. */
export function notStarted(
  spec: { readonly command: string; readonly cwd?: string | undefined },
  cause: unknown,
): DeskhandError {
  const missing = (cause as { code?: string }).code === 'ENOENT';
  const place = spec.cwd === undefined ? '' : ` in ${spec.cwd}`;
  return missing
    ? new DeskhandError('environment', 'program-missing', `There is no program “${spec.command}”${place}.`, {
        hint: 'Install it, correct the name, or give its full path (and check that the folder exists).',
        cause,
      })
    : new DeskhandError(
        'environment',
        'program-not-started',
        `“${spec.command}” could not be started${place}.`,
        {
          hint: 'The cause is told by the system below.',
          cause,
        },
      );
}

function firstLine(pipe: Readable, ended: Promise<Exit>, program: Printing): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    pipe.setEncoding('utf8');
    pipe.on('data', (piece: string) => {
      text += piece;
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end).trim());
    });
    ended.then((exit) => endedEarly(program, exit)).then(reject, reject);
  });
}

/** A program by what it prints. */
export type Printing = Pick<Program, 'command' | 'log' | 'said'>;

/** The error for a program that ended before it was ready, with the last lines it printed. */
export async function endedEarly(program: Printing, exit: Exit): Promise<DeskhandError> {
  const how = exit.signal === null ? `with exit code ${exit.code}` : `by signal ${exit.signal}`;
  const said = await program.said();
  return new DeskhandError(
    'failed',
    'program-ended',
    `“${program.command}” ended ${how} before it was ready.`,
    {
      hint: said === '' ? 'It printed nothing.' : `It printed:\n${said}\nAll of it is in ${program.log}.`,
    },
  );
}

/** Sends a signal to a process and all of its group; nothing happens when none of them is there. */
export function signalGroup(
  child: { readonly pid?: number | undefined; kill(signal: NodeJS.Signals): boolean },
  signal: NodeJS.Signals,
): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') endTree(child.pid, signal === 'SIGKILL');
  else signalOne(-child.pid, signal);
}

/** Windows has no groups: its own tool asks, or ends, a process and all that came out of it. */
function endTree(pid: number, forGood: boolean): void {
  const args = ['/pid', String(pid), '/t', ...(forGood ? ['/f'] : [])];
  // Nothing is left to end when it fails: the process is gone, or belongs to somebody else.
  spawn('taskkill', args, { stdio: 'ignore', windowsHide: true }).once('error', () => undefined);
}

/** Sends a signal to a process, or to the group of a negative number; nothing happens when it is gone. */
export function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // ESRCH: nobody is left; EPERM is what macOS says when only the dead are.
    const { code } = error as { code?: string };
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
