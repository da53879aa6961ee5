import { DeskhandError } from '../../../core/errors.js';
import type { WindowFacts } from '../../../core/frame.js';
import type { ScreenBox } from '../../../core/geometry.js';
import type { Windows } from '../../../ports.js';
import type { Awakening } from './awake.js';
import type { X11Client } from './client.js';
import { addEvents, eventBits, whenEvents } from './windows-events.js';
import { hintedSize, readBox, readNumbers, unlessGone } from './windows-read.js';
import { WindowStack } from './windows-stack.js';

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

/** px that a window manager may miss at the first try. */
const nearPx = 4;

export function openX11Windows(client: X11Client, awakening: Awakening): X11Windows {
  return new EwmhWindows(client, awakening);
}

class EwmhWindows implements X11Windows {
  readonly #client: X11Client;
  readonly #awakening: Awakening;
  #listening: Promise<void> | undefined;
  readonly #stack: WindowStack;

  constructor(client: X11Client, awakening: Awakening) {
    this.#client = client;
    this.#awakening = awakening;
    this.#stack = new WindowStack(client);
  }

  async list(signal: AbortSignal): Promise<readonly WindowFacts[]> {
    signal.throwIfAborted();
    return (await this.#stack.managed()).map(({ facts }) => facts);
  }

  async visible(signal: AbortSignal): Promise<readonly WindowFacts[]> {
    signal.throwIfAborted();
    return this.#stack.visible();
  }

  stackFacts(): Promise<WindowFacts[]> {
    return this.#stack.visible();
  }

  awake(id: string, withinMs: number, signal: AbortSignal): Promise<void> {
    return this.#awakening.of(Number(id), withinMs, signal);
  }

  async activate(id: string, signal: AbortSignal): Promise<void> {
    const window = await this.#known(id);
    await this.#ask(window, '_NET_ACTIVE_WINDOW', [sourcePager, 0, 0]);
    const active = await this.#effect(
      id,
      async () => (await this.#stack.active()) === window || undefined,
      signal,
    );
    if (!active) throw ignored(id, 'activated', 'it may refuse the focus, or a dialog of it may hold it');
  }

  async close(id: string, signal: AbortSignal): Promise<void> {
    const window = await this.#known(id);
    const before = new Set(await this.#stack.ids());
    await this.#ask(window, '_NET_CLOSE_WINDOW', [0, sourcePager]);
    const done = await this.#effect(
      id,
      async () => {
        const now = await this.#stack.ids();
        // A new window is the application's question whether to save: closing is up to it from here on.
        return !now.includes(window) || now.some((other) => !before.has(other)) || undefined;
      },
      signal,
    );
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
    await this.#moveResize(window, x, y, size);
    const at = (): Promise<ScreenBox> => readBox(this.#client, window);
    const sized = (now: ScreenBox): boolean => now.width === size.width && now.height === size.height;
    const near = (now: ScreenBox): boolean => Math.abs(now.x - x) <= nearPx && Math.abs(now.y - y) <= nearPx;
    const arrived = await this.#effect(
      id,
      async () => {
        const now = await at();
        return (sized(now) && near(now)) || undefined;
      },
      signal,
    );
    // Some window managers count the border that a window had before it got its frame: that much is put right.
    const off = await at();
    if (arrived && (off.x !== x || off.y !== y))
      await this.#moveResize(window, 2 * x - off.x, 2 * y - off.y, size);
    const placed =
      arrived &&
      (await this.#effect(
        id,
        async () => {
          const now = await at();
          return (sized(now) && now.x === x && now.y === y) || undefined;
        },
        signal,
      ));
    if (placed) return;
    const now = await at();
    throw ignored(
      id,
      `placed at ${x},${y} with ${size.width}x${size.height}`,
      `it is at ${now.x},${now.y} with ${now.width}x${now.height}; the window manager may keep it on the screen`,
    );
  }

  #moveResize(window: number, x: number, y: number, size: { width: number; height: number }): Promise<void> {
    const given = (1 << 8) | (1 << 9) | (1 << 10) | (1 << 11) | (sourcePager << 12);
    const data = [gravityStatic | given, x >>> 0, y >>> 0, size.width, size.height];
    return this.#ask(window, '_NET_MOVERESIZE_WINDOW', data);
  }

  async maximise(id: string, signal: AbortSignal): Promise<void> {
    const window = await this.#known(id);
    await this.#setMaximised(window, stateAdd);
    const states = await this.#maximisedAtoms();
    const done = await this.#effect(
      id,
      async () => {
        const now = await readNumbers(this.#client, window, '_NET_WM_STATE');
        return states.every((state) => now.includes(state)) || undefined;
      },
      signal,
    );
    if (!done) throw ignored(id, 'maximised', 'it may have a fixed size');
  }

  async #known(id: string): Promise<number> {
    const window = Number(id);
    const ids = await this.#stack.ids();
    if (!ids.includes(window)) throw this.#vanished(id);
    return window;
  }

  #vanished(id: string): DeskhandError {
    const { display } = this.#client;
    return new DeskhandError('failed', 'no-window', `There is no window ${id} on ${display} any more.`, {
      hint: 'List the windows again; it may have closed by itself.',
    });
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

  /** Waits for an effect on a window that may close meanwhile. */
  #effect(
    id: string,
    check: () => Promise<true | undefined>,
    signal: AbortSignal,
  ): Promise<true | undefined> {
    const unlessVanished = async (): Promise<true | undefined> => {
      const answer = await unlessGone(async () => ({ done: await check() }));
      if (answer === undefined) throw this.#vanished(id);
      return answer.done;
    };
    return whenEvents(this.#client, unlessVanished, effectMs, signal);
  }
}

function ignored(id: string, what: string, why: string): DeskhandError {
  return new DeskhandError('failed', 'window-manager', `Window ${id} could not be ${what}: ${why}.`, {
    hint: 'Look at the screen; a window manager that supports EWMH must be running.',
  });
}
