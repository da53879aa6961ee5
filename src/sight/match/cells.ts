import type { RawPicture } from '../picture.js';

/** How far a cell's brightness may be off: lossy pictures and the tint of a pointer pass. */
export const REACH = 18;

/** A picture shrunk by a whole factor: the mean brightness of each square of px, 0..255. */
export interface Shrunk {
  readonly factor: number;
  readonly width: number;
  readonly height: number;
  readonly mean: Uint8Array;
}

/** The cells of a whole picture. */
export interface Cells extends Shrunk {
  /** Rank of each brightness: 0 for the one that the fewest cells are near to. */
  readonly rarity: Uint8Array;
}

const cache = new WeakMap<Uint8Array, Map<number, Cells>>();

/** The cells of a three-channel picture; made once for each picture and factor (1, 2, 4 or 8). */
export function cellsOf(picture: RawPicture, factor: number): Cells {
  const kept = cache.get(picture.data) ?? new Map<number, Cells>();
  cache.set(picture.data, kept);
  const cells = kept.get(factor) ?? withRarity(shrink(picture, factor, 0, 0));
  kept.set(factor, cells);
  return cells;
}

/**
 * Shrinks the picture from (left, top) on; px that fill no whole square are left out. Of squares of four and
 * more px every second row is enough: picture and patch are shrunk by the same rule.
 */
export function shrink(picture: RawPicture, factor: number, left: number, top: number): Shrunk {
  const { data, width: stride } = picture;
  const width = Math.max(0, Math.floor((picture.width - left) / factor));
  const height = Math.max(0, Math.floor((picture.height - top) / factor));
  const mean = new Uint8Array(width * height);
  const step = factor >= 4 ? 2 : 1;
  // Brightness is (r + 2g + b) / 4, so each px weighs 4.
  const weight = (4 * factor * factor) / step;
  const line = stride * 3;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const corner = ((top + row * factor) * stride + left + column * factor) * 3;
      let sum = 0;
      for (let y = 0; y < factor; y += step) {
        let at = corner + y * line;
        for (const end = at + factor * 3; at < end; at += 3)
          sum += (data[at] as number) + 2 * (data[at + 1] as number) + (data[at + 2] as number);
      }
      mean[row * width + column] = (sum / weight) | 0;
    }
  }
  return { factor, width, height, mean };
}

function withRarity(shrunk: Shrunk): Cells {
  const below = new Uint32Array(257);
  for (let i = 0; i < shrunk.mean.length; i++) (below[(shrunk.mean[i] as number) + 1] as number)++;
  for (let v = 1; v <= 256; v++) (below[v] as number) += below[v - 1] as number;
  const near = Array.from({ length: 256 }, (_, v) => {
    const count = (below[Math.min(256, v + REACH + 1)] ?? 0) - (below[Math.max(0, v - REACH)] ?? 0);
    return { v, count };
  });
  near.sort((a, b) => a.count - b.count);
  const rarity = new Uint8Array(256);
  near.forEach(({ v }, rank) => {
    rarity[v] = rank;
  });
  return { ...shrunk, rarity };
}
