import type { Frame, WindowFacts } from '../core/frame.js';
import { contains, type FramePoint } from '../core/geometry.js';
import { frameToScreen } from '../core/spaces.js';
import type { Traits } from '../core/traits.js';

/** Height of a window's title bar, which is not part of its box, logical px. */
const TITLE_BAR = 40;
/** Width of a window's frame, logical px. */
const BORDER = 6;

/** The topmost window under a point; its title bar and frame count as the window. */
export function windowUnder(frame: Frame, point: FramePoint): WindowFacts | undefined {
  const at = frameToScreen(point, frame);
  return frame.windows.find(({ box }) =>
    contains(
      {
        x: box.x - BORDER,
        y: box.y - TITLE_BAR,
        width: box.width + 2 * BORDER,
        height: box.height + TITLE_BAR + BORDER,
      },
      at,
    ),
  );
}

/** The window under the last point, where a drag lets go; without points the one with the focus. */
export function windowThatGets(traits: Traits, frame: Frame): WindowFacts | undefined {
  const last = traits.points.at(-1);
  return (last && windowUnder(frame, last)) ?? frame.windows.find((window) => window.active);
}
