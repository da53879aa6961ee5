import { encloses, type FrameBox, union } from '../../../core/geometry.js';
import type { TileChange } from '../pixels/difference.js';
import type { LastInput } from './inputs.js';
import type { Sample } from './present.js';
import { isTiny } from './shapes.js';

/** Changes are counted once per stretch of this many ms. */
const stretchMs = 300;
/** A tile is noise when it changed in this many of the last 16 stretches; large things are watched for longer. */
const needed = { tiny: 3, large: 6 };
const remembered = 16;
/** What has not changed for this many ms has come to rest: it is no noise any more. Carets and clocks are quicker. */
const restMs = 1200;
/** For this many ms after an input, what changes near it is its effect, not noise. */
const effectMs = 500;
/** How far from the pointer the effect of a pointer input is looked for, px. */
const effectReach = 320;

interface Restless {
  /** One bit per stretch, the lowest is `stretch`. */
  seen: number;
  stretch: number;
  /** When it changed last, monotonic ms. */
  changedAt: number;
  /** Around everything that changed in the counted stretches, frame px. */
  box: FrameBox;
}

/**
 * Learns which places change by themselves: carets, clocks, spinners, video. A place is noise when it
 * changed in several stretches of time without input nearby, and only while it goes on: what came to rest is
 * a change like any other.
 */
export class Noise {
  readonly #tiles = new Map<number, Restless>();
  readonly #columns: number;
  readonly #input: () => LastInput;

  /**
   * @param columns tiles in a row of the picture
   * @param input the last input, its point in frame px of the same view
   */
  constructor(columns: number, input: () => LastInput) {
    this.#columns = columns;
    this.#input = input;
  }

  /** Learns from one sample. */
  observe(sample: Sample): void {
    for (const change of sample.changes) {
      const known = this.covers(change, sample.at, 'any');
      if (!known && this.#isEffect(change.box, sample.at)) this.#tiles.delete(change.tile);
      else this.#count(change, sample.at);
    }
  }

  /**
   * Whether the whole change lies where the screen changes by itself. `tiny` asks for places of at most one
   * tile and 40 rows, such as a caret or a spinner, and not for a part of a larger moving thing.
   */
  covers(change: TileChange, at: number, kind: 'any' | 'tiny'): boolean {
    const known = this.#known(change.tile, at);
    if (known === undefined || !encloses(known.box, change.box)) return false;
    return kind === 'any' || (isTiny(known.box) && this.#isAlone(change.tile, at));
  }

  /** A tiny thing lies in one tile, or across the border of two. */
  #isAlone(tile: number, at: number): boolean {
    const row = this.#columns;
    const around = [-row - 1, -row, -row + 1, -1, 1, row - 1, row, row + 1];
    return around.filter((step) => this.#known(tile + step, at) !== undefined).length <= 1;
  }

  #known(tile: number, at: number): Restless | undefined {
    const restless = this.#tiles.get(tile);
    if (restless === undefined) return undefined;
    shiftTo(restless, at);
    if (at - restless.changedAt > restMs) return undefined;
    return bitsOf(restless.seen) >= (isTiny(restless.box) ? needed.tiny : needed.large)
      ? restless
      : undefined;
  }

  #isEffect(box: FrameBox, at: number): boolean {
    const { at: inputAt, point } = this.#input();
    if (at - inputAt > effectMs) return false;
    if (point === undefined) return true;
    const dx = Math.max(box.x - point.x, 0, point.x - (box.x + box.width));
    const dy = Math.max(box.y - point.y, 0, point.y - (box.y + box.height));
    return Math.max(dx, dy) <= effectReach;
  }

  #count(change: TileChange, at: number): void {
    const restless = this.#tiles.get(change.tile);
    if (restless !== undefined) shiftTo(restless, at);
    if (restless === undefined || restless.seen === 0) {
      const stretch = Math.floor(at / stretchMs);
      this.#tiles.set(change.tile, { seen: 1, stretch, changedAt: at, box: change.box });
      return;
    }
    restless.seen |= 1;
    restless.changedAt = at;
    restless.box = union(restless.box, change.box);
  }
}

function shiftTo(restless: Restless, at: number): void {
  const stretch = Math.floor(at / stretchMs);
  const passed = stretch - restless.stretch;
  if (passed <= 0) return;
  restless.stretch = stretch;
  restless.seen = passed >= remembered ? 0 : (restless.seen << passed) & ((1 << remembered) - 1);
}

function bitsOf(value: number): number {
  let bits = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) bits++;
  return bits;
}
