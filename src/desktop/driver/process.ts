import { type ChildProcess, fork } from 'node:child_process';
import { closeSync } from 'node:fs';
import { childEntry } from '../../core/entry.js';
import { DeskhandError } from '../../core/errors.js';
import { openPictureFile } from './picture-file.js';
import {
  AHEAD,
  type DriverFacts,
  type DriverOptions,
  type FromDriver,
  type ToDriver,
  unpackError,
} from './protocol.js';

/** The descriptor of the picture file in the driver: its place in `stdio`. */
const pictureFileInChild = 4;

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
  /** Descriptor of the file through which it hands over large pictures; closed when it has ended. */
  readonly pictureFile: number | undefined;
}

/**
 * Starts a driver process that waits to be told its display (see `openOn`).
 *
 * @param ahead whether its display is not there yet: it loads what it will need meanwhile. A driver that takes the place
 * of another one has something more urgent to do.
 */
export function bootDriver(env: Readonly<Record<string, string | undefined>>, ahead: boolean): DriverProcess {
  const pictureFile = openPictureFile();
  const child = fork(childEntry(import.meta.url, './main.js'), ahead ? [AHEAD] : [], {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', pictureFile ?? 'ignore'],
    env,
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
  if (pictureFile !== undefined) void silence(child, exited).then(() => closeSync(pictureFile));
  const ready = readiness(child, complaints);
  // Whoever waits for it is told; it may end before anybody does.
  ready.catch(() => undefined);
  return { child, swept, ready, exited, complaints, pictureFile };
}

/** Tells a driver process the display that the options name; `ready` tells how that went. */
export function openOn(
  { child, pictureFile }: DriverProcess,
  options: DriverOptions,
  env: Readonly<Record<string, string | undefined>>,
): void {
  post(child, {
    kind: 'open',
    options: { ...options, ...(pictureFile === undefined ? {} : { pictureFile: pictureFileInChild }) },
    env: {
      ...env,
      DISPLAY: options.display,
      ...(options.authority === undefined ? {} : { XAUTHORITY: options.authority }),
    },
  });
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

/** Resolves when no message of the child can come any more: some may arrive after its end. */
async function silence(child: ChildProcess, exited: Promise<void>): Promise<void> {
  const disconnected = new Promise<void>((resolve) => {
    child.once('disconnect', resolve);
  });
  await exited;
  // A process that could not be started has nothing to say and tells no end of it.
  if (child.connected && child.pid !== undefined) await disconnected;
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
