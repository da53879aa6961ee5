import type { RawPicture } from '../picture.js';

/** A picture shrunk by a whole factor: the mean brightness of each square of px, 0..255. */
export interface Cells {
  readonly factor: number;
  readonly width: number;
  readonly height: number;
  readonly mean: Uint8Array;
  /** `below[v]` is how many cells are darker than v; for asking how common a brightness is. */
  readonly below: Uint32Array;
}

const cache = new WeakMap<Uint8Array, Map<number, Cells>>();

/** The cells of a three-channel picture; made once for each picture and factor (1, 2, 4 or 8). */
export function cellsOf(picture: RawPicture, factor: number): Cells {
  const kept = cache.get(picture.data) ?? new Map<number, Cells>();
  cache.set(picture.data, kept);
  const cells = kept.get(factor) ?? shrink(picture, factor, 0, 0);
  kept.set(factor, cells);
  return cells;
}

/** Shrinks the picture from (left, top) on; px that fill no whole square are left out. */
export function shrink(picture: RawPicture, factor: number, left: number, top: number): Cells {
  const { data, width: stride } = picture;
  const width = Math.floor((picture.width - left) / factor);
  const height = Math.floor((picture.height - top) / factor);
  const mean = new Uint8Array(Math.max(0, width * height));
  const sums = new Uint32Array(Math.max(0, width));
  // Brightness is (r + 2g + b) / 4, so a square of f x f px weighs 4 f f.
  const shift = 2 + 2 * Math.log2(factor);
  for (let row = 0; row < height; row++) {
    sums.fill(0);
    for (let y = 0; y < factor; y++) {
      let at = ((top + row * factor + y) * stride + left) * 3;
      for (let column = 0; column < width; column++) {
        let sum = 0;
        for (let x = 0; x < factor; x++, at += 3)
          sum += (data[at] as number) + 2 * (data[at + 1] as number) + (data[at + 2] as number);
        (sums[column] as number) += sum;
      }
    }
    const to = row * width;
    for (let column = 0; column < width; column++) mean[to + column] = (sums[column] as number) >> shift;
  }
  return { factor, width, height, mean, below: countBelow(mean) };
}

function countBelow(mean: Uint8Array): Uint32Array {
  const below = new Uint32Array(257);
  for (let i = 0; i < mean.length; i++) (below[(mean[i] as number) + 1] as number)++;
  for (let v = 1; v <= 256; v++) (below[v] as number) += below[v - 1] as number;
  return below;
}

/** How many cells are within `reach` of a brightness. */
export function countNear(cells: Cells, brightness: number, reach: number): number {
  const from = Math.max(0, brightness - reach);
  const to = Math.min(256, brightness + reach + 1);
  return (cells.below[to] ?? 0) - (cells.below[from] ?? 0);
}
