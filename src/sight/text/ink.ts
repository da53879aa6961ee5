import type { FrameBox } from '../../core/geometry.js';
import type { Raster } from './raster.js';

/** Share of the strongest contrast in a box from which a px counts as ink. */
const INK_SHARE = 0.35;
/** Contrast, in grey levels, below which a box is empty. */
const FAINT = 24;

/** What is drawn in a box: its background grey and, for each px, whether it is ink. */
export interface Ink {
  box: FrameBox;
  background: number;
  /** Grey levels from the background from which a px is ink. */
  least: number;
  /** One byte a px, row after row. */
  set: Uint8Array;
  /** False when nothing stands out from the background. */
  any: boolean;
}

/**
 * Separates ink from background by the commonest grey of the box.
 *
 * @param most grey levels from the background that ink has at most to have, whatever else the box holds
 */
export function inkOf(raster: Raster, box: FrameBox, most = 255): Ink {
  const background = commonest(raster, box);
  let strongest = 0;
  eachPixel(raster, box, (value) => {
    strongest = Math.max(strongest, Math.abs(value - background));
  });
  const set = new Uint8Array(box.width * box.height);
  const limit = Math.max(FAINT / 2, Math.min(most, strongest * INK_SHARE));
  eachPixel(raster, box, (value, at) => {
    if (Math.abs(value - background) >= limit) set[at] = 1;
  });
  return { box, background, least: limit, set, any: strongest >= FAINT };
}

/** Share of the columns that a rule fills from side to side; letters leave more of them free. */
const RULE = 0.9;

/** The ink without rows that are inked from side to side: borders above and below a label. */
export function withoutRules(ink: Ink): Ink {
  const { width, height } = ink.box;
  const set = ink.set.slice();
  for (let y = 0; y < height; y++) {
    const row = set.subarray(y * width, (y + 1) * width);
    if (row.reduce((sum, px) => sum + px, 0) >= RULE * width) row.fill(0);
  }
  return { ...ink, set };
}

/** The commonest grey of a box, neighbouring greys counted together: its background, also where that is shaded. */
export function commonest(raster: Raster, box: FrameBox): number {
  const counts = new Uint32Array(258);
  eachPixel(raster, box, (value) => {
    counts[value + 1] = (counts[value + 1] as number) + 1;
  });
  return usualOf(counts);
}

/**
 * The commonest grey, neighbouring greys counted together.
 *
 * @param counts px of each grey, with an empty place before the first grey and one behind the last
 */
export function usualOf(counts: Uint32Array): number {
  let [best, most] = [0, -1];
  for (let grey = 0; grey < 256; grey++) {
    const count = (counts[grey] as number) + 2 * (counts[grey + 1] as number) + (counts[grey + 2] as number);
    if (count > most) [best, most] = [grey, count];
  }
  return best;
}

function eachPixel(raster: Raster, box: FrameBox, visit: (value: number, at: number) => void): void {
  let at = 0;
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) visit(raster.data[y * raster.width + x] as number, at++);
  }
}

/** Ink px per column. */
export function columnsOf(ink: Pick<Ink, 'box' | 'set'>): Uint16Array {
  const { width, height } = ink.box;
  const sums = new Uint16Array(width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) sums[x] = (sums[x] as number) + (ink.set[y * width + x] as number);
  }
  return sums;
}

/** The box around all ink, px from the corner of the ink's box; without ink its width is not positive. */
export function outline({ box, set }: Pick<Ink, 'box' | 'set'>): {
  left: number;
  top: number;
  width: number;
  height: number;
} {
  let [left, right, top, bottom] = [box.width, -1, box.height, -1];
  for (let i = 0; i < set.length; i++) {
    if (set[i] !== 1) continue;
    const [x, y] = [i % box.width, Math.floor(i / box.width)];
    [left, right, top, bottom] = [
      Math.min(left, x),
      Math.max(right, x),
      Math.min(top, y),
      Math.max(bottom, y),
    ];
  }
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}
