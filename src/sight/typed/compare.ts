import type { Typed } from '../../core/check.js';
import { foldText } from '../label/fold.js';

/** A run of equal letters counts as a part of the text from this share of the shorter side on. */
const PART = 0.6;
/** And from this length on, letters. */
const LEAST = 3;
/** Longer texts are searched for by their last letters: that is where the screen has scrolled to. */
const MOST = 300;

/**
 * How much of a typed text the lines that were read hold. Compared as labels are: spaces, accents and letters
 * that readers confuse do not count. Lines and cells of the text may stand in any order.
 */
export function readsAs(text: string, lines: readonly string[]): Exclude<Typed, 'nothing'> {
  const read = shape(lines.join(' '));
  const pieces = text
    .split(/[\n\t]/u)
    .map(shape)
    .filter((piece) => piece !== '');
  if (read === '' || pieces.length === 0) return 'changed';
  if (pieces.every((piece) => read.includes(piece))) return 'exact';
  if (pieces.some((piece) => piece.length >= LEAST && read.includes(piece))) return 'partly';
  const typed = pieces.join('').slice(-MOST);
  const least = Math.max(LEAST, PART * Math.min(typed.length, read.length));
  return longestRun(typed, read) >= least ? 'partly' : 'changed';
}

function shape(text: string): string {
  return foldText(text, 'shape', false);
}

/** Length of the longest run of letters that both texts hold. */
function longestRun(a: string, b: string): number {
  let longest = 0;
  let above = new Uint16Array(b.length + 1);
  for (const letter of a) {
    const row = new Uint16Array(b.length + 1);
    for (let at = 0; at < b.length; at++) {
      if (b[at] !== letter) continue;
      const length = (above[at] ?? 0) + 1;
      row[at + 1] = length;
      if (length > longest) longest = length;
    }
    above = row;
  }
  return longest;
}
