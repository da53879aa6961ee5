import { type ChildProcess, fork } from 'node:child_process';
import { childEntry } from '../../core/entry.js';
import { DeskhandError } from '../../core/errors.js';
import {
  type DriverFacts,
  type DriverOptions,
  type FromDriver,
  type ToDriver,
  unpackError,
} from './protocol.js';

/** A driver process as its parent sees it. */
export interface DriverProcess {
  readonly child: ChildProcess;
  /** Resolves when the driver has released what a dead one left pressed, or has ended. */
  readonly swept: Promise<void>;
  /** Resolves when the driver takes requests; rejects with its reason when it cannot. */
  readonly ready: Promise<DriverFacts>;
  /** Resolves when the process has ended. */
  readonly exited: Promise<void>;
  /** The last words on its error stream. */
  complaints(): string;
}

/** Starts a driver process on the display that the options name. */
export function startDriver(
  options: DriverOptions,
  env: Readonly<Record<string, string | undefined>>,
): DriverProcess {
  const child = fork(childEntry(import.meta.url, './main.js'), [JSON.stringify(options)], {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {
      ...env,
      DISPLAY: options.display,
      ...(options.authority === undefined ? {} : { XAUTHORITY: options.authority }),
    },
  });
  const complaints = lastWords(child);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const swept = new Promise<void>((resolve) => {
    child.once('message', () => resolve());
    void exited.then(resolve);
  });
  return { child, swept, ready: readiness(child, complaints), exited, complaints };
}

/** Sends unless the driver is gone; its end is told to everyone who waits. */
export function post(child: ChildProcess, message: ToDriver): void {
  if (child.connected) child.send(message, () => undefined);
}

/** Resolves with the facts of a driver that is ready, rejects with its reason when it cannot start. */
function readiness(child: ChildProcess, complaints: () => string): Promise<DriverFacts> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(startFailed(signal ?? `code ${code}`, complaints())));
    child.on('message', (message: FromDriver) => {
      if (message.kind === 'ready') resolve(message.facts);
      else if (message.kind === 'unable') reject(unpackError(message.error));
    });
  });
}

/** Keeps the last words that a child writes on its error stream. */
function lastWords(child: ChildProcess): () => string {
  let words = '';
  child.stderr?.setEncoding('utf8');
  child.stderr?.on('data', (more: string) => {
    words = (words + more).slice(-2000);
  });
  return () => words.trim();
}

function startFailed(how: string, complaints: string): DeskhandError {
  return new DeskhandError(
    'environment',
    'driver-failed',
    `The driver process ended with ${how} before it was ready.${complaints === '' ? '' : ` It said: ${complaints}`}`,
    { hint: 'deskhand doctor tells what is missing.' },
  );
}
