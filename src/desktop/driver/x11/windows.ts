import type { XWindowAttributes } from 'x11';
import { DeskhandError } from '../../../core/errors.js';
import type { WindowFacts } from '../../../core/frame.js';
import type { ScreenBox } from '../../../core/geometry.js';
import type { Windows } from '../../../ports.js';
import type { X11Client } from './client.js';
import { addEvents, eventBits, whenEvents } from './windows-events.js';
import { hintedSize, readBox, readClass, readNumbers, readTitle, readTop } from './windows-read.js';

/** The windows of an X display with a window manager that speaks EWMH. */
export interface X11Windows extends Windows {
  /**
   * What lies on the screen, topmost first: open menus and other pop-ups with the title of the window they
   * belong to, then the managed windows that are visible.
   */
  stackFacts(): Promise<WindowFacts[]>;
}

/** ms until a window manager must have done what it was asked. */
const effectMs = 3000;

/** "Asked for by a tool that acts for the user": window managers do not second-guess it. */
const sourcePager = 2;

const stateAdd = 1;
const stateRemove = 0;
const gravityStatic = 10;
const viewable = 2;

export function openX11Windows(client: X11Client): X11Windows {
  return new EwmhWindows(client);
}

class EwmhWindows implements X11Windows {
  readonly #client: X11Client;
  #listening: Promise<void> | undefined;

  constructor(client: X11Client) {
    this.#client = client;
  }

  async list(signal: AbortSignal): Promise<readonly WindowFacts[]> {
    signal.throwIfAborted();
    const { managed } = await this.#managed();
    return managed.map(({ facts }) => facts);
  }

  async stackFacts(): Promise<WindowFacts[]> {
    const [{ managed }, children] = await Promise.all([this.#managed(), this.#children()]);
    const frames = new Set(managed.map(({ top }) => top));
    const others = children.filter((window) => !frames.has(window)).reverse();
    const popups = await Promise.all(others.map((window) => this.#popup(window, managed)));
    return [
      ...popups.filter((facts) => facts !== undefined),
      ...managed.filter(({ visible }) => visible).map(({ facts }) => facts),
    ];
  }

  async activate(id: string, signal: AbortSignal): Promise<void> {
    const window = await this.#known(id);
    await this.#ask(window, '_NET_ACTIVE_WINDOW', [sourcePager, 0, 0]);
    const active = await this.#effect(async () => (await this.#active()) === window || undefined, signal);
    if (!active) throw ignored(id, 'activated', 'it may refuse the focus, or a dialog of it may hold it');
  }

  async close(id: string, signal: AbortSignal): Promise<void> {
    const window = await this.#known(id);
    const before = new Set(await this.#ids());
    await this.#ask(window, '_NET_CLOSE_WINDOW', [0, sourcePager]);
    const done = await this.#effect(async () => {
      const now = await this.#ids();
      // A new window is the application's question whether to save: closing is up to it from here on.
      return !now.includes(window) || now.some((other) => !before.has(other)) || undefined;
    }, signal);
    if (!done) throw ignored(id, 'closed', 'the application may hang');
  }

  async place(id: string, box: ScreenBox, signal: AbortSignal): Promise<void> {
    const window = await this.#known(id);
    await this.#setMaximised(window, stateRemove);
    const size = await hintedSize(this.#client, window, {
      width: Math.max(1, Math.round(box.width)),
      height: Math.max(1, Math.round(box.height)),
    });
    const x = Math.round(box.x);
    const y = Math.round(box.y);
    const given = (1 << 8) | (1 << 9) | (1 << 10) | (1 << 11) | (sourcePager << 12);
    await this.#ask(window, '_NET_MOVERESIZE_WINDOW', [
      gravityStatic | given,
      x >>> 0,
      y >>> 0,
      size.width,
      size.height,
    ]);
    const placed = await this.#effect(async () => {
      const now = await readBox(this.#client, window);
      return (
        (now.x === x && now.y === y && now.width === size.width && now.height === size.height) || undefined
      );
    }, signal);
    if (!placed) {
      const now = await readBox(this.#client, window);
      throw ignored(
        id,
        `placed at ${x},${y} with ${size.width}x${size.height}`,
        `it is at ${now.x},${now.y} with ${now.width}x${now.height}; the window manager may keep it on the screen`,
      );
    }
  }

