import type { FrameBox } from '../../core/geometry.js';
import type { RawPicture } from '../picture.js';
import { distance } from './pixels.js';

/**
 * A caret is a solid upright bar of one to three px that stands clear in one of the pictures and is plain
 * background in the other. It is taller than the letters beside it, which tells it from an l or an I.
 */
export function isCaret(a: RawPicture, b: RawPicture, box: FrameBox): boolean {
  if (box.width > 3 || box.height < 10 || box.height > 64 || box.height < 5 * box.width) return false;
  for (let y = box.y; y < box.y + box.height; y++)
    for (let x = box.x; x < box.x + box.width; x++) if (distance(a, b, x, y) < 24) return false;
  return [a, b].some((picture) => isFlat(picture, box)) && !reachesAlong(a, box);
}

/** Whether the px of the bar have one colour, that of the px left and right of its ends. */
function isFlat(picture: RawPicture, box: FrameBox): boolean {
  for (let y = box.y; y < box.y + box.height; y++)
    for (let x = box.x; x < box.x + box.width; x++) if (differs(picture, x, y, box.x, box.y)) return false;
  const beside = box.x > 0 ? box.x - 1 : box.x + box.width;
  return beside < picture.width && !differs(picture, beside, box.y, box.x, box.y);
}

/** Whether letters near the bar are as tall as it is, so that it can be one of them. */
function reachesAlong(picture: RawPicture, box: FrameBox): boolean {
  const from = Math.max(0, box.x - 3 * box.height);
  const to = Math.min(picture.width, box.x + box.width + 3 * box.height);
  let ends = 0;
  for (const y of [box.y, box.y + box.height - 1]) {
    let ink = 0;
    for (let x = from; x < to; x++) {
      if (x >= box.x - 1 && x <= box.x + box.width) continue;
      if (x > from && differs(picture, x, y, x - 1, y)) ink++;
    }
    if (ink > 0) ends++;
  }
  return ends > 0;
}

function differs(picture: RawPicture, x: number, y: number, x2: number, y2: number): boolean {
  const p = (y * picture.width + x) * 3;
  const q = (y2 * picture.width + x2) * 3;
  for (let c = 0; c < 3; c++)
    if (Math.abs((picture.data[p + c] ?? 0) - (picture.data[q + c] ?? 0)) > 12) return true;
  return false;
}
