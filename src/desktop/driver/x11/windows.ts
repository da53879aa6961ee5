import type { XGeometry } from 'x11';
import { DeskhandError } from '../../../core/errors.js';
import type { WindowFacts } from '../../../core/frame.js';
import { type ScreenBox, screenBox } from '../../../core/geometry.js';
import type { Windows } from '../../../ports.js';
import type { Awakening } from './awake.js';
import type { X11Client } from './client.js';
import { type Clients, clientsOf } from './clients.js';
import { lockOf } from './lock.js';
import { Activation, sourcePager } from './windows-activate.js';
import { addEvents, eventBits, whenEvents } from './windows-events.js';
import { hintedSize, readBox, readNumbers, unlessGone } from './windows-read.js';
import { WindowStack } from './windows-stack.js';

/** The windows of an X display, whatever its window manager can do, and without one. */
export interface X11Windows extends Windows {
  /**
   * What lies on the screen, topmost first: open menus and other pop-ups with the title of the window they
   * belong to, then the windows of applications that show; the windows that are hidden, and tips.
   */
  stackFacts(): ReturnType<WindowStack['shown']>;
}

/** ms until a window manager must have done what it was asked. */
const effectMs = 3000;

const stateAdd = 1;
const stateRemove = 0;
const gravityStatic = 10;

/** px that a window manager may miss at the first try: some count the title bar as the place. */
const nearPx = 48;

export function openX11Windows(client: X11Client, awakening: Awakening): X11Windows {
  return new AnyWindows(client, awakening);
}

class AnyWindows implements X11Windows {
  readonly #client: X11Client;
  readonly #awakening: Awakening;
  #listening: Promise<void> | undefined;
  readonly #stack: WindowStack;
  readonly #clients: Clients;
  readonly #activation: Activation;

  constructor(client: X11Client, awakening: Awakening) {
    this.#client = client;
    this.#awakening = awakening;
    this.#stack = new WindowStack(client);
    this.#clients = clientsOf(client);
    this.#activation = new Activation(client);
  }

  async list(signal: AbortSignal): Promise<readonly WindowFacts[]> {
    signal.throwIfAborted();
    return this.#stack.all();
  }

  async visible(signal: AbortSignal): Promise<readonly WindowFacts[]> {
    signal.throwIfAborted();
    return (await this.#stack.shown()).visible;
  }

  async lock(signal: AbortSignal): Promise<string | undefined> {
    signal.throwIfAborted();
    return lockOf(this.#client);
  }

  stackFacts(): ReturnType<WindowStack['shown']> {
    return this.#stack.shown();
  }

  awake(id: string, withinMs: number, signal: AbortSignal): Promise<void> {
    return this.#awakening.of(Number(id), withinMs, signal);
  }

  async activate(id: string, signal: AbortSignal): Promise<void> {
    const window = await this.#known(id);
    const against = await this.#unlessVanished(id, () => this.#activation.of(window, signal));
    if (against !== undefined) throw ignored(id, 'activated', against);
  }

  async close(id: string, signal: AbortSignal): Promise<void> {
    const window = await this.#known(id);
    const before = new Set(await this.#stack.ids());
    await this.#askToClose(window);
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

  /** Asks politely where there is a way; a window that has none is taken away, as window managers do. */
  async #askToClose(window: number): Promise<void> {
    if (await this.#clients.supports('_NET_CLOSE_WINDOW'))
      return this.#ask(window, '_NET_CLOSE_WINDOW', [0, sourcePager]);
    await this.#listen(window);
    const [message, remove] = await Promise.all([
      this.#client.atom('WM_PROTOCOLS'),
      this.#client.atom('WM_DELETE_WINDOW'),
    ]);
    if ((await readNumbers(this.#client, window, 'WM_PROTOCOLS')).includes(remove))
      this.#client.raw.SendClientMessage(window, window, message, 32, [remove, 0, 0, 0, 0], 0);
    else this.#client.raw.KillClient(window);
  }

  async #moveResize(
    window: number,
    x: number,
    y: number,
    size: { width: number; height: number },
  ): Promise<void> {
    if (await this.#clients.supports('_NET_MOVERESIZE_WINDOW')) {
      const given = (1 << 8) | (1 << 9) | (1 << 10) | (1 << 11) | (sourcePager << 12);
      const data = [gravityStatic | given, x >>> 0, y >>> 0, size.width, size.height];
      return this.#ask(window, '_NET_MOVERESIZE_WINDOW', data);
    }
    await this.#listen(window);
    // Window managers get this as a request, and place the frame for it.
    this.#client.raw.ConfigureWindow(window, { x, y, ...size });
  }

  async maximise(id: string, signal: AbortSignal): Promise<void> {
    const window = await this.#known(id);
    if (!(await this.#clients.supports('_NET_WM_STATE_MAXIMIZED_VERT'))) return this.#fillScreen(id, signal);
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

  /** What a maximised window is without a window manager that knows of it. */
  async #fillScreen(id: string, signal: AbortSignal): Promise<void> {
    const { root } = this.#client;
    const { width, height } = await this.#client.ask<XGeometry>((raw, done) => raw.GetGeometry(root, done));
    await this.place(id, screenBox(0, 0, width, height), signal);
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
    if (!(await this.#clients.supports('_NET_WM_STATE_MAXIMIZED_VERT'))) return;
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
    await this.#listen(window);
    const type = await this.#client.atom(message);
    this.#client.raw.SendClientMessage(this.#client.root, window, type, 32, data);
  }

  /** Hears what comes of a request. */
  async #listen(window: number): Promise<void> {
    const client = this.#client;
    this.#listening ??= addEvents(client, client.root, eventBits.property | eventBits.substructure);
    await this.#listening;
    await unlessGone(() => addEvents(client, window, eventBits.property | eventBits.structure));
  }

  /** Waits for an effect on a window that may close meanwhile. */
  #effect(
    id: string,
    check: () => Promise<true | undefined>,
    signal: AbortSignal,
  ): Promise<true | undefined> {
    return whenEvents(this.#client, () => this.#unlessVanished(id, check), effectMs, signal);
  }

  async #unlessVanished<T>(id: string, work: () => Promise<T>): Promise<T> {
    const answer = await unlessGone(async () => ({ done: await work() }));
    if (answer === undefined) throw this.#vanished(id);
    return answer.done;
  }
}

function ignored(id: string, what: string, why: string): DeskhandError {
  return new DeskhandError('failed', 'window-manager', `Window ${id} could not be ${what}: ${why}.`, {
    hint: 'Look at the screen. What each window manager can do is told in docs/systems.md.',
  });
}
