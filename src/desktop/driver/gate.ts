/** Why input waits: the run hangs, or a person uses mouse or keyboard. */
export type Closer = 'hang' | 'person';

/** What input passes before it is sent, piece by piece; closed as long as anybody keeps it so. */
export class Gate {
  readonly #closers = new Set<Closer>();
  #open: (() => void) | undefined;
  #waiting: Promise<void> | undefined;

  close(why: Closer): void {
    this.#closers.add(why);
    this.#waiting ??= new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(why: Closer): void {
    this.#closers.delete(why);
    if (this.#closers.size > 0) return;
    this.#open?.();
    this.#waiting = undefined;
  }

  /** Resolves when the gate is open; rejects with the signal's reason when that fires. */
  async passed(signal: AbortSignal): Promise<void> {
    while (this.#waiting !== undefined) {
      signal.throwIfAborted();
      const aborted = new AbortController();
      const stop = new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve(), { once: true, signal: aborted.signal });
      });
      await Promise.race([this.#waiting, stop]);
      aborted.abort();
    }
    signal.throwIfAborted();
  }
}
