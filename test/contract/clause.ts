import type { FrameBox } from '../../src/core/geometry.js';
import type { OpenDesktop } from '../../src/desktop/open-desktop.js';
import type { Look } from '../../src/ports.js';
import type { TextReader } from '../../src/sight/text/reader.js';
import type { Editor } from './editor.js';

/** What a clause has to try itself on. */
export interface Stage {
  readonly desktop: OpenDesktop;
  readonly editor: Editor;
  readonly reader: TextReader;
  readonly signal: AbortSignal;
  /** Whether this way of driving a desktop can tell its windows. */
  readonly tellsWindows: boolean;
}

/** One promise of a port, and how it is proven. Answers what was seen; throws when the promise is broken. */
export interface Clause {
  readonly port: string;
  readonly says: string;
  prove(stage: Stage): Promise<string>;
}

export interface Result {
  readonly port: string;
  readonly says: string;
  readonly result: 'ok' | 'failed' | 'not offered';
  readonly detail: string;
  readonly ms: number;
}

/** Thrown by a clause that this way of driving a desktop does not promise. */
export class NotOffered extends Error {
  override readonly name = 'NotOffered';
}

/** Throws with the words unless the condition holds. */
export function must(condition: boolean, words: string): asserts condition {
  if (!condition) throw new Error(words);
}

/** Tries until the value is there or `withinMs` are over; the answer is the last one. */
export async function until<Value>(
  value: () => Promise<Value>,
  good: (value: Value) => boolean,
  withinMs = 15_000,
): Promise<Value> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const now = await value();
    if (good(now) || performance.now() > deadline) return now;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What stands on the screen now. */
export async function readScreen(
  { desktop, reader, signal }: Stage,
  look?: Look,
): Promise<{ look: Look; lines: { text: string; box: FrameBox }[] }> {
  const taken = look ?? (await desktop.screen.look('key', signal));
  const lines = await reader.read({ key: `${desktop.driverPid}-${taken.key}`, png: taken.png }, { signal });
  return { look: taken, lines };
}
