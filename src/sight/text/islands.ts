import { type FrameBox, frameBox } from '../../core/geometry.js';
import type { Raster } from './raster.js';

/** Neighbouring rows (or columns) whose px differ by at most this many grey levels hold no letters between them. */
const PLAIN = 12;
/** Room kept around what is not plain, px: detectors need some air. */
const AIR = 16;
/** An island with more px than this is cut further, as long as it has a gap. */
const MOST_PIXELS = 32_000;
/** Least height of a gap between rows, px: the dot of an i stands less far above it. */
const GAP_OF_ROWS = 8;
/** Least width of a gap between columns, px: words of one line stand less far apart. */
const GAP_OF_COLUMNS = 16;

/** Upright strokes and dashes of letters are no longer than this, px; a longer one is the border of something. */
const LONGEST_STEM = 96;
const LONGEST_DASH = 40;

/**
 * Tells boxes that together hold all that could be text in the window, cut along rows and columns without letters. What a
 * change leaves alone lies in the same islands as before, and need not be looked at again.
 */
export function islandsIn(raster: Raster, window: FrameBox): FrameBox[] {
  const box = trimmed(raster, window);
  if (box === undefined) return [];
  if (box.width * box.height <= MOST_PIXELS) return [box];
  return cutInTwo(raster, box)?.flatMap((part) => islandsIn(raster, part)) ?? [box];
}

/** The box without the plain rows and columns at its sides, but for some air; undefined when all of it is plain. */
function trimmed(raster: Raster, box: FrameBox): FrameBox | undefined {
  const rows = inkSpan(plainRows(raster, box));
  if (rows === undefined) return undefined;
  const top = Math.max(0, rows.from - AIR);
  const bottom = Math.min(box.height, rows.to + AIR);
  const tall = frameBox(box.x, box.y + top, box.width, bottom - top);
  const columns = inkSpan(plainColumns(raster, tall));
  if (columns === undefined) return undefined;
  const left = Math.max(0, columns.from - AIR);
  const right = Math.min(box.width, columns.to + AIR);
  return frameBox(tall.x + left, tall.y, right - left, tall.height);
}

/** The two parts of the box beside its middle gap: between rows if it has one there, else between columns. */
function cutInTwo(raster: Raster, box: FrameBox): readonly FrameBox[] | undefined {
  const { x, y, width, height } = box;
  const row = middleGap(plainRows(raster, box), GAP_OF_ROWS, (at) => crossedByRules(raster, box, at, false));
  if (row !== undefined) return [frameBox(x, y, width, row), frameBox(x, y + row, width, height - row)];
  const column = middleGap(plainColumns(raster, box), GAP_OF_COLUMNS, (at) =>
    crossedByRules(raster, box, at, true),
  );
  if (column === undefined) return undefined;
  return [frameBox(x, y, column, height), frameBox(x + column, y, width - column, height)];
}

/** Where to cut: in the gap nearest to the middle that may be cut, none at the ends counted. */
function middleGap(plain: Uint8Array, least: number, mayCut: (at: number) => boolean): number | undefined {
  const gaps: number[] = [];
  for (let from = 0; from < plain.length; from++) {
    if (!plain[from]) continue;
    let to = from;
    while (to < plain.length && plain[to]) to++;
    if (from > 0 && to < plain.length && to - from >= least) gaps.push(Math.round((from + to) / 2));
    from = to;
  }
  const away = (at: number): number => Math.abs(at - plain.length / 2);
  return gaps.sort((a, b) => away(a) - away(b)).find(mayCut);
}

/**
 * Whether all that crosses the row (or the column) of the box is too long for the stem of a letter. The middle of
 * `Ill` in large letters looks like a gap that is crossed by the borders of a panel.
 */
function crossedByRules({ data, width }: Raster, box: FrameBox, at: number, upright: boolean): boolean {
  const start = upright ? box.y * width + box.x + at : (box.y + at) * width + box.x;
  const [along, across] = upright ? [width, 1] : [1, width];
  const [length, room] = upright ? [box.height, box.width] : [box.width, box.height];
  const isEdge = (px: number): boolean =>
    Math.abs((data[px] as number) - (data[px - along] as number)) > PLAIN;
  for (let i = 1; i < length; i++) {
    const px = start + i * along;
    if (!isEdge(px)) continue;
    let [from, to] = [at, at];
    while (from > 0 && isEdge(px + (from - 1 - at) * across)) from--;
    while (to < room - 1 && isEdge(px + (to + 1 - at) * across)) to++;
    if (to - from < (upright ? LONGEST_DASH : LONGEST_STEM) && from > 0 && to < room - 1) return false;
  }
  return true;
}

/** From the first row or column that is not plain to behind the last; undefined when all are. */
function inkSpan(plain: Uint8Array): { readonly from: number; readonly to: number } | undefined {
  const from = plain.indexOf(0);
  return from < 0 ? undefined : { from, to: plain.lastIndexOf(0) + 1 };
}

/** 1 for each row that looks like its neighbours: upright lines may cross it, letters do not. */
function plainRows(raster: Raster, box: FrameBox): Uint8Array {
  const { data, width } = raster;
  const plain = new Uint8Array(box.height).fill(1);
  for (let y = 1; y < box.height; y++) {
    const at = (box.y + y) * width + box.x;
    if (isRowAbove(raster, at, box.width)) continue;
    for (let x = 0; x < box.width; x++) {
      if (Math.abs((data[at + x] as number) - (data[at + x - width] as number)) <= PLAIN) continue;
      plain[y - 1] = plain[y] = 0;
      break;
    }
  }
  return plain;
}

/** 1 for each column that looks like its neighbours. */
function plainColumns(raster: Raster, box: FrameBox): Uint8Array {
  const { data, width } = raster;
  const plain = new Uint8Array(box.width).fill(1);
  for (let y = 0; y < box.height; y++) {
    const at = (box.y + y) * width + box.x;
    if (y > 0 && isRowAbove(raster, at, box.width)) continue;
    for (let x = 1; x < box.width; x++)
      if (Math.abs((data[at + x] as number) - (data[at + x - 1] as number)) > PLAIN)
        plain[x - 1] = plain[x] = 0;
  }
  return plain;
}

/** Whether a stretch of a row, from this px on, is the very same as the one above it. */
function isRowAbove({ data, width }: Raster, at: number, length: number): boolean {
  const from = data.byteOffset + at;
  return Buffer.from(data.buffer, from, length).equals(Buffer.from(data.buffer, from - width, length));
}
