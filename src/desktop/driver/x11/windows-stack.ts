import type { XWindowAttributes } from 'x11';
import type { WindowFacts } from '../../../core/frame.js';
import type { ScreenBox } from '../../../core/geometry.js';
import type { X11Client } from './client.js';
import { readBox, readClass, readNumbers, readPid, readTitle, readTop, unlessGone } from './windows-read.js';

/** A window that the window manager looks after. */
export interface Managed {
  readonly window: number;
  readonly top: number;
  readonly visible: boolean;
  readonly facts: WindowFacts;
}

/** Windows that come and go by themselves and take no input. */
const unseenTypes = ['_NET_WM_WINDOW_TYPE_TOOLTIP', '_NET_WM_WINDOW_TYPE_DND'];

const viewable = 2;
const inputOutput = 1;

/** Reads which windows there are, and where. */
export class WindowStack {
  readonly #client: X11Client;
  /** What does not change while a window lives. */
  readonly #lasting = new Map<number, { pid: number | undefined; top: number }>();

  constructor(client: X11Client) {
    this.#client = client;
  }

  /** Every managed window, topmost first, minimised ones among them; those that vanish meanwhile are left out. */
  async managed(): Promise<Managed[]> {
    const [ids, active] = await Promise.all([this.ids(), this.active()]);
    for (const known of this.#lasting.keys()) if (!ids.includes(known)) this.#lasting.delete(known);
    const facts = await Promise.all(ids.reverse().map((window) => this.#facts(window, active)));
    return facts.filter((one) => one !== undefined);
  }

  /** What can be seen, topmost first: pop-ups, then the managed windows. */
  async visible(): Promise<WindowFacts[]> {
    const [managed, children] = await Promise.all([this.managed(), this.#children()]);
    const frames = new Set(managed.map(({ top }) => top));
    const others = children.filter((window) => !frames.has(window)).reverse();
    const popups = await Promise.all(others.map((window) => this.#popup(window, managed)));
    return [
      ...popups.filter((facts) => facts !== undefined),
      ...managed.filter(({ visible }) => visible).map(({ facts }) => facts),
    ];
  }

  async #facts(window: number, active: number | undefined): Promise<Managed | undefined> {
    const client = this.#client;
    return unlessGone(async () => {
      const [title, name, { pid, top }, box, attributes] = await Promise.all([
        readTitle(client, window),
        // Not kept: LibreOffice gives its window another class once it knows what the document is.
        readClass(client, window),
        this.#lastingOf(window),
        readBox(client, window),
        this.#attributes(window),
      ]);
      const facts: WindowFacts = {
        id: idOf(window),
        title,
        class: name,
        ...(pid === undefined ? {} : { pid }),
        box,
        active: window === active,
      };
      return { window, top, visible: attributes.mapState === viewable, facts };
    });
  }

  async #lastingOf(window: number): Promise<{ pid: number | undefined; top: number }> {
    const known = this.#lasting.get(window);
    if (known !== undefined) return known;
    const [pid, top] = await Promise.all([readPid(this.#client, window), readTop(this.#client, window)]);
    // Before the window manager has framed it, a window is its own top.
    if (top !== window) this.#lasting.set(window, { pid, top });
    return { pid, top };
  }

  /** A window beside the managed ones, if it is one to be seen: tooltips and drag pictures are not. */
  async #popup(window: number, managed: readonly Managed[]): Promise<WindowFacts | undefined> {
    const client = this.#client;
    return unlessGone(async () => {
      const attributes = await this.#attributes(window);
      if (attributes.mapState !== viewable || attributes.klass !== inputOutput) return undefined;
      const [title, name, pid, [owner], types, ignoredTypes, box] = await Promise.all([
        readTitle(client, window),
        readClass(client, window),
        readPid(client, window),
        readNumbers(client, window, 'WM_TRANSIENT_FOR'),
        readNumbers(client, window, '_NET_WM_WINDOW_TYPE'),
        Promise.all(unseenTypes.map((type) => client.atom(type))),
        readBox(client, window),
      ]);
      if (types.some((type) => ignoredTypes.includes(type)) || !onScreen(box, client)) return undefined;
      const parent =
        managed.find((one) => one.window === owner) ??
        managed.find(({ facts }) => pid !== undefined && facts.pid === pid) ??
        managed.find(({ facts }) => facts.active);
      return {
        id: idOf(window),
        title: parent?.facts.title ?? title,
        class: parent?.facts.class ?? name,
        ...(parent?.facts.pid === undefined ? (pid === undefined ? {} : { pid }) : { pid: parent.facts.pid }),
        box,
        active: false,
      };
    });
  }

  #attributes(window: number): Promise<XWindowAttributes> {
    return this.#client.ask((raw, done) => raw.GetWindowAttributes(window, done));
  }

  async #children(): Promise<number[]> {
    const { children } = await this.#client.ask<{ children: number[] }>((raw, done) =>
      raw.QueryTree(this.#client.root, done),
    );
    return children;
  }

  /** Managed windows, bottom to top. */
  ids(): Promise<number[]> {
    return readNumbers(this.#client, this.#client.root, '_NET_CLIENT_LIST_STACKING');
  }

  async active(): Promise<number | undefined> {
    const [window] = await readNumbers(this.#client, this.#client.root, '_NET_ACTIVE_WINDOW');
    return window === 0 ? undefined : window;
  }
}

/** The identifier of a window as other tools write it. */
function idOf(window: number): string {
  return `0x${window.toString(16)}`;
}

function onScreen(box: ScreenBox, client: X11Client): boolean {
  const { pixel_width: width, pixel_height: height } = client.screen;
  return box.x < width && box.y < height && box.x + box.width > 0 && box.y + box.height > 0;
}
