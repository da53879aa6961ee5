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

/** Columns without ink that follow each other: [from, to), frame px. */
interface Gap {
  readonly from: number;
  readonly to: number;
}

/**
 * The glyphs with a space wherever the line has a wide gap, since recognisers join labels that stand side by side; words
 * begin and end at their ink.
 */
export function spaced(strip: Strip, glyphs: readonly Glyph[]): Glyph[] {
  const gaps = gapsOf(strip);
  const wide = gaps
    .filter(({ from, to }) => to - from >= GAP * strip.raster.height)
    .map(({ from, to }) => (from + to - 1) / 2);
  const parted = glyphs.flatMap((glyph, i) => {
    const before = glyphs[i - 1];
    if (!before || before.char === ' ' || glyph.char === ' ') return [glyph];
    if (middleOf(glyph) - middleOf(before) < APART * strip.raster.height) return [glyph];
    const far = middleOf(glyph) - middleOf(before) >= FAR * strip.raster.height;
    const isParted = far || wide.some((x) => middleOf(before) < x && x < middleOf(glyph));
    return isParted ? [{ char: ' ', left: before.right, right: glyph.left, score: 1 }, glyph] : [glyph];
  });
  return atInk(parted, gaps);
}

const middleOf = (glyph: Glyph): number => (glyph.left + glyph.right) / 2;

/** The gaps between ink, from left to right. */
function gapsOf({ raster, x: left }: Strip): Gap[] {
  const columns = columnsOf(inkOf(raster, whole(raster)));
  const gaps: Gap[] = [];
  let last = -1;
  columns.forEach((count, x) => {
    if (count === 0) return;
    if (last >= 0 && x - last > 1) gaps.push({ from: left + last + 1, to: left + x });
    last = x;
  });
  return gaps;
}

/** The glyphs on both sides of a space, up to the widest gap there: networks tell places only by steps of some px. */
function atInk(glyphs: readonly Glyph[], gaps: readonly Gap[]): Glyph[] {
  const all = [...glyphs];
  for (const [i, space] of all.entries()) {
    const [before, next] = [all[i - 1], all[i + 1]];
    if (space.char !== ' ' || !before || !next || before.char === ' ' || next.char === ' ') continue;
    const [from, to] = [middleOf(before), middleOf(next)];
    const between = gaps.filter((gap) => gap.from >= from && gap.to <= to);
    const gap = between.reduce<Gap | undefined>(
      (best, each) => (best && best.to - best.from >= each.to - each.from ? best : each),
      undefined,
    );
    if (gap === undefined || gap.from <= before.left || gap.to >= next.right) continue;
    all[i - 1] = { ...before, right: gap.from };
    all[i] = { ...space, left: gap.from, right: gap.to };
    all[i + 1] = { ...next, left: gap.to };
  }
  return all;
}
