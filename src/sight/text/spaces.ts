import type { Dots } from './dots.js';
import type { Glyph } from './engine.js';
import { columnsOf, inkOf } from './ink.js';
import { type Raster, whole } from './raster.js';

/** A picture of one line, and where its first column lies, in frame px. */
export interface Strip {
  raster: Raster;
  x: number;
  /** Ellipses of the line that are not in the picture. */
  dots?: readonly Dots[];
}

/** Empty columns that part two words for certain, as a share of the line's height. */
const GAP = 0.45;
/** The middles of two characters with such a gap between them are this far apart. */
const APART = 0.7;
/** No two letters of a word are this far apart, whatever stands between them: the border of a button, say. */
const FAR = 0.95;

/** The glyphs with a space wherever the line has a wide gap: recognisers join labels that stand side by side. */
export function spaced(strip: Strip, glyphs: readonly Glyph[]): Glyph[] {
  const gaps = gapsOf(strip).map((middle) => strip.x + middle);
  return glyphs.flatMap((glyph, i) => {
    const before = glyphs[i - 1];
    if (!before || before.char === ' ' || glyph.char === ' ') return [glyph];
    if (middleOf(glyph) - middleOf(before) < APART * strip.raster.height) return [glyph];
    const far = middleOf(glyph) - middleOf(before) >= FAR * strip.raster.height;
    const parted = far || gaps.some((x) => middleOf(before) < x && x < middleOf(glyph));
    return parted ? [{ char: ' ', left: before.right, right: glyph.left, score: 1 }, glyph] : [glyph];
  });
}

const middleOf = (glyph: Glyph): number => (glyph.left + glyph.right) / 2;

/** The middles of wide gaps between ink, from the left edge of the strip. */
function gapsOf({ raster }: Strip): number[] {
  const columns = columnsOf(inkOf(raster, whole(raster)));
  const gaps: number[] = [];
  let last = -1;
  columns.forEach((count, x) => {
    if (count === 0) return;
    if (last >= 0 && x - last - 1 >= GAP * raster.height) gaps.push((last + x) / 2);
    last = x;
  });
  return gaps;
}
