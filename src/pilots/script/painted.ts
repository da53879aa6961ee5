import type { WindowFacts } from '../../core/frame.js';
import { clip, grow } from '../../core/geometry.js';
import { screenBoxToFrame } from '../../core/spaces.js';
import type { View } from '../../ports.js';
import { cropPicture, loadPicture, toRgb } from '../../sight/picture.js';

/** Px at the edges of a window that may be its border. */
const BORDER = 4;
/** Every so many px is looked at: nothing that a window shows is thinner everywhere. */
const STRIDE = 2;

/** Whether all of the window has one colour, as before its first painting. */
export async function isEmpty(view: View, window: WindowFacts): Promise<boolean> {
  const inside = clip(grow(screenBoxToFrame(window.box, view.frame), -BORDER), view.frame.size);
  if (inside === undefined) return false;
  const { data, width, height } = toRgb(cropPicture(await loadPicture(view.path), inside));
  for (let y = 0; y < height; y += STRIDE) {
    for (let x = 0; x < width; x += STRIDE) {
      const at = (y * width + x) * 3;
      if (data[at] !== data[0] || data[at + 1] !== data[1] || data[at + 2] !== data[2]) return false;
    }
  }
  return true;
}
