import type { Glyph } from './engine.js';
import { type Ink, inkOf } from './ink.js';
import { type Raster, whole } from './raster.js';

/** A dot of an ellipsis is at most this wide and high, and ends at most this far above the lowest letter, as shares of the line's height. */
const DOT = 0.16;
const LOW = 0.1;
/** How much the distances between the dots may differ, px, and how far apart they may be, as a share of the height. */
const EVEN = 1;
const FAR = 0.45;
/** A run of columns with ink: [from, to), and the rows it takes. */
interface Blob {
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where three dots were, px from the left edge of the line. */
export interface Dots {
  readonly left: number;
  readonly right: number;
}

/** A line with every ellipsis painted over: recognisers take its dots for one or two, and often lose the letter in front. */
export function withoutDots(line: Raster): { raster: Raster; dots: readonly Dots[] } {
  const ink = inkOf(line, whole(line));
  const blobs = blobsOf(ink);
  const dots = blobs.flatMap((_, at) => ellipsisAt(blobs, at, line.height) ?? []);
  if (dots.length === 0) return { raster: line, dots };
  const data = line.data.slice();
  for (let from = 0; from < data.length; from += line.width)
    // What is left of their soft edges would be read as something.
    for (const { left, right } of dots) data.fill(ink.background, from + left - 1, from + right + 1);
  return { raster: { ...line, data }, dots };
}

/** The three blobs from `at` on, when they are dots behind a letter. */
function ellipsisAt(blobs: readonly Blob[], at: number, height: number): Dots | undefined {
  const [before, first, second, third] = blobs.slice(Math.max(0, at - 1), at + 3);
  if (at === 0 || !before || !first || !second || !third) return undefined;
  const most = Math.max(2, Math.round(DOT * height));
  const lowest = Math.max(...blobs.map(({ bottom }) => bottom));
  const small = [first, second, third].every(
    ({ from, to, top, bottom }) =>
      to - from <= most && bottom - top <= most && lowest - bottom <= most + LOW * height,
  );
  const [one, two] = [second.from - first.from, third.from - second.from];
  const level = first.bottom === second.bottom && second.bottom === third.bottom;
  const behindLetter = before.bottom - before.top > 2 * most;
  const even = Math.abs(one - two) <= EVEN && Math.max(one, two) <= FAR * height;
  return small && level && behindLetter && even ? { left: first.from, right: third.to } : undefined;
}

/** The glyphs of a line with its dots where they were; `x` is the line's left edge. */
export function withDots(glyphs: readonly Glyph[], dots: readonly Dots[], x: number): Glyph[] {
  const all = [...glyphs];
  for (const { left, right } of dots) {
    const behind = all.findLastIndex(
      (glyph) => (glyph.left + glyph.right) / 2 < x + left && glyph.char !== ' ',
    );
    all.splice(behind + 1, 0, { char: '…', left: x + left, right: x + right, score: 1 });
  }
  return all;
}

function blobsOf({ box, set }: Ink): Blob[] {
  const blobs: Blob[] = [];
  let open: Blob | undefined;
  for (let x = 0; x < box.width; x++) {
    let [top, bottom] = [box.height, -1];
    for (let y = 0; y < box.height; y++) {
      if (set[y * box.width + x] !== 1) continue;
      if (y < top) top = y;
      bottom = y + 1;
    }
    if (bottom < 0) {
      if (open) blobs.push(open);
      open = undefined;
    } else if (open === undefined) open = { from: x, to: x + 1, top, bottom };
    else
      open = {
        from: open.from,
        to: x + 1,
        top: Math.min(open.top, top),
        bottom: Math.max(open.bottom, bottom),
      };
  }
  return open ? [...blobs, open] : blobs;
}
