import { DeskhandError } from '../../../core/errors.js';
import type { WindowFacts } from '../../../core/frame.js';
import { clip, type FrameBox, frameBox } from '../../../core/geometry.js';
import type { Change } from '../../../ports.js';
import { changesBetween } from '../pixels/difference.js';
import { groupsOf, looksLikeCaret } from '../settle/shapes.js';
import type { Eye } from './eye.js';
import type { KeptFrame } from './kept.js';
import { windowChange } from './window-change.js';

/**
 * The part of a box that lies inside a kept frame, in whole px.
 *
 * @throws DeskhandError code `outside-frame` when nothing does
 */
export function within(frame: KeptFrame, box: FrameBox): FrameBox {
  const { size } = frame.picture;
  const inside = clip(box, size);
  if (inside !== undefined) return inside;
  throw new DeskhandError(
    'failed',
    'outside-frame',
    `The box ${box.x},${box.y} ${box.width}x${box.height} lies outside the ${size.width}x${size.height} frame.`,
    { hint: 'Points and boxes are frame px, from the top left corner of the frame.' },
  );
}

/** What differs between a kept frame and what its eye sees now; carets and learnt noise left out. */
export function changeSince(
  frame: KeptFrame,
  area: FrameBox | undefined,
  windows: readonly WindowFacts[],
  merge: (boxes: readonly FrameBox[]) => FrameBox[],
): Change {
  const { store, present, noise } = frame.eye;
  const now = performance.now();
  // A moving thing inside the area that is asked about is a change, unless it is as small as a spinner.
  const kind = area === undefined ? 'any' : 'tiny';
  const changes = changesBetween(store, frame.picture, present.picture, area);
  const noisy = changes.filter((change) => noise.covers(change, now, kind));
  const groups = groupsOf(changes.filter((change) => !noisy.includes(change)));
  const carets = groups.filter((group) => looksLikeCaret(store, group));
  const things = groups.filter((group) => !carets.includes(group));
  const boxes = merge(things.map((group) => group.box));
  const leftOut = [...noisy, ...carets].map(({ box }) => box);
  const size = area ?? frame.picture.size;
  const changed = boxes.reduce((sum, box) => sum + box.width * box.height, 0);
  const words = windowChange(frame.windows, windows);
  return {
    same: boxes.length === 0,
    boxes,
    share: Math.min(1, changed / (size.width * size.height)),
    ...(leftOut.length === 0 ? {} : { leftOut }),
    ...(words === undefined ? {} : { windows: words }),
  };
}

/** The change of a display that has another size now: everything. */
export function resized(frame: KeptFrame, eye: Eye): Change {
  const was = frame.picture.size;
  const is = eye.view.size;
  return {
    same: false,
    boxes: [frameBox(0, 0, was.width, was.height)],
    share: 1,
    windows: `the display changed its size from ${was.width}x${was.height} to ${is.width}x${is.height}`,
  };
}
