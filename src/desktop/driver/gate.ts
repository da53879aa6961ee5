/** What input passes before it is sent, piece by piece: closed while the run hangs. */
export class Gate {
  #open: (() => void) | undefined;
  #waiting: Promise<void> | undefined;

  close(): void {
    this.#waiting ??= new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
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
