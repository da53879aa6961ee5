import type { ScreenPoint } from '../../../core/geometry.js';

/** When and where the hand last did something. */
export interface LastInput {
  /** Monotonic ms, when it began; -Infinity before the first input. */
  readonly begunAt: number;
  /** Monotonic ms, when the last event was sent, as far as is known. */
  readonly at: number;
  /** Where the pointer acted; undefined for keys, which may act anywhere. */
  readonly point: ScreenPoint | undefined;
}

/** Remembers the last input, for everybody who wants to tell its effects from what moves by itself. */
export class Inputs {
  #last: LastInput = {
    begunAt: Number.NEGATIVE_INFINITY,
    at: Number.NEGATIVE_INFINITY,
    point: undefined,
  };
  readonly #listeners = new Set<() => void>();

  get last(): LastInput {
    return this.#last;
  }

  /** To be called before the first event of an input is sent. Answers what to call after the last. */
  begin(point: ScreenPoint | undefined): () => void {
    const begunAt = performance.now();
    this.#last = { begunAt, at: begunAt, point };
    for (const listener of this.#listeners) listener();
    return () => {
      this.#last = { begunAt, at: performance.now(), point };
    };
  }

  /** Calls the listener at the beginning of every input; answers how to stop. */
  onInput(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
