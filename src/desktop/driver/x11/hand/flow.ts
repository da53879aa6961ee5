import type { Focus } from './focus.js';
import type { Hearing } from './hearing.js';
import type { Answered } from './pings.js';

/** Symbols after which an application that answers pings is sent one. */
const stretch = 80;
/** Symbols that any other application may be behind. */
const ahead = 200;
/** ms an application gets to catch up; then typing goes on as if it had. */
const keepUpMs = 2000;

/**
 * Keeps typed text from running far ahead of the application, so that a slow one drops nothing and a stop does
 * not find it with thousands of keys to come. An application that answers pings is at most two stretches
 * behind and never waits for more; of the others only an empty queue can be seen, so they have to get there.
 */
export class Flow {
  readonly #hearing: Hearing;
  readonly #focus: Focus;
  /** Symbols sent since the last ping, or since the queue was empty, by this text or those before it. */
  #sent = 0;
  /** The last ping. */
  #before: { readonly window: number; readonly answered: Answered } | undefined;

  constructor(hearing: Hearing, focus: Focus) {
    this.#hearing = hearing;
    this.#focus = focus;
  }

  /** Symbols have been sent. */
  sent(symbols: number): void {
    this.#sent += symbols;
  }

  /** Resolves when the application may be sent more. */
  async room(signal: AbortSignal): Promise<void> {
    if (this.#sent < stretch) return;
    const window = await this.#focus.active();
    const answered = window === undefined ? undefined : await this.#hearing.ping(window, signal);
    if (window !== undefined && answered !== undefined) {
      const before = this.#before;
      this.#before = { window, answered };
      // Another window than this one may have gone without an answer.
      await before?.answered(before.window === window ? keepUpMs : 0, signal);
    } else if (this.#sent < ahead) return;
    else if (window !== undefined) await this.#hearing.heard(window, keepUpMs, signal);
    this.#sent = 0;
  }
}
