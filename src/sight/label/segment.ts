import { type FrameBox, frameBox } from '../../core/geometry.js';
import type { TextLine } from '../../ports.js';

export type Word = TextLine['words'][number];

/** A run of words that stand together: a line of text may hold several, such as the names of a menu bar. */
export interface Label {
  readonly words: readonly Word[];
  readonly box: FrameBox;
  /** The line it was read in. */
  readonly line: TextLine;
}

/** Words further apart than this share of the line's height belong to different labels. */
const GAP = 0.75;

/** Splits a line at its wide gaps. */
export function labelsOf(line: TextLine): Label[] {
  const words = wordsOf(line);
  const labels: Label[] = [];
  let from = 0;
  for (let i = 1; i <= words.length; i++) {
    const before = words[i - 1];
    const next = words[i];
    const gap = before && next ? next.box.x - (before.box.x + before.box.width) : Number.POSITIVE_INFINITY;
    if (gap <= GAP * line.box.height) continue;
    labels.push(labelOf(words.slice(from, i), line));
    from = i;
  }
  return labels;
}

/** The whole line as one label. */
export function wholeLine(line: TextLine): Label {
  return labelOf(wordsOf(line), line);
}

/** The smallest box around the boxes; an empty box for none. */
export function hull(boxes: readonly FrameBox[]): FrameBox {
  if (boxes.length === 0) return frameBox(0, 0, 0, 0);
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return frameBox(x, y, right - x, bottom - y);
}

function labelOf(words: readonly Word[], line: TextLine): Label {
  return { words, box: hull(words.map((word) => word.box)), line };
}

/** A reader that tells no words gives the line as one. */
function wordsOf(line: TextLine): readonly Word[] {
  const words = line.words.filter((word) => word.text.trim() !== '');
  return words.length > 0 ? words : [{ text: line.text, box: line.box, score: line.score }];
}
