import { DeskhandError } from '../../../core/errors.js';
import type { WindowFacts } from '../../../core/frame.js';
import { type ScreenBox, screenBox } from '../../../core/geometry.js';
import type { Windows } from '../../../ports.js';
import type { NutLibrary } from '../nut/library.js';
import { pause } from '../x11/hand/pause.js';

/** What closes the active window: the system's own chord. */
const closeChord = process.platform === 'darwin' ? (['LeftCmd', 'W'] as const) : (['LeftAlt', 'F4'] as const);
/** ms that a window gets to become the active one, and ms between two looks. */
const focusMs = 1000;
const pollMs = 20;
/** Minimised windows of Windows lie at -32000,-32000. */
const parked = -30_000;

/**
 * The windows of Windows and macOS as nut-js tells them: without class and process, and with their frames in
 * their boxes. It can neither close nor maximise, so the first is done by the system's chord on the active
 * window and the second by filling the screen. Unproven.
 */
export class NativeWindows implements Windows {
  readonly #nut: NutLibrary;

  constructor(nut: NutLibrary) {
    this.#nut = nut;
  }

  async list(signal: AbortSignal): Promise<readonly WindowFacts[]> {
    signal.throwIfAborted();
    return this.facts();
  }

  async lock(): Promise<undefined> {
    return undefined;
  }

  visible(signal: AbortSignal): Promise<readonly WindowFacts[]> {
    return this.list(signal);
  }

  /**
   * All windows that show: those without a title are helpers of the system that nobody sees. Topmost first, as
   * both systems tell them.
   */
  async facts(): Promise<WindowFacts[]> {
    const provider = this.#nut.providerRegistry.getWindow();
    const [handles, active] = await Promise.all([provider.getWindows(), provider.getActiveWindow()]);
    const all = await Promise.all(handles.map((handle) => this.#factsOf(handle, handle === active)));
    return all.filter((window) => window !== undefined);
  }

  /** Neither system tells whether an application takes input. */
  awake(): Promise<void> {
    return Promise.resolve();
  }

  async activate(id: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const provider = this.#nut.providerRegistry.getWindow();
    await provider.focusWindow(Number(id));
    const deadline = performance.now() + focusMs;
    while ((await provider.getActiveWindow()) !== Number(id)) {
      if (performance.now() > deadline) throw unchanged(id, 'activated');
      await pause(pollMs, signal);
    }
  }

  /** Presses the chord only once the window is the active one: it must not close another. */
  async close(id: string, signal: AbortSignal): Promise<void> {
    await this.activate(id, signal);
    const { keyboard, Key } = this.#nut;
    await keyboard.type(...closeChord.map((name) => Key[name]));
  }

  async place(id: string, box: ScreenBox, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const provider = this.#nut.providerRegistry.getWindow();
    const { Point, Size } = this.#nut;
    if (!(await provider.moveWindow(Number(id), new Point(box.x, box.y)))) throw unchanged(id, 'moved');
    if (!(await provider.resizeWindow(Number(id), new Size(box.width, box.height))))
      throw unchanged(id, 'resized');
  }

  async maximise(id: string, signal: AbortSignal): Promise<void> {
    const { screen } = this.#nut;
    const [width, height] = await Promise.all([screen.width(), screen.height()]);
    await this.place(id, screenBox(0, 0, width, height), signal);
  }

  /** Undefined for what cannot be seen, and for a window that has gone meanwhile. */
  async #factsOf(handle: number, active: boolean): Promise<WindowFacts | undefined> {
    const provider = this.#nut.providerRegistry.getWindow();
    try {
      const title = await provider.getWindowTitle(handle);
      const { left, top, width, height } = await provider.getWindowRegion(handle);
      if (title.trim() === '' || width <= 0 || height <= 0 || left < parked) return undefined;
      return { id: String(handle), title, class: '', box: screenBox(left, top, width, height), active };
    } catch {
      return undefined;
    }
  }
}

function unchanged(id: string, what: string): DeskhandError {
  return new DeskhandError('failed', 'window-unchanged', `Window ${id} was not ${what}.`, {
    hint: 'A window of a program that runs as administrator, or a full-screen one, lets nobody do that.',
  });
}
