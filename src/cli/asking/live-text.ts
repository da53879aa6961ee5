import type { ChatSettings } from '../../model/index.js';

/** Prints an answer while it comes. */
export interface LiveText {
  readonly onText: NonNullable<ChatSettings['onText']>;
  /** Prints what was held back, and ends the line. */
  end(): void;
}

const OPENING = '<think';
const CLOSING = /<\/think(?:ing)?>\s*/;

/**
 * Prints an answer while it comes, without reasoning that stands in the text and without the key.
 *
 * @param key never printed; what may be its beginning waits for what follows
 */
export function liveText(stream: { write(text: string): unknown }, key: string): LiveText {
  let waiting = '';
  let printed = false;
  const print = (text: string): void => {
    if (text === '') return;
    stream.write(printed ? text : text.trimStart());
    printed = printed || text.trim() !== '';
  };
  const release = (all: boolean): void => {
    if (key !== '') waiting = waiting.replaceAll(key, '[secret model key]');
    if (!printed && isThinking(waiting)) {
      const closing = CLOSING.exec(waiting);
      if (closing === null) return;
      waiting = waiting.slice(closing.index + closing[0].length);
    }
    const held = all ? 0 : beginningOf(key, waiting);
    print(waiting.slice(0, waiting.length - held));
    waiting = waiting.slice(waiting.length - held);
  };
  return {
    onText(piece, first) {
      // A new try begins anew: what stands there already was cut off.
      if (first && printed) stream.write('\n[cut off; asked again]\n');
      if (first) {
        waiting = '';
        printed = false;
      }
      waiting += piece;
      release(false);
    },
    end() {
      release(true);
      if (printed) stream.write('\n');
    },
  };
}

function isThinking(text: string): boolean {
  const start = text.trimStart();
  return start.startsWith(OPENING) || OPENING.startsWith(start);
}

/** How many letters at the end of a text may be the beginning of the key. */
function beginningOf(key: string, text: string): number {
  for (let length = Math.min(key.length - 1, text.length); length > 0; length--)
    if (text.endsWith(key.slice(0, length))) return length;
  return 0;
}
