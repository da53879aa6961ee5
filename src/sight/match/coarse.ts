import type { RawPicture } from '../picture.js';
import { type Cells, cellsOf, countNear, shrink } from './cells.js';
import type { Span } from './result.js';

/** A place worth a closer look, with the mean difference of its cells. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly difference: number;
}

/** A cell of the patch: where it lies and how bright it must be. */
interface Key {
  readonly dx: number;
  readonly dy: number;
  readonly brightness: number;
}

/** How far a cell's brightness may be off: lossy pictures and the tint of a pointer pass. */
const REACH = 18;
/** The mean over the telling cells, and over all cells, that still is worth a closer look. */
const KEYS_MEAN = 14;
const ALL_MEAN = 11;
const KEYS = 12;
/** Places kept for a closer look. */
const KEPT = 40;

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
      if (keys.length > 0) searchPhase(cells, keys, span, left, top, places);
    }
  }
  return places.sort((a, b) => a.difference - b.difference).slice(0, KEPT);
}

/** At least three cells fit into the patch's shorter side wherever it lies on the grid. */
function factorFor(patch: RawPicture): number {
  const side = Math.min(patch.width, patch.height);
  if (side >= 15) return 4;
  return side >= 7 ? 2 : 1;
}

/** The cells of the patch, the one whose brightness is rarest in the picture first. */
function keysOf(
  patch: RawPicture,
  cells: Cells,
  factor: number,
  left: number,
  top: number,
  mask: Uint8Array | undefined,
): Key[] {
  const small = shrink(patch, factor, left, top);
  const keys: (Key & { common: number })[] = [];
  for (let dy = 0; dy < small.height; dy++) {
    for (let dx = 0; dx < small.width; dx++) {
      if (mask && !counts(mask, patch.width, left + dx * factor, top + dy * factor, factor)) continue;
      const brightness = small.mean[dy * small.width + dx] ?? 0;
      keys.push({ dx, dy, brightness, common: countNear(cells, brightness, REACH) });
    }
  }
  return keys.sort((a, b) => a.common - b.common);
}

function counts(mask: Uint8Array, width: number, x: number, y: number, factor: number): boolean {
  for (let row = y; row < y + factor; row++)
    for (let column = x; column < x + factor; column++) if (mask[row * width + column] === 0) return false;
  return true;
}

/** Collects the places of one way to lie on the grid. This is the innermost loop of matching. */
function searchPhase(
  cells: Cells,
  keys: readonly Key[],
  span: Span,
  left: number,
  top: number,
  places: Place[],
): void {
  const { mean, width, height, factor } = cells;
  const offsets = Int32Array.from(keys, (key) => key.dy * width + key.dx);
  const wanted = Uint8Array.from(keys, (key) => key.brightness);
  const farX = Math.max(...keys.map((key) => key.dx));
  const farY = Math.max(...keys.map((key) => key.dy));
  const firstX = Math.ceil((span.left + left) / factor);
  const firstY = Math.ceil((span.top + top) / factor);
  const lastX = Math.min(Math.floor((span.right + left) / factor), width - 1 - farX);
  const lastY = Math.min(Math.floor((span.bottom + top) / factor), height - 1 - farY);
  const low = (wanted[0] as number) - REACH;
  const high = (wanted[0] as number) + REACH;
  for (let y = firstY; y <= lastY; y++) {
    const start = y * width;
    const first = offsets[0] as number;
    for (let at = start + firstX; at <= start + lastX; at++) {
      const value = mean[at + first] as number;
      if (value < low || value > high) continue;
      const difference = meanDifference(mean, at, offsets, wanted);
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
