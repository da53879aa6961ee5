import { quoted } from '../actions/parts.js';
import type { Typed } from '../core/check.js';
import { DeskhandError, messageOf } from '../core/errors.js';
import type { FrameBox } from '../core/geometry.js';
import type { View } from '../ports.js';
import { readsAs, readsMostOf } from '../sight/typed/compare.js';
import { readChanged } from '../sight/typed/read.js';
import type { RunPorts } from './run-ports.js';
import type { TypedAct } from './typed.js';

/** How long the end of a run may read, ms. */
const GRACE_MS = 4000;

/**
 * Reads where the screen changed after a text was typed and writes down how much of the text is seen there. It
 * is done once the run has nothing else to do: nothing depends on it, and beside an act it would slow that down.
 */
export class ReadBacks {
  readonly #ports: RunPorts;
  readonly #waiting: ((signal: AbortSignal) => Promise<void>)[] = [];

  constructor(ports: RunPorts) {
    this.#ports = ports;
  }

  /** Keeps for later to read the changed `boxes` of the frame after the act. `ms`: how long the run has waited for it. */
  begin(typed: TypedAct, view: View, boxes: readonly FrameBox[], ms: number): void {
    this.#waiting.push((signal) => this.#tell(typed, view, boxes, ms, signal));
  }

  /** Whether most of a text can be read at once where the screen changed. */
  async isRead(text: string, view: View, boxes: readonly FrameBox[], signal: AbortSignal): Promise<boolean> {
    try {
      return readsMostOf(text, await readChanged({ eyes: this.#ports.eyes, view, text }, boxes, signal));
    } catch (error) {
      signal.throwIfAborted();
      await this.#ports.journal.line({
        type: 'note',
        text: `The typed text could not be looked for: ${messageOf(error)}`,
      });
      return false;
    }
  }

  /** Reads what there is time for, in order; afterwards nothing is written any more. */
  async finish(): Promise<void> {
    const over = AbortSignal.timeout(GRACE_MS);
    for (const read of this.#waiting.splice(0)) if (!over.aborted) await read(over);
  }

  async #tell(
    typed: TypedAct,
    view: View,
    boxes: readonly FrameBox[],
    ms: number,
    signal: AbortSignal,
  ): Promise<void> {
    const found = await this.#read(typed, view, boxes, signal).catch((error: unknown) => {
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
    signal: AbortSignal,
  ): Promise<{ typed: Typed; detail: string }> {
    // A secret is never read back.
    if (text === undefined) return { typed: 'changed', detail: 'the screen changed' };
    const lines = await readChanged({ eyes: this.#ports.eyes, view, text }, boxes, signal);
    const read = lines.map((line) => line.map((word) => word.text).join(' ')).join(' ');
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
