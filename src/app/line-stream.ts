import type { RecordingLine } from '../core/events.js';

/** The lines of a recording as they are written. Each who iterates gets all of them, from the first on. */
export class LineStream implements AsyncIterable<RecordingLine> {
  readonly #lines: RecordingLine[] = [];
  #isOver = false;
  /** Wake those who wait for the next line. */
  readonly #waiting = new Set<() => void>();

  add(line: RecordingLine): void {
    this.#lines.push(line);
    this.#wake();
  }

  /** No line follows: every iteration ends after the last one. */
  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RecordingLine, void, undefined> {
    for (let next = 0; ; next += 1) {
      while (next >= this.#lines.length && !this.#isOver)
        await new Promise<void>((resolve) => this.#waiting.add(resolve));
      const line = this.#lines[next];
      if (line === undefined) return;
      yield line;
    }
  }

  #wake(): void {
    const woken = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of woken) wake();
  }
}
