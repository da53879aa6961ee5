import { type FrameBox, frameBox, union } from '../../core/geometry.js';
import type { Glyph, Spot } from './engine.js';
import { isBare, isParted } from './panels.js';
import type { Raster } from './raster.js';

/** Spots that touch on one row and are read as one line, from left to right. */
export interface Run {
  readonly spots: readonly Spot[];
  readonly box: FrameBox;
}

/** How far apart and into each other two boxes of one line may lie, as shares of the lower one's height. */
const APART = 0.5;
/** Boxes are grown: within this distance they touch, and what lies between them belongs to letters. */
const TOUCHING = 0.12;
const INSIDE = 0.7;
/** How much of the lower one's height they share, and how much higher the other may be. */
const LEVEL = 0.75;
const TALLER = 1.35;

/**
 * The spots in runs. Detectors cut a line where words stand a little wider apart. What merely stands
 * beside each other may be joined, too: labels are parted by their distance (`label/segment.ts`).
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
    box: run.map(({ box }) => box).reduce((all, box) => union(all, box)),
  }));
}

function follows(raster: Raster, { box: a, origin, apart }: Spot, next: Spot): boolean {
  const { box: b } = next;
  if (origin === 'shape' || next.origin === 'shape' || (apart && next.apart)) return false;
  const low = Math.min(a.height, b.height);
  const gap = b.x - a.x - a.width;
  if (gap > APART * low || gap < -INSIDE * low || Math.max(a.height, b.height) > TALLER * low) return false;
  const level = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const between = frameBox(a.x + a.width, Math.max(a.y, b.y), Math.max(0, gap), Math.max(0, level));
  return (
    level >= LEVEL * low && !isParted(raster, a, b) && (gap <= TOUCHING * low || isBare(raster, between))
  );
}

/** A run as one spot, once all of it has been read. */
export function joined({ spots, box }: Run): Spot {
  const [first] = spots;
  if (spots.length === 1 && first !== undefined) return first;
  const glyphs = spots.flatMap((spot, i): Glyph[] => {
    const before = spots[i - 1];
    if (before === undefined) return spot.glyphs ?? [];
    const at = (before.box.x + before.box.width + spot.box.x) / 2;
    return [{ char: ' ', left: at, right: at, score: 1 }, ...(spot.glyphs ?? [])];
  });
  return { box, origin: 'text', glyphs };
}
