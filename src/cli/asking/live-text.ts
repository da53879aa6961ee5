import { type RedactedStream, streamRedactor } from '../../core/secrets/redact.js';
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
 * Prints an answer while it comes, without reasoning that stands in the text and without the key, whatever was made of
 * it. What may yet turn out to be the key waits for what follows.
 */
export function liveText(stream: { write(text: string): unknown }, key: string): LiveText {
  let clean = redactorOf(key);
  let head = '';
  let begun = false;
  let printed = false;
  const print = (text: string): void => {
    if (text === '') return;
    stream.write(printed ? text : text.trimStart());
    printed = printed || text.trim() !== '';
  };
  const take = (piece: string): void => {
    head += piece;
    const closing = !begun && isThinking(head) ? CLOSING.exec(head) : undefined;
    if (closing === null) return;
    begun = true;
    print(clean.add(closing === undefined ? head : head.slice(closing.index + closing[0].length)));
    head = '';
  };
  return {
    onText(piece, first) {
      // A new try begins anew: what stands there already was cut off.
      if (first && printed) stream.write('\n[cut off; asked again]\n');
      if (first) {
        clean = redactorOf(key);
        head = '';
        begun = false;
        printed = false;
      }
      take(piece);
    },
    end() {
      print(clean.rest());
      if (printed) stream.write('\n');
    },
  };
}

function redactorOf(key: string): RedactedStream {
  return streamRedactor({ 'model key': key }, { live: true });
}

function isThinking(text: string): boolean {
  const start = text.trimStart();
  return start.startsWith(OPENING) || OPENING.startsWith(start);
}
