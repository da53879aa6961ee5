import type { FrameBox } from '../../core/geometry.js';
import { fold } from './match.js';

/**
 * Widths of characters as a share of the height of their detected box, of which the letters take about two thirds.
 * Fitted to the labelled screens (bench/reading.ts): of 641 labels 98 % are between 0.7 and 1.5 times as wide.
 */
const NARROW = /[\siljtfrI1.,:;!|'()[\]/\\-]/;
const WIDE = /[mwMWQOGD@%&]/;
const NARROW_WIDTH = 0.27;
const WIDE_WIDTH = 0.62;
const USUAL_WIDTH = 0.43;
const EAST_ASIAN_WIDTH = 0.8;
/** Empty px left and right of a box, as a share of its height. */
const SIDES = 0.35;
/** A box narrower than this share of the expected width cannot hold the text in any font. */
const LEAST = 0.4;

/**
 * How badly the shape of a box fits a text: |ln(width / expected width)|, so 0 is a perfect fit; infinite when the box
 * is too narrow for the text. Wider boxes only fit badly: the text may be a part of a longer line.
 */
export function misfit(box: FrameBox, text: string): number {
  const share = box.width / box.height / (expectedWidth(text) + SIDES);
  return share < LEAST ? Number.POSITIVE_INFINITY : Math.abs(Math.log(share));
}

/** Whether two boxes could hold the same text in the same font at any size. */
export function alike(a: FrameBox, b: FrameBox): boolean {
  return Math.abs(Math.log(a.width / a.height / (b.width / b.height))) < 0.18;
}

function expectedWidth(text: string): number {
  return [...text.trim()].reduce((sum, char) => sum + widthOf(char), 0);
}

function widthOf(char: string): number {
  if ((char.codePointAt(0) ?? 0) > 0x2e80) return EAST_ASIAN_WIDTH;
  if (NARROW.test(char) || NARROW.test(fold(char))) return NARROW_WIDTH;
  return WIDE.test(char) ? WIDE_WIDTH : USUAL_WIDTH;
}
