import sharp from 'sharp';
import { type FrameBox, frameBox } from '../../core/geometry.js';

/** A grey picture, one byte a px, row after row. Reading gains nothing from colour, and grey is a third of the work. */
export interface Raster {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Decodes a PNG (bytes or path) to grey px. */
export async function decode(source: Uint8Array | string): Promise<Raster> {
  const { data, info } = await sharp(source)
    .removeAlpha()
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** The px of `box`, which must lie inside the picture. */
export function crop(raster: Raster, box: FrameBox): Raster {
  const data = new Uint8Array(box.width * box.height);
  for (let row = 0; row < box.height; row++) {
    const from = (box.y + row) * raster.width + box.x;
    data.set(raster.data.subarray(from, from + box.width), row * box.width);
  }
  return { width: box.width, height: box.height, data };
}

/** The whole picture as a box. */
export function whole(raster: Raster): FrameBox {
  return frameBox(0, 0, raster.width, raster.height);
}

/**
 * Fills `out` (width x height, row-major) with the px of `box`, bilinear, as `value * factor + offset`. Samples outside
 * the picture repeat its edge.
 */
export function sample(
  raster: Raster,
  box: { x: number; y: number; width: number; height: number },
  out: Float32Array,
  width: number,
  height: number,
  stride: number,
  factor: number,
  offset: number,
): void {
  const columns = axis(box.x, box.width, width, raster.width);
  const rows = axis(box.y, box.height, height, raster.height);
  for (let y = 0; y < height; y++) {
    const upper = rows.low[y] as number;
    const lower = rows.high[y] as number;
    const down = rows.part[y] as number;
    for (let x = 0; x < width; x++) {
      const left = columns.low[x] as number;
      const right = columns.high[x] as number;
      const across = columns.part[x] as number;
      const a = raster.data[upper * raster.width + left] as number;
      const b = raster.data[upper * raster.width + right] as number;
      const c = raster.data[lower * raster.width + left] as number;
      const d = raster.data[lower * raster.width + right] as number;
      const top = a + (b - a) * across;
      const value = top + (c + (d - c) * across - top) * down;
      out[y * stride + x] = value * factor + offset;
    }
  }
}

function axis(from: number, length: number, steps: number, limit: number) {
  const low = new Int32Array(steps);
  const high = new Int32Array(steps);
  const part = new Float32Array(steps);
  for (let i = 0; i < steps; i++) {
    const at = Math.min(limit - 1, Math.max(0, from + ((i + 0.5) * length) / steps - 0.5));
    low[i] = Math.floor(at);
    high[i] = Math.min(limit - 1, Math.floor(at) + 1);
    part[i] = at - Math.floor(at);
  }
  return { low, high, part };
}

/** A 53-bit hash (FNV-1a in two lanes) of a picture's size and px: the key under which its text is kept. */
export function fingerprint(raster: Raster): string {
  let a = 0x811c9dc5 ^ raster.width;
  let b = 0x1b873593 ^ raster.height;
  for (const value of raster.data) {
    a = Math.imul(a ^ value, 0x01000193);
    b = Math.imul(b ^ value, 0x5bd1e995);
  }
  return `${raster.width}x${raster.height}:${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}
