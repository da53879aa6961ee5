import { type FrameBox, frameBox } from '../../core/geometry.js';
import type { Raster } from './raster.js';

/** Grey levels between a dot and the gap beside it at least, and between two dots at most. */
const DOT = 48;
const SAME = 16;
/** Shares of the box that a row and a column of dots span at least, and px: narrow letters side by side are fewer. */
const ROW = { share: 0.5, least: 12 };
const COLUMN = { share: 0.6, least: 8 };
/** How far in from its sides a ring is looked for, as a share of the box. */
const DEEP = 0.4;

/** A line of px: the number of them, and the grey level of each. */
interface Line {
  readonly length: number;
  at(index: number): number;
}

/**
 * The part of a box inside the dotted ring that tells which control has the keyboard (GTK 2, Wine, Motif and older
 * themes of Qt draw one px on, one px off around the label). Detectors frame the ring with the text, and a recogniser
 * takes it for brackets, or doubts the letters.
 */
export function insideRing(raster: Raster, box: FrameBox): FrameBox {
  const level = (x: number, y: number): number => raster.data[y * raster.width + x] as number;
  const row = (y: number): Line => ({ length: box.width, at: (x) => level(box.x + x, y) });
  const [top, bottom] = between(box.y, box.height, (y) => isDotted(row(y), ROW));
  const column = (x: number): Line => ({ length: bottom - top, at: (y) => level(x, top + y) });
  const [left, right] = between(box.x, box.width, (x) => isDotted(column(x), COLUMN));
  return frameBox(left, top, right - left, bottom - top);
}

/**
 * [first, end) of what lies between the innermost lines of dots near both sides. A line of a ring is one px wide: where
 * the next one is dotted too, it is a pattern of the ground.
 */
function between(from: number, length: number, isLine: (at: number) => boolean): [number, number] {
  let [first, end] = [from, from + length];
  for (let i = 0; i < Math.floor(DEEP * length); i++) {
    const [near, far] = [from + i, from + length - 1 - i];
    if (isLine(near) && !isLine(near + 1)) first = near + 1;
    if (isLine(far) && !isLine(far - 1)) end = far;
  }
  return [first, end];
}

/** Whether px on and off take turns along enough of the line. */
function isDotted(line: Line, { share, least }: typeof ROW): boolean {
  const wanted = Math.max(least, share * line.length);
  let run = 0;
  for (let i = 2; i < line.length; i++) {
    const [before, gap, dot] = [line.at(i - 2), line.at(i - 1), line.at(i)];
    const alternates = Math.abs(dot - before) <= SAME && Math.abs(dot - gap) >= DOT;
    run = alternates ? run + 1 : 0;
    if (run + 2 >= wanted) return true;
  }
  return false;
}
