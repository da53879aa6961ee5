import type { Frame, WindowFacts } from '../../core/frame.js';
import { clip, contains, type FrameBox, type FramePoint } from '../../core/geometry.js';
import { frameToScreen, screenBoxToFrame } from '../../core/spaces.js';
import type { Target } from '../../core/target.js';
import { type WindowMatch, windowMatches } from '../../core/window.js';
import { foldText } from '../label/fold.js';

/** The windows of the frame that are meant, topmost first. */
export function windowsLike(frame: Frame, match: WindowMatch): WindowFacts[] {
  return frame.windows.filter((window) => windowMatches(match, window));
}

/** The part of the frame that the window's content takes; undefined when none of it is on the frame. */
export function windowBox(frame: Frame, window: WindowFacts): FrameBox | undefined {
  return clip(screenBoxToFrame(window.box, frame), frame.size);
}

/** The part of the frame that a target is looked for in; undefined for all of it. */
export function areaOf({ region, window }: Target, frame: Frame): FrameBox | undefined {
  if (region !== undefined) return clip(region, frame.size);
  const [only, ...others] = window === undefined ? [] : windowsLike(frame, window);
  return only !== undefined && others.length === 0 ? windowBox(frame, only) : undefined;
}

/** The topmost window under a point of the frame. */
export function windowAt(frame: Frame, point: FramePoint): WindowFacts | undefined {
  const screen = frameToScreen(point, frame);
  return frame.windows.find((window) => contains(window.box, screen));
}

/** Whether the point shows one of the windows and not another one that covers it. */
export function showsAt(frame: Frame, point: FramePoint, windows: readonly WindowFacts[]): boolean {
  const top = windowAt(frame, point);
  return top !== undefined && windows.some((window) => window.id === top.id);
}

/** The height in frame px above a window's content where its title bar can be. */
const TITLE_BAR = 40;

/**
 * Whether the text is that of the title bar of a window that lies over the others at this point: title bars
 * are no part of a window's box, so the text seems to belong to the window below.
 */
export function isTitleBar(frame: Frame, box: FrameBox, text: string): boolean {
  const folded = foldText(text, 'loose', false);
  return frame.windows.some((window) => {
    const content = screenBoxToFrame(window.box, frame);
    const above = box.y + box.height <= content.y + 2 && box.y >= content.y - TITLE_BAR * frame.scale;
    const within = box.x + box.width > content.x && box.x < content.x + content.width;
    return above && within && folded !== '' && foldText(window.title, 'loose', false).includes(folded);
  });
}
