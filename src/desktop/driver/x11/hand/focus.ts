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
/** "Asked for by a tool that acts for the user" (EWMH, _NET_ACTIVE_WINDOW). */
const sourcePager = 2;

/**
 * Keys go where the focus is, and a click moves it only after the window manager and the application have
 * dealt with the click. So the first key after a click waits for both, and no other key waits at all.
 */
export class Focus {
  readonly #client: X11Client;
  readonly #hearing: Hearing;
  #clickedAt: number | undefined;
  #lastClicked: number | undefined;

  constructor(client: X11Client, hearing: Hearing) {
    this.#client = client;
    this.#hearing = hearing;
  }

  /** Says that a button was just released. */
  clicked(): void {
    this.#clickedAt = performance.now();
  }

  /** Resolves when keys will go where the last click has put the focus, and somewhere at all. */
  async settled(signal: AbortSignal): Promise<void> {
    if (this.#clickedAt !== undefined) await this.#afterClick(this.#clickedAt, signal);
    await this.#someActive(signal);
  }

  async #afterClick(at: number, signal: AbortSignal): Promise<void> {
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
    this.#lastClicked = window;
  }

  /**
   * Keys that no window has the focus for are lost without a word. Window managers leave it to nobody for a
   * moment when windows come and go, and some forget it there: then the window that was clicked last gets it.
   */
  async #someActive(signal: AbortSignal): Promise<void> {
    if ((await this.active()) !== undefined) return;
    const managed = await readNumbers(this.#client, this.#client.root, '_NET_CLIENT_LIST');
    // Without a window manager, or with nothing but a menu or a bare desktop, that is as it should be.
    if (managed.length === 0) return;
    const again = (): Promise<number | undefined> =>
      whenEvents(this.#client, () => this.active(), activeMs, signal);
    if ((await again()) !== undefined) return;
    const window = this.#lastClicked;
    if (window === undefined || !managed.includes(window)) return;
    const message = await this.#client.atom('_NET_ACTIVE_WINDOW');
    this.#client.raw.SendClientMessage(this.#client.root, window, message, 32, [sourcePager, 0, 0]);
    await again();
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