  async maximise(id: string, signal: AbortSignal): Promise<void> {
    const window = await this.#known(id);
    await this.#setMaximised(window, stateAdd);
    const states = await this.#maximisedAtoms();
    const done = await this.#effect(async () => {
      const now = await readNumbers(this.#client, window, '_NET_WM_STATE');
      return states.every((state) => now.includes(state)) || undefined;
    }, signal);
    if (!done) throw ignored(id, 'maximised', 'it may have a fixed size');
  }

  /** Every managed window, topmost first, minimised ones among them; those that vanish meanwhile are left out. */
  async #managed(): Promise<{ managed: Managed[] }> {
    const [ids, active] = await Promise.all([this.#ids(), this.#active()]);
    const facts = await Promise.all(ids.reverse().map((window) => this.#facts(window, active)));
    return { managed: facts.filter((one) => one !== undefined) };
  }

  async #facts(window: number, active: number | undefined): Promise<Managed | undefined> {
    const client = this.#client;
    return unlessGone(async () => {
      const [title, name, [pid], box, attributes, top] = await Promise.all([
        readTitle(client, window),
        readClass(client, window),
        readNumbers(client, window, '_NET_WM_PID'),
        readBox(client, window),
        this.#attributes(window),
        readTop(client, window),
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

  /** A window beside the managed ones, if it is one to be seen: tooltips and drag pictures are not. */
  async #popup(window: number, managed: readonly Managed[]): Promise<WindowFacts | undefined> {
    const client = this.#client;
    return unlessGone(async () => {
      const attributes = await this.#attributes(window);
      if (attributes.mapState !== viewable || attributes.klass !== 1) return undefined;
      const [title, name, [pid], [owner], types, ignoredTypes, box] = await Promise.all([
        readTitle(client, window),
        readClass(client, window),
        readNumbers(client, window, '_NET_WM_PID'),
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
  #ids(): Promise<number[]> {
    return readNumbers(this.#client, this.#client.root, '_NET_CLIENT_LIST_STACKING');
  }

  async #active(): Promise<number | undefined> {
    const [window] = await readNumbers(this.#client, this.#client.root, '_NET_ACTIVE_WINDOW');
    return window === 0 ? undefined : window;
  }

  async #known(id: string): Promise<number> {
    const window = Number(id);
    const ids = await this.#ids();
    if (ids.includes(window)) return window;
    throw new DeskhandError(
      'failed',
      'no-window',
      `There is no window ${id} on ${this.#client.display} any more.`,
      {
        hint: 'List the windows again; it may have closed by itself.',
      },
    );
  }

  async #setMaximised(window: number, change: number): Promise<void> {
    const [vertical, horizontal] = await this.#maximisedAtoms();
    await this.#ask(window, '_NET_WM_STATE', [change, vertical, horizontal, sourcePager]);
  }

  #maximisedAtoms(): Promise<[number, number]> {
    return Promise.all([
      this.#client.atom('_NET_WM_STATE_MAXIMIZED_VERT'),
      this.#client.atom('_NET_WM_STATE_MAXIMIZED_HORZ'),
    ]);
  }

  async #ask(window: number, message: string, data: readonly number[]): Promise<void> {
    const client = this.#client;
    this.#listening ??= addEvents(client, client.root, eventBits.property | eventBits.substructure);
    await this.#listening;
    await unlessGone(() => addEvents(client, window, eventBits.property | eventBits.structure));
    const type = await client.atom(message);
    client.raw.SendClientMessage(client.root, window, type, 32, data);
  }

  #effect(check: () => Promise<true | undefined>, signal: AbortSignal): Promise<true | undefined> {
    return whenEvents(this.#client, check, effectMs, signal);
  }
}

interface Managed {
  readonly window: number;
  readonly top: number;
  readonly visible: boolean;
  readonly facts: WindowFacts;
}

const unseenTypes = ['_NET_WM_WINDOW_TYPE_TOOLTIP', '_NET_WM_WINDOW_TYPE_DND'];

function idOf(window: number): string {
  return `0x${window.toString(16)}`;
}

function onScreen(box: ScreenBox, client: X11Client): boolean {
  const { pixel_width: width, pixel_height: height } = client.screen;
  return box.x < width && box.y < height && box.x + box.width > 0 && box.y + box.height > 0;
}

const badWindow = 3;
const badDrawable = 9;

/** Undefined when the window went away between two requests, which can happen at any time. */
async function unlessGone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const number = error instanceof Error && 'error' in error ? error.error : undefined;
    if (number === badWindow || number === badDrawable) return undefined;
    throw error;
  }
}

function ignored(id: string, what: string, why: string): DeskhandError {
  return new DeskhandError('failed', 'window-manager', `Window ${id} could not be ${what}: ${why}.`, {
    hint: 'Look at the screen; a window manager that supports EWMH must be running.',
  });
}
