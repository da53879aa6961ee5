import { DeskhandError } from '../../../core/errors.js';
import type { WindowFacts } from '../../../core/frame.js';
import type { FrameBox, ScreenBox, ScreenPoint } from '../../../core/geometry.js';
import type { Change, Look, Patience, Screen } from '../../../ports.js';
import type { View } from '../capture/capture.js';
import type { Inputs } from '../settle/inputs.js';
import { type Settled, settle } from '../settle/settle.js';
import { pace } from '../settle/watch.js';
import { answering } from './answering.js';
import { changeSince, resized, within } from './change.js';
import { type Eye, openEye, type Source } from './eye.js';
import { KeptFrames } from './kept.js';
import { Lasting, nextOf } from './next.js';
import { windowsCameOrWent } from './window-change.js';

/** The windows of a display at one moment. */
export interface ShownWindows {
  /** Those that show, topmost first. */
  readonly visible: readonly WindowFacts[];
  /** Those of which nothing can be on the screen, each with the reason. */
  readonly hidden: readonly WindowFacts[];
  /** Where tips of tools stand, which are no windows to act in. */
  readonly tips?: readonly ScreenBox[];
}

/** What the screen needs besides pixels. */
export interface Surroundings {
  readonly display: string;
  readonly inputs: Inputs;
  /** Opens the display's pixels at its present size. */
  open(): Promise<Source>;
  /** Size and place of the view as it is now. */
  view(): Promise<View>;
  /** Windows that show, topmost first, and those that are open and hidden. */
  windows(): Promise<ShownWindows>;
  pointer(): Promise<ScreenPoint | undefined>;
}

/** How many frames are kept, and in how much memory. */
export interface KeepLimits {
  readonly frames: number;
  readonly bytes: number;
  readonly firstKey: number;
}

/** While calm is waited for, the windows are read again when they are older than this, ms. */
const windowsAgeMs = 80;

/** What the options say, or twelve frames in 192 MiB: a frame costs as much as what changed since the one before. */
export function defaultLimits(options: { keep?: number; keepBytes?: number; firstKey?: number }): KeepLimits {
  return {
    frames: options.keep ?? 12,
    bytes: options.keepBytes ?? 192 * 2 ** 20,
    firstKey: options.firstKey ?? 1,
  };
}

/** The eyes of the driver: looks at one display, keeps the last frames, and watches on. */
export class DriverScreen implements Screen {
  readonly #world: Surroundings;
  readonly #kept: KeptFrames;
  readonly #limits: KeepLimits;
  #eye: Promise<Eye> | undefined;
  /** Undefined until they were read. */
  #windows: readonly WindowFacts[] | undefined;
  #windowsReadAt = Number.NEGATIVE_INFINITY;

  constructor(world: Surroundings, limits: KeepLimits) {
    this.#world = world;
    this.#limits = limits;
    this.#kept = new KeptFrames(limits);
  }

  /** Opens the display's pixels and begins to watch; answers what was opened. */
  open(): Promise<Eye> {
    this.#eye ??= this.#open();
    return this.#eye;
  }

  /** To be called when the display or a monitor may have another size or place. */
  async recheck(): Promise<void> {
    const eye = await this.#eye;
    if (eye === undefined) return;
    const view = await this.#world.view().catch(() => undefined);
    // A view that cannot be told is told as an error by the next look.
    if (view === undefined || !sameView(view, eye.view)) await this.close();
  }

  /** Closes the display's pixels; they are opened anew when they are needed. */
  async close(): Promise<void> {
    const old = this.#eye;
    this.#eye = undefined;
    await (await old)?.close();
  }

