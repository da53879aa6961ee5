import type { XPointer } from 'x11';
import type { X11Client } from '../client.js';
import { whenEvents } from '../windows-events.js';
import { readNumbers } from '../windows-read.js';
import type { Hearing } from './hearing.js';
import { pause } from './pause.js';

/** ms that a clicked window gets to become the active one; some never do, such as panels. */
const activeMs = 500;
/** ms that an application gets to take a click in. */
const heardMs = 1000;
/** ms after a click before keys, and ms in which helper processes must fall asleep: browsers hand the click to a process that no ping reaches. */
const leastMs = 10;
const quietMs = 80;

/**
 * Keys go where the focus is, and a click moves it only after the window manager and the application have
 * dealt with the click. So the first key after a click waits for both, and no other key waits at all.
 */
export class Focus {
  readonly #client: X11Client;
  readonly #hearing: Hearing;
  #clickedAt: number | undefined;

  constructor(client: X11Client, hearing: Hearing) {
    this.#client = client;
    this.#hearing = hearing;
  }

  /** Says that a button was just released. */
  clicked(): void {
    this.#clickedAt = performance.now();
  }

  /** Resolves when keys will go where the last click has put the focus. */
  async settled(signal: AbortSignal): Promise<void> {
    const at = this.#clickedAt;
    if (at === undefined) return;
    const window = await this.#clickedWindow();
    if (window !== undefined) {
      await whenEvents(
        this.#client,
        async () => (await this.active()) === window || undefined,
        activeMs,
        signal,
      );
      await this.#hearing.heard(window, heardMs, signal);
    }
    const left = at + leastMs - performance.now();
    if (left > 0) await pause(left, signal);
    if (window !== undefined) await this.#hearing.quiet(window, quietMs, signal);
    this.#clickedAt = undefined;
  }

  /** The window that has the keyboard, as the window manager tells. */
  async active(): Promise<number | undefined> {
    const [window] = await readNumbers(this.#client, this.#client.root, '_NET_ACTIVE_WINDOW');
    return window === 0 ? undefined : window;
  }

  /** The managed window under the pointer, through its frame. */
  async #clickedWindow(): Promise<number | undefined> {
    const managed = await readNumbers(this.#client, this.#client.root, '_NET_CLIENT_LIST');
    let at = this.#client.root;
    while (at !== 0) {
      if (managed.includes(at)) return at;
      const parent = at;
      const pointer = await this.#client.ask<XPointer>((raw, done) => raw.QueryPointer(parent, done));
      at = pointer.child;
    }
    return undefined;
  }
}
