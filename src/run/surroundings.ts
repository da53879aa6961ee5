import type { Decision } from '../core/action.js';
import type { Frame, WindowFacts } from '../core/frame.js';
import { clip, contains, type FrameBox, type FramePoint, frameBox, grow, union } from '../core/geometry.js';

/** Size of the neighbourhood of a point that has to look the same, frame px (safety: about 160 x 60). */
const REACH = { width: 160, height: 60 };
/** How far the neighbourhood reaches beyond the box of a sighting, frame px. */
const MARGIN = 16;

/** The part of the frame that must not have changed when the hand reaches the point. */
export function surroundingsOf(decision: Decision, point: FramePoint, frame: Frame): FrameBox {
  const { sighting } = decision;
  const around = frameBox(point.x - REACH.width / 2, point.y - REACH.height / 2, REACH.width, REACH.height);
  const box = sighting && contains(sighting.box, point) ? union(grow(sighting.box, MARGIN), around) : around;
  return clip(box, frame.size) ?? frameBox(0, 0, frame.size.width, frame.size.height);
}

/** The window that has the keyboard focus. */
export function activeWindow(frame: Frame): WindowFacts | undefined {
  return frame.windows.find((window) => window.active);
}
