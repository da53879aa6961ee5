import { quoted } from '../actions/parts.js';
import type { Typed } from '../core/check.js';
import { DeskhandError, messageOf } from '../core/errors.js';
import type { FrameBox } from '../core/geometry.js';
import type { View } from '../ports.js';
import { readsAs } from '../sight/typed/compare.js';
import { placesToRead } from '../sight/typed/places.js';
import type { RunPorts } from './run-ports.js';
import type { TypedAct } from './typed.js';

/** How long the end of a run waits for what is still being read, ms. */
const GRACE_MS = 2000;

/**
 * Reads where the screen changed after a text was typed and writes down how much of the text is seen there. It
 * runs beside the next decision: nothing depends on it, since a reader of pixels may be wrong.
 */
export class ReadBacks {
  readonly #ports: RunPorts;
  readonly #over = new AbortController();
  readonly #open = new Set<Promise<void>>();

  constructor(ports: RunPorts) {
    this.#ports = ports;
  }

  /** Begins to read the changed `boxes` of the frame after the act. `ms`: how long the run has waited for it. */
  begin(typed: TypedAct, view: View, boxes: readonly FrameBox[], ms: number): void {
    const reading = this.#tell(typed, view, boxes, ms)
      // A line that cannot be written keeps the next intent from being written, which ends the run.
      .catch(() => undefined)
      .finally(() => this.#open.delete(reading));
    this.#open.add(reading);
  }

  /** Waits a moment for what is being read; afterwards nothing is written any more. */
  async finish(): Promise<void> {
    if (this.#open.size > 0) {
      const timer = new AbortController();
      const grace = this.#ports.clock.sleep(GRACE_MS, timer.signal).catch(() => undefined);
      await Promise.race([Promise.all(this.#open), grace]);
      timer.abort();
    }
    this.#over.abort();
  }

  async #tell(typed: TypedAct, view: View, boxes: readonly FrameBox[], ms: number): Promise<void> {
    const { signal } = this.#over;
    const found = await this.#read(typed, view, boxes).catch((error: unknown) => {
      const problem = error instanceof DeskhandError ? error.message : messageOf(error);
      return { typed: 'changed' as const, detail: `the screen changed; reading it failed: ${problem}` };
    });
    if (signal.aborted) return;
    await this.#ports.journal.line({
      type: 'check',
      act: typed.act,
      check: { changed: true },
      result: 'holds',
      ...found,
      frame: view.frame.id,
      ms,
    });
  }

  async #read(
    { text }: TypedAct,
    view: View,
    boxes: readonly FrameBox[],
  ): Promise<{ typed: Typed; detail: string }> {
    // A secret is never read back.
    if (text === undefined) return { typed: 'changed', detail: 'the screen changed' };
    const lines: string[] = [];
    for (const box of placesToRead(boxes, view.frame.size)) {
      const read = await this.#ports.eyes.read(view, box, this.#over.signal);
      lines.push(...read.map((line) => line.text));
    }
    const read = lines.join(' ');
    switch (readsAs(text, lines)) {
      case 'exact':
        return { typed: 'exact', detail: `the text was read back: ${quoted(read)}` };
      case 'partly':
        return { typed: 'partly', detail: `a part of the text was read back: ${quoted(read)}` };
      case 'changed':
        return { typed: 'changed', detail: `the screen changed; ${otherWords(read)}` };
    }
  }
}

function otherWords(read: string): string {
  return read === '' ? 'no text was read there' : `${quoted(read)} was read there`;
}
