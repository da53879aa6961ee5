import { type FrameBox, frameBox, overlaps, union } from '../../core/geometry.js';
import type { Raster } from './raster.js';

/** Edge of a tile in px: small enough to follow a dialog's shape, large enough that one mask costs a millisecond. */
const TILE = 16;
/** Tiles are grown by this many on every side, so that a text line never falls apart into regions. */
const GROWTH = 2;
/** Grey levels that px of one tile may differ by and still be called plain. */
const PLAIN = 12;

interface Mask {
  columns: number;
  rows: number;
  set: Uint8Array;
}

/** Boxes that together hold every px of `raster` in `area` that could belong to text. */
export function busyRegions(raster: Raster, area: FrameBox): FrameBox[] {
  return boxesOf(
    maskOf(raster, area, (x, y, w, h) => !isPlain(raster, x, y, w, h)),
    raster,
    area,
  );
}

function maskOf(
  raster: Raster,
  area: FrameBox,
  test: (x: number, y: number, width: number, height: number) => boolean,
): Mask {
  const columns = Math.ceil(raster.width / TILE);
  const rows = Math.ceil(raster.height / TILE);
  const set = new Uint8Array(columns * rows);
  for (let row = Math.floor(area.y / TILE); row * TILE < area.y + area.height; row++) {
    for (let column = Math.floor(area.x / TILE); column * TILE < area.x + area.width; column++) {
      const [x, y] = [column * TILE, row * TILE];
      const [w, h] = [Math.min(TILE, raster.width - x), Math.min(TILE, raster.height - y)];
      set[row * columns + column] = test(x, y, w, h) ? 1 : 0;
    }
  }
  return { columns, rows, set };
}

/**
 * Whether a tile cannot hold text: one grey, or the same in every row (the edge of a panel) or in every column (a
 * separator, a gradient).
 */
function isPlain(raster: Raster, x: number, y: number, width: number, height: number): boolean {
  let [rowsSame, columnsSame] = [true, true];
  const top = y * raster.width + x;
  for (let row = 0; row < height && (rowsSame || columnsSame); row++) {
    const from = top + row * raster.width;
    const first = raster.data[from] as number;
    for (let column = 0; column < width; column++) {
      const value = raster.data[from + column] as number;
      if (Math.abs(value - (raster.data[top + column] as number)) > PLAIN) rowsSame = false;
      if (Math.abs(value - first) > PLAIN) columnsSame = false;
    }
  }
  return rowsSame || columnsSame;
}

function boxesOf(mask: Mask, raster: Raster, area: FrameBox): FrameBox[] {
  const boxes = mergeClose(components(grown(mask)));
  return boxes.flatMap((b) => {
    const x = Math.max(area.x, b.x * TILE);
    const y = Math.max(area.y, b.y * TILE);
    const right = Math.min(area.x + area.width, raster.width, (b.x + b.width) * TILE);
    const bottom = Math.min(area.y + area.height, raster.height, (b.y + b.height) * TILE);
    return right > x && bottom > y ? [frameBox(x, y, right - x, bottom - y)] : [];
  });
}

function grown(mask: Mask): Mask {
  const set = new Uint8Array(mask.set.length);
  for (let row = 0; row < mask.rows; row++) {
    for (let column = 0; column < mask.columns; column++) {
      if (!mask.set[row * mask.columns + column]) continue;
      for (let y = Math.max(0, row - 1); y <= Math.min(mask.rows - 1, row + 1); y++) {
        const from = Math.max(0, column - GROWTH);
        set.fill(1, y * mask.columns + from, y * mask.columns + Math.min(mask.columns, column + GROWTH + 1));
      }
    }
  }
  return { ...mask, set };
}

/** Bounding boxes, in tiles, of the 4-connected parts of a mask. */
function components(mask: Mask): FrameBox[] {
  const left = mask.set.slice();
  const boxes: FrameBox[] = [];
  const { columns } = mask;
  for (let start = 0; start < left.length; start++) {
    if (!left[start]) continue;
    let [x0, x1, y0, y1] = [columns, 0, mask.rows, 0];
    const open = [start];
    left[start] = 0;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [x, y] = [at % columns, Math.floor(at / columns)];
      [x0, x1, y0, y1] = [Math.min(x0, x), Math.max(x1, x), Math.min(y0, y), Math.max(y1, y)];
      const near = [x > 0 ? at - 1 : -1, x < columns - 1 ? at + 1 : -1, at - columns, at + columns];
      for (const next of near) {
        if (!left[next]) continue;
        left[next] = 0;
        open.push(next);
      }
    }
    boxes.push(frameBox(x0, y0, x1 - x0 + 1, y1 - y0 + 1));
  }
  return boxes;
}

/** Joins boxes that overlap, or whose union is hardly larger than both: fewer, larger runs of the detector. */
function mergeClose(boxes: FrameBox[]): FrameBox[] {
  const open = [...boxes];
  const done: FrameBox[] = [];
  for (let box = open.pop(); box; box = open.pop()) {
    const current = box;
    const partner = open.findIndex((other) => {
      const both = union(current, other);
      return overlaps(current, other) || areaOf(both) <= 1.15 * (areaOf(current) + areaOf(other));
    });
    if (partner < 0) done.push(current);
    else open.push(union(current, open.splice(partner, 1)[0] as FrameBox));
  }
  return done;
}

/** Whether two boxes share more than half of the smaller one. */
export function sameSpace(a: FrameBox, b: FrameBox): boolean {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return false;
  return width * height > 0.5 * Math.min(a.width * a.height, b.width * b.height);
}

const areaOf = (box: FrameBox): number => box.width * box.height;
