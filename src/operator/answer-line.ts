import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { inTime } from '../core/in-time.js';
import { typedAheadDropped } from './typed-ahead.js';

/**
 * Reads the first line that is typed after the question was shown. What was typed before it, with or without
 * Return, is no answer and is dropped; a keyboard that never rests gets no question.
 *
 * The terminal is in its line mode while a person answers, so that Ctrl-C reaches the process as a signal.
 *
 * @param keyboard what is typed on, and what Ctrl-C does while the question is not shown yet
 * @param show shows the question
 * @param withinMs ms for all of it
 * @returns undefined after `withinMs`, at the end of the input, or when the signal fires
 */
export async function answerLine(
  { input, interrupt }: { readonly input: Readable; interrupt(): void },
  show: () => void,
  withinMs: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const limit = inTime(signal, withinMs);
  try {
    const rests = await typedAheadDropped(input, interrupt, limit.signal);
    return rests ? await firstLine(input, show, limit.signal) : undefined;
  } finally {
    limit.end();
  }
}

function firstLine(input: Readable, show: () => void, either: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    if (either.aborted) return resolve(undefined);
    const reader = createInterface({ input, terminal: false });
    const finish = (line: string | undefined): void => {
      either.removeEventListener('abort', giveUp);
      reader.removeAllListeners();
      reader.close();
      resolve(line);
    };
    const giveUp = (): void => finish(undefined);
    either.addEventListener('abort', giveUp);
    reader.on('line', finish);
    reader.on('close', giveUp);
    show();
  });
}
