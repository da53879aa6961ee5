import type { XPointer, XWindowAttributes } from 'x11';
import type { X11Client } from './client.js';
import { readFocusModel, readNumbers, readTop, unlessGone } from './windows-read.js';

/** A window of an application, and the child of the root that it lies in: the window manager's frame, or itself. */
export interface ClientWindow {
  readonly window: number;
  readonly top: number;
}

/** The windows of a display at one moment. */
export interface Scan {
  /** Whether a window manager runs. */
  readonly managed: boolean;
  /** The windows of applications, bottom to top, minimised ones among them. */
  readonly clients: readonly ClientWindow[];
  /** Other children of the root that can be seen, such as menus and panels without a manager, bottom to top. */
  readonly others: readonly number[];
}

/** Who has the server's focus: a window of an application, itself or by a part of it, or something else. */
export type Keyboard =
  | { readonly with: 'nobody' | 'the pointer' | 'a pop-up' }
  | { readonly with: 'a window'; readonly window: number };

const viewable = 2;
const inputOutput = 1;
/** Who selects this on the root decides about all windows: only one client can (X protocol, SubstructureRedirect). */
const redirect = 1 << 20;
/** The focus that is with no window, and the one that is with whatever lies under the pointer. */
const focusNone = 0;
const focusPointer = 1;
/** Frames hold their window at most this deep. */
const frameDepth = 4;
const iconic = 3;

const opened = new WeakMap<X11Client, Clients>();

/** The windows of applications on the display of a connection. */
export function clientsOf(client: X11Client): Clients {
  const known = opened.get(client) ?? new Clients(client);
  opened.set(client, known);
  return known;
}

/**
 * Tells which windows are those of applications. No source alone knows them all: xfwm4 sets the stacking list
 * with its second window only, dwm has just the plain list, older window managers have none and mark windows by
 * `WM_STATE` inside of their frames, and without a window manager they are the plain children of the root. So all
 * are asked, and the order is that of the children of the root, which is what the screen shows.
 */
export class Clients {
  readonly #client: X11Client;
  /** The frame of a window stays the same while it lives. */
  readonly #tops = new Map<number, number>();

  constructor(client: X11Client) {
    this.#client = client;
  }

