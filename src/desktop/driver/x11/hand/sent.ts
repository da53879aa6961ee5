/** What was pressed: a keycode or a physical button. */
export type Pressed = `${'key' | 'button'} ${number}`;

/** ms after which a press that the server never told of was dropped by it, as one of a key that is down already is. */
const DROPPED_MS = 30_000;

/**
 * The presses that our own hand has sent by XTEST and that the server has not told of yet. Other programs send by XTEST
 * too, so presses are counted: each one told of that is not one of ours is somebody else's.
 */
export class SentPresses {
  readonly #now: () => number;
  readonly #waiting = new Map<Pressed, number[]>();

  /** @param now ms of a clock that only goes forward */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** To be called before a press is sent. */
  add(what: Pressed): void {
    this.#fresh(what).push(this.#now());
  }

  /** Whether a press that the server tells of is one of ours; it is counted once. */
  take(what: Pressed): boolean {
    return this.#fresh(what).shift() !== undefined;
  }

  /** When those were sent that the server may still tell of, the oldest first. */
  #fresh(what: Pressed): number[] {
    const waiting = this.#waiting.get(what) ?? [];
    this.#waiting.set(what, waiting);
    const since = this.#now() - DROPPED_MS;
    while ((waiting[0] ?? since) < since) waiting.shift();
    return waiting;
  }
}
