import { setTimeout as sleep } from 'node:timers/promises';

/** In the shared number: how many pieces of native work are under way, or that none may begin any more. */
const ENDING = -1;

/** ms between two looks at whether the native work is over. */
const LOOK_MS = 5;

/**
 * Keeps a thread from being ended in the middle of native work: the runtime of the networks aborts the whole process
 * then. Both threads make one over the same memory.
 */
export class NativeWork {
  readonly #state: Int32Array;

  /** @param shared four bytes that both threads see, zero at first */
  constructor(shared = new SharedArrayBuffer(4)) {
    this.#state = new Int32Array(shared);
  }

  get shared(): SharedArrayBuffer {
    return this.#state.buffer as SharedArrayBuffer;
  }

  /** Does the work; never begins once the thread is to end, which waits here for its end. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#enter();
    try {
      return await work();
    } finally {
      Atomics.sub(this.#state, 0, 1);
      Atomics.notify(this.#state, 0);
    }
  }

  #enter(): void {
    for (;;) {
      const under = Atomics.load(this.#state, 0);
      if (under === ENDING) Atomics.wait(this.#state, 0, ENDING);
      else if (Atomics.compareExchange(this.#state, 0, under, under + 1) === under) return;
    }
  }

  /** For the other thread: resolves when nothing is under way, after `limitMs` at the latest; nothing begins after it. */
  async over(limitMs: number): Promise<void> {
    const limit = performance.now() + limitMs;
    while (this.#end() && performance.now() < limit) await sleep(LOOK_MS);
  }

  /** The same at the end of the process, when nothing can be waited for but by standing still. */
  standStill(limitMs: number): void {
    const limit = performance.now() + limitMs;
    for (let left = limitMs; this.#end() && left > 0; left = limit - performance.now())
      Atomics.wait(this.#state, 0, Atomics.load(this.#state, 0), left);
  }

  /** Whether work is still under way; if none is, none begins any more. */
  #end(): boolean {
    return Atomics.compareExchange(this.#state, 0, 0, ENDING) > 0;
  }
}
