import { type FrameBox, frameBox } from '../../core/geometry.js';
import type { RawPicture } from '../picture.js';

/** The smallest box around every px that differs. */
export function changedBox(a: RawPicture, b: RawPicture): FrameBox | undefined {
  let [left, top, right, bottom] = [a.width, a.height, 0, 0];
  for (let y = 0; y < a.height; y++) {
    for (let x = 0; x < a.width; x++) {
      if (distance(a, b, x, y) === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = y + 1;
    }
  }
  return right > left ? frameBox(left, top, right - left, bottom - top) : undefined;
}

/** The largest difference of a channel between two equally large pictures at one px. */
export function distance(a: RawPicture, b: RawPicture, x: number, y: number): number {
  const at = (y * a.width + x) * 3;
  let most = 0;
  for (let c = 0; c < 3; c++) most = Math.max(most, Math.abs((a.data[at + c] ?? 0) - (b.data[at + c] ?? 0)));
  return most;
}
