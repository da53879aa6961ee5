import { setTimeout as sleep } from 'node:timers/promises';
import { type ScreenPoint, screenPoint } from '../../../core/geometry.js';
import type { Button, Direction } from '../../../ports.js';
import type { NutLibrary } from './library.js';
import { stepMs, stepsAlong } from './steps.js';

/** What a notch is in the units that the system gets from nut-js: a detent on Windows, px of about a line on macOS. */
const unitsPerNotch: Readonly<Partial<Record<NodeJS.Platform, number>>> = { win32: 120, darwin: 30 };

/** The part of the desktop that the pointer can reach, logical px. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Whoever wants to know of every move that the hand makes, and may forbid it. */
export interface PointerGuard {
  /** Before a move; rejects when it must not be made. */
  before(): Promise<void>;
  /** The pointer is put there now. */
  put(at: Point): void;
}

/**
 * The pointer by nut-js, without its own moves: those busy-wait the event loop, so nothing could stop them.
 * Points are clamped here, because a coordinate beyond 16 bits sends the pointer to 0,0.
 */
export class NutPointer {
  readonly #nut: NutLibrary;
  readonly #bounds: () => Promise<Bounds>;
  readonly #guard: PointerGuard | undefined;

  constructor(nut: NutLibrary, bounds: () => Promise<Bounds>, guard?: PointerGuard) {
    this.#nut = nut;
    this.#bounds = bounds;
    this.#guard = guard;
  }

  /** Puts the pointer at a point at once. */
  async put(at: Point): Promise<void> {
    await this.#guard?.before();
    await this.#set(clamped(at, await this.#bounds()));
  }

  /** Clicks `count` times where the pointer is, fast enough to be one multiple click everywhere. */
  async click(button: Button, count: number, signal: AbortSignal): Promise<void> {
    // macOS counts clicks itself only where it is told of a double one; elsewhere that call sleeps 200 ms.
    const double = process.platform === 'darwin' && count > 1;
    const pressed = this.#button(button);
    if (double) await this.#nut.mouse.doubleClick(pressed);
    for (let i = double ? 2 : 0; i < count; i++) {
      signal.throwIfAborted();
      await this.#nut.mouse.click(pressed);
    }
  }

  /** Where the pointer is. */
  async where(): Promise<ScreenPoint> {
    const { x, y } = await this.#nut.mouse.getPosition();
    return screenPoint(x, y);
  }

  async press(button: Button): Promise<void> {
    await this.#nut.mouse.pressButton(this.#button(button));
  }

  async release(button: Button): Promise<void> {
    await this.#nut.mouse.releaseButton(this.#button(button));
  }

  /**
   * Visits every point of a path in small steps, the last one exactly. Rejects between two steps when the signal fires.
   *
   * @param before is told of every step before it is made; a rejection ends the walk
   */
  async walk(
    path: readonly Point[],
    durationMs: number | undefined,
    signal: AbortSignal,
    before?: (step: ScreenPoint) => Promise<void>,
  ): Promise<void> {
    const bounds = await this.#bounds();
    const steps = stepsAlong(
      path.map((point) => clamped(point, bounds)),
      durationMs,
    );
    const begin = performance.now();
    const pace = durationMs === undefined ? 0 : durationMs / Math.max(1, steps.length - 1);
    for (const [i, step] of steps.entries()) {
      signal.throwIfAborted();
      await before?.(screenPoint(step.x, step.y));
      await this.#set(step);
      const ahead = begin + i * pace - performance.now();
      // Without a duration too, the event loop gets a turn at each step: a stop must be able to come in.
      await sleep(ahead > stepMs / 4 ? ahead : 0);
    }
    signal.throwIfAborted();
  }

  /** Turns the wheel one notch. */
  async notch(direction: Direction): Promise<void> {
    const { mouse } = this.#nut;
    const units = unitsPerNotch[process.platform] ?? 1;
    const turn = {
      up: () => mouse.scrollUp(units),
      down: () => mouse.scrollDown(units),
      left: () => mouse.scrollLeft(units),
      right: () => mouse.scrollRight(units),
    };
    await turn[direction]();
  }

  async #set(point: Point): Promise<void> {
    this.#guard?.put(point);
    await this.#nut.mouse.setPosition(new this.#nut.Point(point.x, point.y));
  }

  #button(button: Button): number {
    const { Button: nutButton } = this.#nut;
    return { left: nutButton.LEFT, middle: nutButton.MIDDLE, right: nutButton.RIGHT }[button];
  }
}

/** The nearest whole px inside the bounds. */
export function clamped(point: Point, bounds: Bounds): Point {
  const within = (value: number, from: number, size: number): number =>
    Math.min(Math.max(Math.round(value), from), from + size - 1);
  return { x: within(point.x, bounds.x, bounds.width), y: within(point.y, bounds.y, bounds.height) };
}
