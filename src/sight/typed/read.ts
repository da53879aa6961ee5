import { type FrameBox, frameBox, grow, overlaps } from '../../core/geometry.js';
import type { Eyes, TextLine, View } from '../../ports.js';
import type { ReadLine } from './compare.js';
import { placesToRead } from './places.js';

/** Pixels that a letter may be drawn beyond what changed of it. */
const SLACK = 2;
/** How far behind the last letter its caret may stand, px; bars before the first one are the border of the field. */
const BEHIND = 8;
/** Letters that look like a caret. */
const BARS = /[|¦│┃]/u;

/** A typed text, and the frame on which it is looked for. */
interface Sought {
  readonly eyes: Eyes;
  readonly view: View;
  readonly text: string;
}

/**
 * Reads where the screen changed after a text was typed. Carets are left out, unless the text has letters that look
 * like one.
 *
 * @param boxes what changed, frame px
 */
export async function readChanged(
  { eyes, view, text }: Sought,
  boxes: readonly FrameBox[],
  signal: AbortSignal,
): Promise<ReadLine[]> {
  const noCaretIn = BARS.test(text) ? [] : boxes.map(withCaretBehind);
  const lines: ReadLine[] = [];
  for (const place of placesToRead(boxes, view.frame.size)) {
    const read = await eyes.read(view, place, signal, { noCaretIn });
    lines.push(...read.map((line) => wordsOf(line, boxes)).filter(hasChanged));
  }
  return lines;
}

function withCaretBehind({ x, y, width, height }: FrameBox): FrameBox {
  return frameBox(x, y, width + BEHIND, height);
}

function wordsOf({ words }: TextLine, boxes: readonly FrameBox[]): ReadLine {
  return words.map(({ text, box }) => ({
    text,
    changed: boxes.some((changed) => overlaps(grow(changed, SLACK), box)),
  }));
}

function hasChanged(line: ReadLine): boolean {
  return line.some(({ changed }) => changed);
}
