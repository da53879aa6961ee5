import { closeSync, openSync, writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { messageOf } from '../../core/errors.js';
import type { RedactedStream } from '../../core/secrets/redact.js';
import { before } from './before.js';

/** Where a program's output goes. */
export interface LogPlace {
  /** Absolute path of a file; what is there already stays. */
  readonly file: string;
  /** Takes secrets out of what is written; without it everything is kept as it is. */
  readonly clean?: CleanOutput;
}

/** Begins to take secrets out of one stream. */
export type CleanOutput = () => RedactedStream;

/** ms after which lines are written though a secret might go on behind them: the program is silent. */
const silenceMs = 300;
/** ms that what a dead program has left in its pipes may take. */
const drainMs = 1000;
/** Characters of the last words. */
const lastWords = 4000;

/** The log of one program; every byte of it has passed through the cleaning. */
export interface Log {
  /** Takes one of the program's outputs; its end is waited for by `said`. */
  follow(output: Readable): void;
  /** The last lines that the program has printed, at most ten, after all that a dead program printed has come. */
  said(): Promise<string>;
  /** Ends the log once what is still in the pipes is written; what stray processes write later is not taken. */
  close(): Promise<void>;
}

/** Opens a log that only its owner can read. Throws the system's error when the file cannot be opened. */
export function openLog({ file, clean }: LogPlace): Log {
  const descriptor = openSync(file, 'a', 0o600);
  const outputs: { readonly stream: Readable; readonly passed: Promise<void> }[] = [];
  let tail = '';
  let closed: Promise<void> | undefined;
  const write = (text: string): void => {
    if (text === '') return;
    tail = (tail + text).slice(-lastWords);
    try {
      writeSync(descriptor, text, null, 'latin1');
    } catch (error) {
      // A log is no evidence: a full disk must not end the run that it only accompanies; who reads it is told.
      tail = `${tail}\n(the log ${file} could not be written: ${messageOf(error)})\n`;
    }
  };
  const drained = (): Promise<void> => before(Promise.all(outputs.map((each) => each.passed)), drainMs);
  const end = async (): Promise<void> => {
    await drained();
    for (const { stream } of outputs) stream.destroy();
    await Promise.all(outputs.map((each) => each.passed));
    closeSync(descriptor);
  };
  return {
    follow(stream) {
      outputs.push({ stream, passed: passed(stream, clean?.(), write) });
    },
    async said() {
      await drained();
      return Buffer.from(tail, 'latin1').toString('utf8').trimEnd().split('\n').slice(-10).join('\n');
    },
    close() {
      closed ??= end();
      return closed;
    },
  };
}

/** Resolves when the stream has ended and all of it is written. Bytes are read as Latin-1, so that each stays as it is. */
function passed(
  output: Readable,
  cleaning: RedactedStream | undefined,
  write: (text: string) => void,
): Promise<void> {
  let silence: NodeJS.Timeout | undefined;
  // A process that outlives the run and holds the pipe must not hold up our end.
  (output as Partial<Socket>).unref?.();
  output.setEncoding('latin1');
  output.on('data', (piece: string) => {
    clearTimeout(silence);
    write(cleaning === undefined ? piece : cleaning.add(piece));
    if (cleaning !== undefined) silence = setTimeout(() => write(cleaning.lines()), silenceMs).unref();
  });
  return new Promise((resolve) => {
    // A broken pipe has nothing more to tell.
    output.once('error', () => output.destroy());
    output.once('close', () => {
      clearTimeout(silence);
      write(cleaning?.rest() ?? '');
      resolve();
    });
  });
}
