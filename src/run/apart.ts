import { readAction } from '../actions/index.js';
import type { Clock } from '../ports.js';
import type { ActInput } from './contract.js';

/** Clicks of one button that are further apart than this are no double click in any toolkit of note, ms. */
const DOUBLE_MS = 550;
/** Nor are clicks that are further from each other than this, logical px. */
const NEAR = 10;

interface Clicked {
  readonly x: number;
  readonly y: number;
  readonly button: unknown;
  readonly at: number;
}

/**
 * Keeps a click from becoming a part of the one before it on the same spot: two steps that click are two clicks, and
 * a double click after a click is no triple one, which trees and lists take for a single click.
 */
export class Apart {
  readonly #clock: Clock;
  #last: Clicked | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits until a click that is about to be made stands alone. */
  async wait(input: ActInput, signal: AbortSignal): Promise<void> {
    const last = this.#last;
    const now = clickOf(input);
    if (last === undefined || now === undefined || now.button !== last.button) return;
    const near = NEAR * input.view.frame.scale;
    if (Math.hypot(now.x - last.x, now.y - last.y) > near) return;
    const left = last.at + DOUBLE_MS - this.#clock.now();
    if (left > 0) await this.#clock.sleep(left, signal);
  }

  /** To be told of every act that was done. */
  acted(input: ActInput): void {
    const click = clickOf(input);
    if (click !== undefined) this.#last = { ...click, at: this.#clock.now() };
  }
}

function clickOf({ decision: { action } }: ActInput): Omit<Clicked, 'at'> | undefined {
  const read = action.name === 'click' ? readAction(action) : undefined;
  if (!read?.ok) return undefined;
  const [point] = read.deed.traits(read.input).points;
  return point && { x: point.x, y: point.y, button: read.input.button };
}
