import { usualOf } from './ink.js';
import type { Raster } from './raster.js';

/** Grey levels by which the background may change from one row or column to the next and still be one background. */
const SMOOTH = 12;
/** How steep it may be over rows or columns that show none of it. */
const STEEP = 2;
/** A background that changes by less than this in all, grey levels, is even. */
const EVEN = 12;

/**
 * The picture with an even background: shades that run evenly from top to bottom (buttons, menu bars) or from left to
 * right (title bars) are taken out. What changes at once, such as a border, stays. The grey of the middle is kept.
 */
export function levelled(part: Raster): Raster {
  return alongColumns(alongRows(part));
}

function alongRows(part: Raster): Raster {
  const { width, height, data } = part;
  const greys = Array.from({ length: height }, (_, y) => usualGrey(data, y * width, 1, width));
  const shift = shifts(greys);
  return shift === undefined ? part : moved(part, (_, y) => shift[y] as number);
}

function alongColumns(part: Raster): Raster {
  const { width, height, data } = part;
  const greys = Array.from({ length: width }, (_, x) => usualGrey(data, x, width, height));
  const shift = shifts(greys);
  return shift === undefined ? part : moved(part, (x) => shift[x] as number);
}

/** What has to be added to each row or column; undefined when the background is even. */
function shifts(greys: readonly number[]): Int16Array | undefined {
  // In the middle of bold letters there may be more ink than background: half of all rows show at most that much.
  const base = [...greys].sort((a, b) => a - b)[Math.floor(greys.length / 2)] ?? 0;
  const middle = nearestTo(greys, base);
  const profile = new Int16Array(greys.length).fill(base);
  for (const step of [-1, 1]) {
    let known = middle;
    for (let at = middle + step; at >= 0 && at < greys.length; at += step) {
      const [grey, next] = [profile[known] as number, greys[at] as number];
      const apart = Math.abs(at - known);
      profile[at] = grey;
      // A row of ink or a border tells nothing of the background; behind it the shade has gone on.
      if (Math.abs(next - grey) > SMOOTH + STEEP * (apart - 1)) continue;
      for (let i = 1; i <= apart; i++)
        profile[known + step * i] = Math.round(grey + ((next - grey) * i) / apart);
      known = at;
    }
  }
  const [least, most] = [Math.min(...profile), Math.max(...profile)];
  return most - least < EVEN ? undefined : profile.map((grey) => base - grey);
}

/** The row or column of this grey that is nearest to the middle. */
function nearestTo(greys: readonly number[], base: number): number {
  const half = greys.length / 2;
  return greys.reduce(
    (best, grey, at) => (grey === base && Math.abs(at - half) < Math.abs(best - half) ? at : best),
    greys.indexOf(base),
  );
}

/** The commonest grey of a row or column, neighbouring greys counted together. */
function usualGrey(data: Uint8Array, from: number, step: number, length: number): number {
  const counts = new Uint32Array(258);
  for (let i = 0, at = from; i < length; i++, at += step) {
    const value = (data[at] as number) + 1;
    counts[value] = (counts[value] as number) + 1;
  }
  return usualOf(counts);
}

function moved({ width, height, data }: Raster, by: (x: number, y: number) => number): Raster {
  const out = new Uint8Array(data.length);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++)
      out[at] = Math.min(255, Math.max(0, (data[at] as number) + by(x, y)));
  return { width, height, data: out };
}
