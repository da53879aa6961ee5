import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** How long lines that were typed ahead are thrown away before a question is asked, ms. */
const TYPED_AHEAD_MS = 60;

/**
 * The first line that is typed after the question was shown; undefined after `withinMs`, at the end of the
 * input, or when the signal fires. What was typed before the question is no answer to it and is dropped.
 *
 * The terminal stays in its line mode, so that Ctrl-C reaches the process as a signal and stops the run.
 */
export function answerLine(
  input: Readable,
  show: () => void,
  withinMs: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(undefined);
    const reader = createInterface({ input, terminal: false });
    let asked = false;
    const finish = (line: string | undefined): void => {
      clearTimeout(late);
      clearTimeout(ask);
      signal.removeEventListener('abort', giveUp);
      reader.removeAllListeners();
      reader.close();
      resolve(line);
    };
    const giveUp = (): void => finish(undefined);
    const ask = setTimeout(() => {
      asked = true;
      show();
    }, TYPED_AHEAD_MS);
    const late = setTimeout(giveUp, withinMs);
    signal.addEventListener('abort', giveUp);
    reader.on('line', (line) => {
      if (asked) finish(line);
    });
    reader.on('close', giveUp);
  });
}
