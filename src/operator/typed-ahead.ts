import type { Readable } from 'node:stream';

/** How long nothing may have been typed before a question is shown, ms. */
const RESTS_MS = 60;
const CTRL_C = '\u0003';

/** A keyboard whose keys can be had one by one, without waiting for Return. */
interface Keyboard extends Readable {
  setRawMode?(raw: boolean): unknown;
}

/**
 * Drops everything that was typed so far, until the keyboard rests. A line without its Return lies in the terminal,
 * where only its raw mode lets it out; the Return of the answer would send it along.
 *
 * @param interrupt does what Ctrl-C does: in raw mode the terminal makes no signal of it
 * @returns whether it rests: false at the end of the input, or when the signal fires first
 */
export async function typedAheadDropped(
  keyboard: Keyboard,
  interrupt: () => void,
  signal: AbortSignal,
): Promise<boolean> {
  keyboard.setRawMode?.(true);
  try {
    return await rests(keyboard, interrupt, signal);
  } finally {
    keyboard.setRawMode?.(false);
  }
}

function rests(keyboard: Keyboard, interrupt: () => void, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    let keys = 0;
    let timer: NodeJS.Timeout | undefined;
    const finish = (resting: boolean): void => {
      clearTimeout(timer);
      keyboard.off('data', typed);
      keyboard.off('end', ended);
      signal.removeEventListener('abort', ended);
      keyboard.pause();
      resolve(resting);
    };
    const wait = (): void => {
      const before = keys;
      // On a busy machine the timer fires before what has long been typed is read: that is read first.
      const look = (): unknown => (keys === before ? finish(true) : wait());
      timer = setTimeout(() => setImmediate(look), RESTS_MS);
    };
    const typed = (chunk: Buffer | string): void => {
      keys += chunk.length;
      if (keyboard.setRawMode !== undefined && chunk.toString().includes(CTRL_C)) interrupt();
    };
    const ended = (): void => finish(false);
    if (signal.aborted || keyboard.readableEnded) return finish(false);
    keyboard.on('data', typed);
    keyboard.on('end', ended);
    signal.addEventListener('abort', ended);
    keyboard.resume();
    wait();
  });
}
