import type { ScreenPoint } from '../../../../core/geometry.js';
import type { X11Client } from '../client.js';
import { type Clients, clientsOf } from '../clients.js';
import { Activation } from '../windows-activate.js';
import { whenEvents } from '../windows-events.js';
import { unlessGone } from '../windows-read.js';
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
  readonly #clients: Clients;
  readonly #activation: Activation;
  #clickedAt: number | undefined;
  #lastClicked: number | undefined;

  constructor(client: X11Client, hearing: Hearing) {
    this.#client = client;
    this.#hearing = hearing;
    this.#clients = clientsOf(client);
    this.#activation = new Activation(client);
  }

  /** Says that a button was just released. */
  clicked(): void {
    this.#clickedAt = performance.now();
  }

  /** Resolves when keys will go where the last click has put the focus, and somewhere at all. */
  async settled(signal: AbortSignal): Promise<void> {
    if (this.#clickedAt !== undefined) await this.#afterClick(this.#clickedAt, signal);
    await this.#someActive(signal);
    await this.#given();
  }

  /**
   * A window manager brings a window to the front before it lets the press through; without one the hand does.
   * To be called before a button is pressed at a point.
   */
  async pressing({ x, y }: ScreenPoint): Promise<void> {
    if (await this.#clients.managed()) return;
    const [window, { clients }] = await Promise.all([this.#clients.at(x, y), this.#clients.scan()]);
    const top = clients.at(-1)?.window;
    if (window === undefined || window === top || !clients.some((each) => each.window === window)) return;
    await unlessGone(() => this.#activation.raise(window));
    await unlessGone(() => this.#activation.focus(window));
  }

  async #afterClick(at: number, signal: AbortSignal): Promise<void> {
    const window = await this.pointed();
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
    const { clients } = await this.#clients.scan();
    // With nothing but a menu or a bare desktop, that is as it should be.
    if (clients.length === 0) return;
    const again = (): Promise<number | undefined> =>
      whenEvents(this.#client, () => this.active(), activeMs, signal);
    if ((await again()) !== undefined) return;
    const window = this.#lastClicked;
    if (window === undefined || !clients.some((each) => each.window === window)) return;
    await unlessGone(() => this.#activation.of(window, signal));
  }

  /** The window that has the keyboard. */
  active(): Promise<number | undefined> {
    return this.#clients.active();
  }

  /** The window under the pointer, through its frame. */
  async pointed(): Promise<number | undefined> {
    return this.#clients.underPointer(await this.#clients.scan());
  }

  /**
   * Without a window manager nothing gives the keyboard away: the topmost window that takes it gets it, as keys
   * would else go to whatever the pointer lies on. A menu that has taken it for itself keeps it.
   */
  async #given(): Promise<void> {
    if (await this.#clients.managed()) return;
    const scan = await this.#clients.scan();
    const [wanted, holder] = await Promise.all([this.#clients.active(), this.#clients.keyboard(scan)]);
    if (wanted === undefined || holder.with === 'a pop-up') return;
    if (holder.with === 'a window' && holder.window === wanted) return;
    await unlessGone(() => this.#activation.focus(wanted));
  }
}