  async scan(): Promise<Scan> {
    const { root } = this.#client;
    const [managed, children, stacking, plain] = await Promise.all([
      this.managed(),
      this.#children(root),
      readNumbers(this.#client, root, '_NET_CLIENT_LIST_STACKING'),
      readNumbers(this.#client, root, '_NET_CLIENT_LIST'),
    ]);
    const listed = await this.#withTops([...new Set([...stacking, ...plain])], new Set(children));
    const tops = new Set(listed.map(({ top }) => top));
    const rest = await Promise.all(
      children.filter((child) => !tops.has(child)).map((child) => this.#unlisted(child, managed, plain)),
    );
    const found = rest.filter((one) => one !== undefined);
    const place = new Map(children.map((child, i) => [child, i]));
    const inOrder = [...listed, ...found.flatMap(({ client }) => client ?? [])].sort(
      (a, b) => (place.get(a.top) ?? -1) - (place.get(b.top) ?? -1),
    );
    this.#forget(inOrder);
    return {
      managed,
      clients: inOrder,
      others: found.flatMap(({ client, child }) => (client === undefined ? [child] : [])),
    };
  }

  /** Whether a window manager runs: lists that one has left behind when it died do not count. */
  async managed(): Promise<boolean> {
    const { allEventMasks } = await this.#attributes(this.#client.root);
    return (allEventMasks & redirect) !== 0;
  }

  /** Whether the window manager says that it deals with a message or state of EWMH. */
  async supports(name: string): Promise<boolean> {
    if (!(await this.managed())) return false;
    const [atom, supported] = await Promise.all([
      this.#client.atom(name),
      readNumbers(this.#client, this.#client.root, '_NET_SUPPORTED'),
    ]);
    return supported.includes(atom);
  }

  /**
   * The window that the keyboard goes to: as the window manager tells, else as the server does. Without a window
   * manager it is the topmost one that takes the keyboard, which gets it before keys are sent.
   */
  async active(): Promise<number | undefined> {
    const [managed, [told = 0]] = await Promise.all([
      this.managed(),
      readNumbers(this.#client, this.#client.root, '_NET_ACTIVE_WINDOW'),
    ]);
    if (managed && told !== 0) return told;
    const scan = await this.scan();
    if (!managed) return this.#topmost(scan);
    const keyboard = await this.keyboard(scan);
    if (keyboard.with === 'the pointer') return this.underPointer(scan);
    return keyboard.with === 'a window' ? keyboard.window : undefined;
  }

  /** Who has the server's focus. */
  async keyboard(scan: Scan): Promise<Keyboard> {
    const { focus } = await this.#client.ask<{ focus: number }>((raw, done) => raw.GetInputFocus(done));
    if (focus === focusNone) return { with: 'nobody' };
    // With the root, too, keys go to whatever lies under the pointer.
    if (focus === focusPointer || focus === this.#client.root) return { with: 'the pointer' };
    const known = new Set(scan.clients.map(({ window }) => window));
    const window = await unlessGone(() => this.#climb(focus, known));
    return window === undefined ? { with: 'a pop-up' } : { with: 'a window', window };
  }

  /** The window of an application under the pointer, through its frame. */
  async underPointer(scan: Scan): Promise<number | undefined> {
    const known = new Set(scan.clients.map(({ window }) => window));
    for (let at = this.#client.root; at !== 0; ) {
      if (known.has(at)) return at;
      const parent = at;
      const pointer = await unlessGone(() =>
        this.#client.ask<XPointer>((raw, done) => raw.QueryPointer(parent, done)),
      );
      at = pointer?.child ?? 0;
    }
    return undefined;
  }

  /** The window of an application at a point of the screen, through its frame; a pop-up itself. */
  async at(x: number, y: number): Promise<number | undefined> {
    const { root } = this.#client;
    const known = new Set((await this.scan()).clients.map(({ window }) => window));
    let found: number | undefined;
    for (let at = root; ; ) {
      const parent = at;
      const next = await unlessGone(() =>
        this.#client.ask<{ child: number }>((raw, done) =>
          raw.TranslateCoordinates(root, parent, Math.round(x), Math.round(y), done),
        ),
      );
      if (next === undefined || next.child === 0) return found;
      at = next.child;
      found ??= at;
      if (known.has(at)) return at;
    }
  }

  async #topmost({ clients }: Scan): Promise<number | undefined> {
    for (const { window } of clients.toReversed()) {
      const model = await unlessGone(() => readFocusModel(this.#client, window));
      // Some, such as panels, say that they never take keys.
      if (model?.given || model?.told) return window;
    }
    return undefined;
  }

  /** A child of the root that no list names: a window of an application, something else that can be seen, or nothing. */
  async #unlisted(
    child: number,
    managed: boolean,
    plain: readonly number[],
  ): Promise<{ readonly child: number; readonly client?: ClientWindow } | undefined> {
    return unlessGone(async () => {
      const { mapState, klass, overrideRedirect } = await this.#attributes(child);
      if (klass !== inputOutput) return undefined;
      const seen = mapState === viewable;
      // Where there are lists, what is not mapped is in them or is none.
      if (!seen && (!managed || plain.length > 0)) return undefined;
      const window =
        overrideRedirect !== 0 ? undefined : managed ? await this.#marked(child, seen, frameDepth) : child;
      if (window !== undefined) return { child, client: { window, top: child } };
      return seen ? { child } : undefined;
    });
  }

  /** The window that a window manager has marked as an application's (ICCCM, 4.1.3.1), in a frame or by itself. */
  async #marked(window: number, seen: boolean, depth: number): Promise<number | undefined> {
    const [state] = await readNumbers(this.#client, window, 'WM_STATE');
    if (state !== undefined && state !== 0) return seen || state === iconic ? window : undefined;
    if (depth === 0) return undefined;
    for (const child of await this.#children(window)) {
      const found = await unlessGone(() => this.#marked(child, seen, depth - 1));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async #withTops(windows: readonly number[], children: ReadonlySet<number>): Promise<ClientWindow[]> {
    const all = await Promise.all(
      windows.map((window) => unlessGone(async () => ({ window, top: await this.#topOf(window, children) }))),
    );
    return all.filter((one) => one !== undefined);
  }

  async #topOf(window: number, children: ReadonlySet<number>): Promise<number> {
    const known = this.#tops.get(window);
    // Window managers with tabs put a window into another frame.
    if (known !== undefined && children.has(known)) return known;
    const top = await readTop(this.#client, window);
    // Before the window manager has framed it, a window is its own top.
    if (top !== window) this.#tops.set(window, top);
    return top;
  }

  #forget(alive: readonly ClientWindow[]): void {
    const windows = new Set(alive.map(({ window }) => window));
    for (const known of this.#tops.keys()) if (!windows.has(known)) this.#tops.delete(known);
  }

  async #climb(window: number, known: ReadonlySet<number>): Promise<number | undefined> {
    for (let at = window; at !== 0; ) {
      if (known.has(at)) return at;
      const child = at;
      const { parent } = await this.#client.ask<{ parent: number }>((raw, done) =>
        raw.QueryTree(child, done),
      );
      at = parent;
    }
    return undefined;
  }

  async #children(window: number): Promise<number[]> {
    const { children } = await this.#client.ask<{ children: number[] }>((raw, done) =>
      raw.QueryTree(window, done),
    );
    return children;
  }

  #attributes(window: number): Promise<XWindowAttributes> {
    return this.#client.ask((raw, done) => raw.GetWindowAttributes(window, done));
  }
}
