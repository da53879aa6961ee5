import { type FrameBox, frameBox, hull } from '../../core/geometry.js';
import type { Glyph, Spot } from './engine.js';
import { inkOf, outline } from './ink.js';
import { isBare, isParted } from './panels.js';
import type { Raster } from './raster.js';

/** Spots that follow each other on one row and may be one line, from left to right. */
export interface Run {
  readonly spots: readonly Spot[];
  readonly box: FrameBox;
}

/** How far apart and into each other two boxes of one line may lie, as shares of the lower one's height. */
const APART = 0.5;
/** From this height on, px, detectors part words of one line, and no table is set in such letters. */
const LARGE = { from: 48, apart: 0.8 };
/** Boxes are grown: within this distance they touch, and what lies between them belongs to letters. */
const TOUCHING = 0.12;
const INSIDE = 0.7;
/** How much of the lower one's height they share, and how much higher the other may be. */
const LEVEL = 0.8;
const TALLER = 1.35;
/**
 * The letters at the ends of two words of one line are at most so many letters apart, from middle to middle: about
 * 1.6 of them in most types, 2 in those of fixed width.
 */
const WORDS_APART = 2.6;
/** Width of a letter as a share of a box's height, where there are too few to measure it. */
const LETTER = 0.35;

/**
 * The spots in runs. Detectors cut a line where words stand a little wider apart; whether the parts are one line is
 * known once their letters are (`linesIn`).
 */
export function runsOf(raster: Raster, spots: readonly Spot[]): Run[] {
  const sorted = [...spots].sort((a, b) => a.box.x - b.box.x);
  const runs: Spot[][] = [];
  for (const spot of sorted) {
    const run = runs.find((each) => follows(raster, each.at(-1) as Spot, spot));
    if (run === undefined) runs.push([spot]);
    else run.push(spot);
  }
  return runs.map((run) => ({
    spots: run,
    box: hull(run.map(({ box }) => box)),
  }));
}

function follows(raster: Raster, { box: a, origin, apart }: Spot, next: Spot): boolean {
  const { box: b } = next;
  const shapes = [{ box: a, origin }, next].filter((spot) => spot.origin === 'shape');
  if (shapes.some(({ box }) => shapes.length > 1 || !isPoint(raster, box)) || (apart && next.apart))
    return false;
  const low = Math.min(a.height, b.height);
  const gap = b.x - a.x - a.width;
  const most = low >= LARGE.from ? LARGE.apart : APART;
  if (gap > most * low || gap < -INSIDE * low || Math.max(a.height, b.height) > TALLER * low) return false;
  const level = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const between = frameBox(a.x + a.width, Math.max(a.y, b.y), Math.max(0, gap), Math.max(0, level));
  return (
    level >= LEVEL * low && !isParted(raster, a, b) && (gap <= TOUCHING * low || isBare(raster, between))
  );
}

/** How high the ink of a point is at most, and how far above the foot of its box it ends, as shares of the height. */
const POINT = { high: 0.25, above: 0.35 };

/**
 * Whether a lone shape is a point or a comma on the line. In a number of large letters it stands so far from the digits
 * that detectors leave it out; any other lone shape, such as an icon or the caption of a key, belongs to no line.
 */
function isPoint(raster: Raster, box: FrameBox): boolean {
  const { top, height } = outline(inkOf(raster, box));
  const below = box.height - top - height;
  return height > 0 && height <= POINT.high * box.height && below <= POINT.above * box.height;
}

/**
 * The lines of a run, once all of it has been read, with those of their spots that are wanted: spots whose letters stand further apart than words do, for
 * letters of this width, are lines of their own, such as the cells of a row and the key beside a menu entry.
 */
export function linesIn({ spots }: Run, isWanted: (spot: Spot) => boolean = () => true): Spot[] {
  const lines: Spot[][] = [];
  for (const spot of spots) {
    const line = lines.at(-1);
    const before = line?.at(-1);
    if (line === undefined || before === undefined || !isNext(before, spot)) lines.push([spot]);
    else line.push(spot);
  }
  return lines
    .map((line) => line.filter(isWanted))
    .filter((line) => line.length > 0)
    .map(joined);
}

function isNext(before: Spot, next: Spot): boolean {
  const [left, right] = [lettersOf(before), lettersOf(next)];
  const [last, first] = [left.at(-1), right.at(0)];
  if (last === undefined || first === undefined) return false;
  const steps = left.length + right.length - 2;
  const pitch = steps > 0 ? (lengthOf(left) + lengthOf(right)) / steps : LETTER * before.box.height;
  return middleOf(first) - middleOf(last) <= WORDS_APART * pitch;
}

const middleOf = ({ left, right }: Glyph): number => (left + right) / 2;

/** From the middle of the first letter to that of the last. */
function lengthOf(letters: readonly Glyph[]): number {
  const [first, last] = [letters.at(0), letters.at(-1)];
  return first && last ? middleOf(last) - middleOf(first) : 0;
}

const lettersOf = ({ glyphs = [] }: Spot): Glyph[] => glyphs.filter(({ char }) => char.trim() !== '');

function joined(spots: readonly Spot[]): Spot {
  const [first] = spots;
  if (spots.length === 1 && first !== undefined) return first;
  const glyphs = spots.flatMap((spot, i): readonly Glyph[] => {
    const before = spots[i - 1];
    if (before === undefined) return spot.glyphs ?? [];
    if (isInNumber(before, spot)) return spot.glyphs ?? [];
    const at = (before.box.x + before.box.width + spot.box.x) / 2;
    return [{ char: ' ', left: at, right: at, score: 1 }, ...(spot.glyphs ?? [])];
  });
  return { box: hull(spots.map(({ box }) => box)), origin: 'text', glyphs };
}

/** Whether no space stands between two spots: before a point, and between a point and a digit. */
function isInNumber(before: Spot, next: Spot): boolean {
  const [last = '', first = ''] = [lettersOf(before).at(-1)?.char, lettersOf(next).at(0)?.char];
  if (next.origin === 'shape') return /[.,:]/u.test(first);
  return before.origin === 'shape' && /[.,:]/u.test(last) && /\d/u.test(first);
}
