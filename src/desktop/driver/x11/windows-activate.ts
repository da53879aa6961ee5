import type { XEvent, XGeometry } from 'x11';
import type { X11Client } from './client.js';
import { type Clients, clientsOf } from './clients.js';
import { addEvents, eventBits, nextEvent, whenEvents } from './windows-events.js';
import { onOtherWorkspace } from './windows-hidden.js';
import { readBox, readFocusModel, readTitle, unlessGone } from './windows-read.js';

/** ms that a window manager gets for what it was asked, and for each of the ways that are tried after that. */
const effectMs = 3000;
const nextWayMs = 700;
/** ms until the server must have told its time. */
const clockMs = 1000;

/** "Asked for by a tool that acts for the user": window managers do not second-guess it. */
export const sourcePager = 2;
const viewable = 2;
const above = 0;
const revertToPointer = 1;
const stringType = 31;

/**
 * Brings a window to the front and gives it the keyboard, as a person would by the means of that window manager:
 * its workspace is shown, it is restored, then the manager is asked (EWMH). One that does not know the request,
 * or does nothing, is passed by: the window is raised and gets the focus from the server, at last by the pointer.
 */
export class Activation {
  readonly #client: X11Client;
  readonly #clients: Clients;

  constructor(client: X11Client) {
    this.#client = client;
    this.#clients = clientsOf(client);
  }

  /** Answers undefined once the window has the keyboard, else what stands against it, in words. */
  async of(window: number, signal: AbortSignal): Promise<string | undefined> {
    await addEvents(this.#client, this.#client.root, eventBits.property | eventBits.substructure);
    await addEvents(this.#client, window, eventBits.property | eventBits.structure);
    await this.#show(window, signal);
    for (const way of [this.#byManager, this.#byServer, this.#byPointer])
      if (await way.call(this, window, signal)) return undefined;
    return this.#reason(window);
  }

  /** Gives the keyboard to a window that takes it (ICCCM, 4.1.7), without asking a window manager. */
  async focus(window: number): Promise<void> {
    const { given, told } = await readFocusModel(this.#client, window);
    if (given) await this.#client.ask<void>((raw, done) => raw.SetInputFocus(window, revertToPointer, done));
    if (!told) return;
    const take = await this.#client.atom('WM_TAKE_FOCUS');
    const message = await this.#client.atom('WM_PROTOCOLS');
    this.#client.raw.SendClientMessage(window, window, message, 32, [take, await this.#time(), 0, 0, 0], 0);
    await this.#client.sync();
  }

  /** Puts a window above all others; a window manager gets this as a request for the frame. */
  raise(window: number): Promise<void> {
    return this.#client.ask<void>((raw, done) => raw.ConfigureWindow(window, { stackMode: above }, done));
  }

  /** Shows the workspace of the window and restores it when it is minimised. */
  async #show(window: number, signal: AbortSignal): Promise<void> {
    const client = this.#client;
    const workspace = await onOtherWorkspace(client, window);
    if (workspace !== undefined && (await this.#clients.supports('_NET_CURRENT_DESKTOP'))) {
      const message = await client.atom('_NET_CURRENT_DESKTOP');
      client.raw.SendClientMessage(client.root, client.root, message, 32, [workspace, 0, 0, 0, 0]);
      const here = async (): Promise<true | undefined> =>
        (await onOtherWorkspace(client, window)) === undefined || undefined;
      await whenEvents(client, here, nextWayMs, signal);
    }
    const mapped = async (): Promise<true | undefined> => (await this.#isMapped(window)) || undefined;
    if (await mapped()) return;
    // For the window manager this is the wish to be restored (ICCCM, 4.1.4).
    client.raw.MapWindow(window);
    await whenEvents(client, mapped, nextWayMs, signal);
  }

  async #byManager(window: number, signal: AbortSignal): Promise<boolean> {
    if (!(await this.#clients.supports('_NET_ACTIVE_WINDOW'))) return false;
    const message = await this.#client.atom('_NET_ACTIVE_WINDOW');
    this.#client.raw.SendClientMessage(this.#client.root, window, message, 32, [sourcePager, 0, 0]);
    return this.#isActive(window, effectMs, signal);
  }

  async #byServer(window: number, signal: AbortSignal): Promise<boolean> {
    if (!(await this.#isMapped(window))) return false;
    const managed = await this.#clients.managed();
    await this.raise(window);
    await unlessGone(() => this.focus(window));
    return this.#isActive(window, managed ? nextWayMs : effectMs, signal);
  }

  /** Some window managers give the keyboard to what lies under the pointer and to nothing else. */
  async #byPointer(window: number, signal: AbortSignal): Promise<boolean> {
    if (!(await this.#isMapped(window)) || !(await this.#clients.managed())) return false;
    const { root, raw } = this.#client;
    const [box, screen] = await Promise.all([
      readBox(this.#client, window),
      this.#client.ask<XGeometry>((r, done) => r.GetGeometry(root, done)),
    ]);
    const inside = (from: number, size: number, limit: number): number =>
      Math.round((Math.max(0, from) + Math.min(limit, from + size)) / 2);
    const x = inside(box.x, box.width, screen.width);
    const y = inside(box.y, box.height, screen.height);
    if ((await this.#clients.at(x, y)) !== window) return false;
    // From a place beside it: only who comes in is noticed.
    raw.WarpPointer(0, root, 0, 0, 0, 0, x + 1, y);
    raw.WarpPointer(0, root, 0, 0, 0, 0, x, y);
    return this.#isActive(window, nextWayMs, signal);
  }

  async #isActive(window: number, withinMs: number, signal: AbortSignal): Promise<boolean> {
    const active = async (): Promise<true | undefined> =>
      (await this.#clients.active()) === window || undefined;
    return (await whenEvents(this.#client, active, withinMs, signal)) === true;
  }

  async #isMapped(window: number): Promise<boolean> {
    const { mapState } = await this.#client.ask<{ mapState: number }>((raw, done) =>
      raw.GetWindowAttributes(window, done),
    );
    return mapState === viewable;
  }

  async #reason(window: number): Promise<string> {
    if ((await onOtherWorkspace(this.#client, window)) !== undefined)
      return 'it is on another workspace, which the window manager does not show when asked';
    if (!(await this.#isMapped(window)))
      return 'it is minimised, and the window manager does not restore it when asked';
    const active = await this.#clients.active();
    const title = active && (await unlessGone(() => readTitle(this.#client, active)));
    const holder =
      title === undefined || title === '' ? 'nothing else has the keyboard' : `“${title}” keeps the keyboard`;
    return `${holder}, and the window may refuse it`;
  }

  /** Now, on the clock of the server: an empty change of a property tells. */
  async #time(): Promise<number> {
    const { root, raw } = this.#client;
    const property = await this.#client.atom('_DESKHAND_CLOCK');
    const told = await nextEvent(
      this.#client,
      () => raw.ChangeProperty(2, root, property, stringType, 8, Buffer.alloc(0)),
      (event: XEvent) => event.name === 'PropertyNotify' && event.wid === root && event.atom === property,
      clockMs,
      new AbortController().signal,
    );
    return told?.time ?? 0;
  }
}
