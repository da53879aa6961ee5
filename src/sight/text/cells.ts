import { clip, type FrameBox, frameBox, grow } from '../../core/geometry.js';
import type { Raster } from './raster.js';

/** Width and height that the cells of a picture have about, px. */
export interface CellSize {
  readonly width: number;
  readonly height: number;
}

/** How far the windows of neighbouring cells reach into each other, px: more than half of the tallest usual line. */
const REACH = 48;
/** Cells begin at multiples of this, px, so that what is seen in one does not hang on the picture's other parts. */
const ALIGN = 16;

/**
 * The windows in which text is looked for: the same ones on every picture of a size, whatever is asked and whatever
 * was read before. So the same px give the same text, and a window whose px did not change need not be looked at again.
 */
export function cellsOf({ width, height }: Raster, size: CellSize): FrameBox[] {
  const columns = cuts(width, size.width);
  return cuts(height, size.height).flatMap(([top, bottom]) =>
    columns.flatMap(
      ([left, right]) =>
        clip(grow(frameBox(left, top, right - left, bottom - top), REACH), { width, height }) ?? [],
    ),
  );
}

function cuts(length: number, usual: number): [number, number][] {
  const count = Math.max(1, Math.round(length / usual));
  const at = (i: number): number => (i === count ? length : Math.round((i * length) / count / ALIGN) * ALIGN);
  return Array.from({ length: count }, (_, i) => [at(i), at(i + 1)]);
}

/** Whether a box ends at an edge of its window that is no edge of the picture: the window may have cut it. */
export function isCut(box: FrameBox, window: FrameBox, { width, height }: Raster): boolean {
  const [right, bottom] = [window.x + window.width, window.y + window.height];
  return (
    (window.x > 0 && box.x <= window.x + EDGE) ||
    (window.y > 0 && box.y <= window.y + EDGE) ||
    (right < width && box.x + box.width >= right - EDGE) ||
    (bottom < height && box.y + box.height >= bottom - EDGE)
  );
}

/** px between a cut text and the edge that cut it: detectors grow and shrink their boxes by so much. */
const EDGE = 6;

/** Whether two pictures of the same size show the same px in the box. */
export function sameIn(a: Raster, b: Raster, { x, y, width, height }: FrameBox): boolean {
  if (a.width !== b.width || a.height !== b.height) return false;
  for (let row = y; row < y + height; row++) {
    const from = row * a.width + x;
    if (!bytes(a, from, width).equals(bytes(b, from, width))) return false;
  }
  return true;
}

const bytes = ({ data }: Raster, from: number, length: number): Buffer =>
  Buffer.from(data.buffer, data.byteOffset + from, length);
