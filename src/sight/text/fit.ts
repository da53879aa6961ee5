import type { FrameBox } from '../../core/geometry.js';
import { columnsOf, inkOf } from './ink.js';
import { fold } from './match.js';
import type { Raster } from './raster.js';

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

/** Two boxes of the same label differ by rounding alone: a px of 15 to 20 in height. */
const SAME_SHAPE = 0.12;
/** Least correlation of the ink of the same label in two fonts, and the parts a line is compared in. */
const SAME_INK = 0.35;
const PARTS = 24;

/**
 * How badly the shape of a box fits a text: |ln(width / expected width)|, so 0 is a perfect fit; infinite when the box
 * is too narrow for the text. Wider boxes only fit badly: the text may be a part of a longer line.
 */
export function misfit(box: FrameBox, text: string): number {
  const share = box.width / box.height / (expectedWidth(text) + SIDES);
  return share < LEAST ? Number.POSITIVE_INFINITY : Math.abs(Math.log(share));
}

/** Whether two boxes could hold the same text, in any size and any colours: same shape, ink in the same places. */
export function alike(raster: Raster, a: FrameBox, b: FrameBox): boolean {
  if (Math.abs(Math.log(a.width / a.height / (b.width / b.height))) >= SAME_SHAPE) return false;
  return correlation(profile(raster, a), profile(raster, b)) >= SAME_INK;
}

/** Least correlation of the columns of one text in one font, wherever it stands. */
const SAME_COLUMNS = 0.75;

/**
 * Whether a longer box could hold the text of another one in the same size beside others, as a line that frames two
 * labels does: somewhere in it are as many columns with ink in the same places, dark on light or light on dark.
 */
export function holdsAlike(raster: Raster, box: FrameBox, label: FrameBox): boolean {
  const own = trimmed(columnsOf(inkOf(raster, label)));
  if (own.length > box.width) return false;
  const columns = columnsOf(inkOf(raster, box));
  for (let from = 0; from + own.length <= columns.length; from++)
    if (Math.abs(correlation(own, columns.subarray(from, from + own.length))) >= SAME_COLUMNS) return true;
  return false;
}

/** The columns from the first to the last with ink. */
function trimmed(columns: Uint16Array): Uint16Array {
  const first = Math.max(
    0,
    columns.findIndex((n) => n > 0),
  );
  return columns.subarray(first, columns.findLastIndex((n) => n > 0) + 1);
}

/** Ink along the line, from its first to its last ink, in equal parts. */
function profile(raster: Raster, box: FrameBox): Float64Array {
  const columns = columnsOf(inkOf(raster, box));
  const first = Math.max(
    0,
    columns.findIndex((n) => n > 0),
  );
  const length = Math.max(1, columns.findLastIndex((n) => n > 0) - first + 1);
  const parts = new Float64Array(PARTS);
  for (let x = 0; x < length; x++) {
    const part = Math.min(PARTS - 1, Math.floor((x / length) * PARTS));
    parts[part] = (parts[part] as number) + (columns[first + x] as number);
  }
  return parts;
}

type Profile = Float64Array | Uint16Array;

function meanOf(profile: Profile): number {
  let sum = 0;
  for (const value of profile) sum += value;
  return sum / profile.length;
}

/** Pearson's correlation; 1 when either is even, because an even line tells nothing against the other. */
function correlation(a: Profile, b: Profile): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [both, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [(a[i] as number) - meanA, (b[i] as number) - meanB];
    both += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return ofA === 0 || ofB === 0 ? 1 : both / Math.sqrt(ofA * ofB);
}

function expectedWidth(text: string): number {
  return [...text.trim()].reduce((sum, char) => sum + widthOf(char), 0);
}

function widthOf(char: string): number {
  if ((char.codePointAt(0) ?? 0) > 0x2e80) return EAST_ASIAN_WIDTH;
  if (NARROW.test(char) || NARROW.test(fold(char))) return NARROW_WIDTH;
  return WIDE.test(char) ? WIDE_WIDTH : USUAL_WIDTH;
}
