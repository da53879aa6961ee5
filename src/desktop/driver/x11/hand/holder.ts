import { DeskhandError } from '../../../../core/errors.js';
import type { X11Client } from '../client.js';
import { readNumbers, readTitle, readTop, unlessGone } from '../windows-read.js';
import { pause } from './pause.js';

/** ms in which a window manager may leave the keyboard to nobody while windows come and go. */
const betweenMs = 60;

/** Which window has the keyboard: as the window manager tells, and as the server does. Undefined: none, or unknown. */
export interface Holder {
  readonly active: number | undefined;
  readonly input: number | undefined;
}

/**
 * Watches that the keyboard stays in one window while a text goes out: what comes up meanwhile gets none of it but
 * the keys that were on their way.
 */
export class KeyboardHolder {
  readonly #client: X11Client;
  readonly #at: Holder;

  private constructor(client: X11Client, at: Holder) {
    this.#client = client;
    this.#at = at;
  }

  /** Notes who has the keyboard now. */
  static async now(client: X11Client): Promise<KeyboardHolder> {
    return new KeyboardHolder(client, await holderOf(client));
  }

  /**
   * @param sent how many of `whole` characters were sent
   * @throws DeskhandError code `focus-moved` when another window has the keyboard now
   */
  async stillThere(sent: number, whole: number, signal: AbortSignal): Promise<void> {
    if (!(await this.#hasMoved())) return;
    await pause(betweenMs, signal);
    if (!(await this.#hasMoved())) return;
    const { active, input } = await holderOf(this.#client);
    const title = await unlessGone(() => readTitle(this.#client, active ?? input ?? this.#client.root));
    const other = title === undefined || title === '' ? 'another window' : `“${title}”`;
    throw new DeskhandError(
      'failed',
      'focus-moved',
      `${other} took the keyboard while the text was typed: it was cut after ${sent} of ${whole} characters, and the last of them may have gone there.`,
      { hint: 'Look at both windows before the rest is typed; close what comes up by itself first.' },
    );
  }

  async #hasMoved(): Promise<boolean> {
    const now = await holderOf(this.#client);
    if (now.active !== undefined && this.#at.active !== undefined) return now.active !== this.#at.active;
    if (now.input === undefined || this.#at.input === undefined || now.input === this.#at.input) return false;
    const [top, was] = await Promise.all([this.#topOf(now.input), this.#topOf(this.#at.input)]);
    // A window that is gone has no top any more.
    return top !== undefined && top !== was;
  }

  #topOf(window: number): Promise<number | undefined> {
    return unlessGone(() => readTop(this.#client, window));
  }
}

async function holderOf(client: X11Client): Promise<Holder> {
  const [[active], { focus }] = await Promise.all([
    readNumbers(client, client.root, '_NET_ACTIVE_WINDOW'),
    client.ask<{ focus: number }>((raw, done) => raw.GetInputFocus(done)),
  ]);
  return {
    active: active === 0 ? undefined : active,
    // Nobody, or whatever is under the pointer.
    input: focus <= 1 || focus === client.root ? undefined : focus,
  };
}