  async look(patience: Patience, signal: AbortSignal): Promise<Look> {
    signal.throwIfAborted();
    return this.#whileSizeHolds(async (eye) => {
      const { settled, captureMs, shown, pointer } = await this.#calmCapture(eye, patience, signal);
      const frame = this.#kept.keep(eye, shown.visible);
      const encodeFrom = performance.now();
      const png = await eye.encoder.whole(frame.picture);
      const encodeMs = performance.now() - encodeFrom;
      eye.watch.verify();
      const { size, scale, origin } = eye.view;
      return {
        key: frame.key,
        png,
        size,
        scale,
        origin,
        display: this.#world.display,
        ...(pointer === undefined ? {} : { pointer }),
        windows: shown.visible,
        ...(shown.hidden.length === 0 ? {} : { hiddenWindows: shown.hidden }),
        ...((shown.tips ?? []).length === 0 ? {} : { tips: shown.tips }),
        calm: settled.calm,
        settleMs: settled.ms,
        captureMs,
        encodeMs,
      };
    });
  }

  async compare(key: number, area: FrameBox | undefined, signal: AbortSignal): Promise<Change> {
    signal.throwIfAborted();
    const frame = this.#kept.get(key);
    const inside = area === undefined ? undefined : within(frame, area);
    return this.#whileSizeHolds(async (eye) => {
      if (frame.eye !== eye) return resized(frame, eye);
      const fresh = inside === undefined ? eye.watch.current() : eye.present.refresh(inside);
      const [{ visible }] = await Promise.all([this.#readWindows(), fresh]);
      return changeSince(frame, inside, visible, (boxes) => [...boxes]);
    });
  }

  async nextChange(
    key: number,
    options: { area?: FrameBox; share?: number; withinMs: number },
    signal: AbortSignal,
  ): Promise<Change | undefined> {
    signal.throwIfAborted();
    const frame = this.#kept.get(key);
    const inside = options.area === undefined ? undefined : within(frame, options.area);
    const until = performance.now() + options.withinMs;
    const lasting = new Lasting();
    return this.#whileSizeHolds(async (eye) => {
      if (frame.eye !== eye) return resized(frame, eye);
      const enough = eye.watch.want(pace.change);
      try {
        await eye.watch.current();
        const matters = async (): Promise<Change | undefined> => {
          const { visible: windows } = await this.#readWindows();
          const change = changeSince(frame, inside, windows, (boxes) =>
            lasting.filter(boxes, performance.now()),
          );
          const large = !change.same && change.share >= (options.share ?? 0);
          return large || windowsCameOrWent(frame.windows, windows) ? change : undefined;
        };
        return await nextOf(eye.present, until, signal, async () => {
          if ((await matters()) === undefined) return undefined;
          // A part of the display that was fetched for another reason may show the beginning of the change only.
          await eye.watch.current();
          return matters();
        });
      } finally {
        enough();
      }
    });
  }

  async crop(key: number, box: FrameBox, signal: AbortSignal): Promise<Uint8Array> {
    signal.throwIfAborted();
    const frame = this.#kept.get(key);
    return frame.eye.encoder.part(frame.picture, within(frame, box));
  }

  async #open(): Promise<Eye> {
    const source = await this.#world.open();
    return openEye(source, this.#world.inputs, {
      keepBytes: this.#limits.bytes,
      pids: () => this.#answering(),
      empty: () => this.#windows?.length === 0,
      // Whoever asks for a picture next meets the same error; with nobody asking there is nobody to tell.
      failed: () => undefined,
    });
  }

  async #calmCapture(
    eye: Eye,
    patience: Patience,
    signal: AbortSignal,
  ): Promise<{
    settled: Settled;
    captureMs: number;
    shown: ShownWindows;
    pointer: ScreenPoint | undefined;
  }> {
    const started = performance.now();
    let settled: Settled = { calm: true, ms: 0 };
    for (;;) {
      if (patience !== 'none') {
        const prepare = (): void => eye.encoder.prepare(eye.present.picture);
        settled = await settle(eye, patience, started, prepare, signal);
      }
      const lastUnrest = eye.unrest.lastAt;
      const [captureMs, shown, pointer] = await Promise.all([
        eye.watch.current(),
        this.#readWindows(),
        this.#world.pointer(),
      ]);
      signal.throwIfAborted();
      // The capture itself may show that the calm was over.
      if (patience === 'none' || !settled.calm || eye.unrest.lastAt === lastUnrest)
        return { settled, captureMs, shown, pointer };
    }
  }

  async #readWindows(): Promise<ShownWindows> {
    this.#windowsReadAt = performance.now();
    const shown = await this.#world.windows();
    this.#windows = shown.visible;
    return shown;
  }

  /** The processes that may answer an input, with windows that opened while calm is waited for. */
  #answering(): number[] {
    if (performance.now() - this.#windowsReadAt > windowsAgeMs) {
      // The look itself reads the windows again and meets the error.
      this.#readWindows().catch(() => undefined);
    }
    return answering(this.#windows ?? [], this.#world.inputs.last.point);
  }

  /** Runs the work again when the display changed its size meanwhile. */
  async #whileSizeHolds<Result>(work: (eye: Eye) => Promise<Result>): Promise<Result> {
    for (let left = 5; ; left--) {
      const eye = await this.open();
      try {
        return await work(eye);
      } catch (error) {
        if (!isViewChange(error) || left === 0) throw error;
        if ((await this.#eye) === eye) await this.close();
      }
    }
  }
}

function sameView(a: View, b: View): boolean {
  return (
    a.size.width === b.size.width &&
    a.size.height === b.size.height &&
    a.origin.x === b.origin.x &&
    a.origin.y === b.origin.y
  );
}

function isViewChange(error: unknown): boolean {
  return error instanceof DeskhandError && error.code === 'view-changed';
}
