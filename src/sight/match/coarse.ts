import type { RawPicture } from '../picture.js';
import { type Cells, cellsOf, REACH, shrink } from './cells.js';
import type { Span } from './result.js';

/** A place worth a closer look, with the mean difference of its cells. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly difference: number;
}

/** The cells of the patch, the one whose brightness is rarest in the picture first. */
interface Keys {
  /** Where each lies from the patch's first cell, as an offset into the cells of the picture. */
  readonly offsets: Int32Array;
  readonly brightness: Uint8Array;
  /** Size of the patch in cells. */
  readonly width: number;
  readonly height: number;
}

/** The mean over the telling cells, and over all cells, that still is worth a closer look. */
const KEYS_MEAN = 14;
const ALL_MEAN = 11;
const KEYS = 12;
/** Places kept for a closer look: fewer of large patches, whose places are told apart well and cost more. */
const KEPT = 24;
const LEAST = 6;
const LOOKED_AT = 200_000;
/** The px around a place that it speaks for, and by how much it must be better to do so. */
const AROUND = 2;
const CLEARLY = 1;

/**
 * Looks over the shrunken picture for places where the patch could be. The grid of squares starts at the
 * picture's corner, so the patch is shrunk once for each way it can lie on that grid: no place falls between
 * two squares. Places are ruled out by the patch's rarest cells first, which takes about one comparison each.
 */
export function coarsePlaces(
  picture: RawPicture,
  patch: RawPicture,
  span: Span,
  mask: Uint8Array | undefined,
): Place[] {
  const factor = factorFor(patch);
  const cells = cellsOf(picture, factor);
  const places: Place[] = [];
  for (let top = 0; top < factor; top++) {
    for (let left = 0; left < factor; left++) {
      const keys = keysOf(patch, cells, factor, left, top, mask);
      if (keys.offsets.length > 0) searchPhase(cells, keys, span, left, top, places);
    }
  }
  return peaks(places, Math.min(KEPT, Math.max(LEAST, Math.ceil(LOOKED_AT / (patch.width * patch.height)))));
}

/**
 * The best places, without those beside one that is clearly better: px next to the true place look like it
 * too, and noise can make them look a little better.
 */
function peaks(places: readonly Place[], most: number): Place[] {
  const kept: Place[] = [];
  for (const place of [...places].sort((a, b) => a.difference - b.difference)) {
    const beside = kept.some(
      ({ x, y, difference }) =>
        Math.abs(x - place.x) <= AROUND &&
        Math.abs(y - place.y) <= AROUND &&
        place.difference > difference + CLEARLY,
    );
    if (!beside) kept.push(place);
    if (kept.length === most) break;
  }
  return kept;
}

/** At least three cells fit into the patch's shorter side wherever it lies on the grid. */
function factorFor(patch: RawPicture): number {
  const side = Math.min(patch.width, patch.height);
  if (side >= 15) return 4;
  return side >= 7 ? 2 : 1;
}

function keysOf(
  patch: RawPicture,
  cells: Cells,
  factor: number,
  left: number,
  top: number,
  mask: Uint8Array | undefined,
): Keys {
  const { width, height, mean } = shrink(patch, factor, left, top);
  const counted = new Uint8Array(mean.length).fill(1);
  if (mask !== undefined)
    for (let i = 0; i < mean.length; i++)
      if (
        !counts(mask, patch.width, left + (i % width) * factor, top + Math.floor(i / width) * factor, factor)
      )
        counted[i] = 0;
  const order = rarestFirst(mean, counted, cells.rarity);
  const offsets = order.map((i) => Math.floor(i / width) * cells.width + (i % width));
  return { offsets, brightness: Uint8Array.from(order, (i) => mean[i] as number), width, height };
}

/** Indices of the cells that count, by the rank of their brightness (a counting sort). */
function rarestFirst(mean: Uint8Array, counted: Uint8Array, rarity: Uint8Array): Int32Array {
  const starts = new Int32Array(257);
  for (let i = 0; i < mean.length; i++)
    if (counted[i] === 1) (starts[(rarity[mean[i] as number] as number) + 1] as number)++;
  for (let rank = 1; rank <= 256; rank++) (starts[rank] as number) += starts[rank - 1] as number;
  const order = new Int32Array(starts[256] as number);
  for (let i = 0; i < mean.length; i++) {
    const rank = rarity[mean[i] as number] as number;
    if (counted[i] === 1) order[(starts[rank] as number)++] = i;
  }
  return order;
}

function counts(mask: Uint8Array, width: number, x: number, y: number, factor: number): boolean {
  for (let row = y; row < y + factor; row++)
    for (let column = x; column < x + factor; column++) if (mask[row * width + column] === 0) return false;
  return true;
}

/** Collects the places of one way to lie on the grid. This is the innermost loop of matching. */
function searchPhase(cells: Cells, keys: Keys, span: Span, left: number, top: number, places: Place[]): void {
  const { mean, width, height, factor } = cells;
  const { offsets, brightness } = keys;
  const firstX = Math.ceil((span.left + left) / factor);
  const firstY = Math.ceil((span.top + top) / factor);
  const lastX = Math.min(Math.floor((span.right + left) / factor), width - keys.width);
  const lastY = Math.min(Math.floor((span.bottom + top) / factor), height - keys.height);
  const low = (brightness[0] as number) - REACH;
  const high = (brightness[0] as number) + REACH;
  const first = offsets[0] as number;
  for (let y = firstY; y <= lastY; y++) {
    const start = y * width;
    for (let at = start + firstX; at <= start + lastX; at++) {
      const value = mean[at + first] as number;
      if (value < low || value > high) continue;
      const difference = meanDifference(mean, at, offsets, brightness);
      if (difference <= ALL_MEAN)
        places.push({ x: (at - start) * factor - left, y: y * factor - top, difference });
    }
  }
}

/** Mean difference over all cells; infinite as soon as it must become too large. */
function meanDifference(mean: Uint8Array, at: number, offsets: Int32Array, wanted: Uint8Array): number {
  const count = offsets.length;
  const early = Math.min(KEYS, count);
  let sum = 0;
  for (let i = 0; i < early; i++) {
    sum += Math.abs((mean[at + (offsets[i] as number)] as number) - (wanted[i] as number));
    if (sum > KEYS_MEAN * early) return Number.POSITIVE_INFINITY;
  }
  const most = ALL_MEAN * count;
  for (let i = early; i < count; i++) {
    sum += Math.abs((mean[at + (offsets[i] as number)] as number) - (wanted[i] as number));
    if (sum > most) return Number.POSITIVE_INFINITY;
  }
  return sum / count;
}
