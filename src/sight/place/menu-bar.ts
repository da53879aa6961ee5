import { centreOf, contains, type FrameBox, type FramePoint, frameBox } from '../../core/geometry.js';
import type { ScreenLabel, View } from '../../ports.js';
import { loadPicture, type RawPicture } from '../picture.js';
import { windowAt, windowBox } from './windows.js';

/** The middle of a menu bar lies at most so far below the top of its window, logical px. */
const BELOW_TOP = 24;
/** Its first name begins at most so far from the left border of the window, logical px. */
const FROM_LEFT = 40;
/** Px of one row of a bar differ by at most this in a channel, where no border stands. */
const PLAIN = 8;

/**
 * Whether what stands at a point is the name of a menu: one of several in the first row of its window, which begins at
 * the left and has no border between them. Buttons have one.
 *
 * @param labels that were read in the row of the point, whole
 */
export async function namesMenu(
  view: View,
  labels: readonly ScreenLabel[],
  point: FramePoint,
): Promise<boolean> {
  const window = windowAt(view.frame, point);
  const inside = window?.kind === 'pop-up' ? undefined : window && windowBox(view.frame, window);
  if (inside === undefined) return false;
  const bar = barOf(inside, view.frame.scale, labels);
  const at = bar.findIndex(({ box }) => contains(box, point));
  const name = bar[at];
  if (name === undefined || bar.length < 2) return false;
  const picture = await loadPicture(view.path);
  const beside = [bar[at - 1], bar[at + 1]].filter((each) => each !== undefined);
  return beside.every((other) => isPlain(picture, between(name.box, other.box)));
}

/** The labels of the first row of a window, from the left, where it may be a menu bar; none where it is not. */
function barOf(window: FrameBox, scale: number, labels: readonly ScreenLabel[]): readonly ScreenLabel[] {
  const inside = labels.filter(({ box }) => contains(window, centreOf(box)));
  const middles = inside.map(({ box }) => centreOf(box).y);
  const first = Math.min(...middles);
  const bar = inside
    .filter(({ box }) => centreOf(box).y - first <= box.height / 2)
    .sort((a, b) => a.box.x - b.box.x);
  const [name] = bar;
  const isOne =
    name !== undefined && first - window.y <= BELOW_TOP * scale && name.box.x - window.x <= FROM_LEFT * scale;
  return isOne ? bar : [];
}

/** The px between two boxes of a row, as high as both. */
function between(a: FrameBox, b: FrameBox): FrameBox {
  const [left, right] = a.x < b.x ? [a, b] : [b, a];
  const top = Math.max(a.y, b.y);
  const from = left.x + left.width;
  return frameBox(from, top, right.x - from, Math.min(a.y + a.height, b.y + b.height) - top);
}

/** Whether nothing is drawn in a box: each of its rows is of one colour. */
function isPlain({ data, channels, width }: RawPicture, box: FrameBox): boolean {
  for (let y = Math.round(box.y); y < Math.round(box.y + box.height); y++) {
    const first = (y * width + Math.round(box.x)) * channels;
    for (let x = Math.round(box.x); x < Math.round(box.x + box.width); x++) {
      const at = (y * width + x) * channels;
      for (let channel = 0; channel < channels; channel++)
        if (Math.abs((data[at + channel] ?? 0) - (data[first + channel] ?? 0)) > PLAIN) return false;
    }
  }
  return true;
}
