import { type FrameBox, frameBox } from '../../core/geometry.js';
import { columnsOf, type Ink, inkOf } from './ink.js';
import type { Raster } from './raster.js';

/** Size of an indicator's ring or box, and of the gap behind it, as shares of the line's height. */
const SMALLEST = 0.4;
const LARGEST = 1.1;
const GAP = 0.2;
/** Width by height of a ring or box; the letter O and the digit 0 are narrower in interface fonts. */
const ROUND = [0.88, 1.14] as const;

/**
 * The box without an empty check box or radio button in front of the label, which a recogniser takes for a C or an O.
 * Detectors frame both together, since they stand as close as words do.
 */
export function withoutIndicator(raster: Raster, box: FrameBox): FrameBox {
  const ink = inkOf(raster, box);
  const columns = columnsOf(ink);
  const left = columns.findIndex((n) => n > 0);
  const length = columns.subarray(Math.max(0, left)).indexOf(0);
  if (left < 0 || length < SMALLEST * box.height || length > LARGEST * box.height) return box;
  const text = columns.findIndex((n, x) => x >= left + length && n > 0);
  if (text < 0 || text - left - length < GAP * box.height || columns.length - text < box.height) return box;
  if (!isRing(ink, left, left + length - 1)) return box;
  const cut = Math.max(left + length, text - Math.ceil(GAP * box.height));
  return frameBox(box.x + cut, box.y, box.width - cut, box.height);
}

/** Whether the ink of the columns is one closed outline, about as wide as high, with nothing in the middle. */
function isRing(ink: Ink, left: number, right: number): boolean {
  const { width, height } = ink.box;
  const at = (x: number, y: number): boolean => ink.set[y * width + x] === 1;
  const rows = Array.from({ length: height }, (_, y) => y).filter((y) => {
    for (let x = left; x <= right; x++) if (at(x, y)) return true;
    return false;
  });
  const [top, bottom] = [rows[0] ?? 0, rows.at(-1) ?? 0];
  const shape = (right - left + 1) / (bottom - top + 1);
  if (shape < ROUND[0] || shape > ROUND[1]) return false;
  const [middleX, middleY] = [Math.round((left + right) / 2), Math.round((top + bottom) / 2)];
  const reach = Math.floor((right - left) * 0.2);
  for (let y = middleY - reach; y <= middleY + reach; y++) {
    for (let x = middleX - reach; x <= middleX + reach; x++) if (at(x, y)) return false;
  }
  const closed = [at(middleX, top), at(middleX, bottom), at(left, middleY), at(right, middleY)];
  return closed.every(Boolean);
}
