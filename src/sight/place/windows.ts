import type { Frame, WindowFacts } from '../../core/frame.js';
import { clip, contains, type FrameBox, type FramePoint } from '../../core/geometry.js';
import { frameToScreen, screenBoxToFrame } from '../../core/spaces.js';
import type { WindowMatch } from '../../core/target.js';
import { foldText } from '../label/fold.js';

/** Whether the window is meant: title and class are compared whole, without case; `*` stands for any run. */
export function windowMatches(match: WindowMatch, window: Pick<WindowFacts, 'title' | 'class'>): boolean {
  const { title, class: kind } = typeof match === 'string' ? { title: match, class: undefined } : match;
  return (
    (title !== undefined || kind !== undefined) &&
    (title === undefined || likeWildcard(title, window.title)) &&
    (kind === undefined || likeWildcard(kind, window.class))
  );
}

/** The windows of the frame that are meant, topmost first. */
export function windowsLike(frame: Frame, match: WindowMatch): WindowFacts[] {
  return frame.windows.filter((window) => windowMatches(match, window));
}

/** The part of the frame that the window's content takes; undefined when none of it is on the frame. */
export function windowBox(frame: Frame, window: WindowFacts): FrameBox | undefined {
  return clip(screenBoxToFrame(window.box, frame), frame.size);
}

/** Whether the point shows one of the windows and not another one that covers it. */
export function showsAt(frame: Frame, point: FramePoint, windows: readonly WindowFacts[]): boolean {
  const screen = frameToScreen(point, frame);
  const top = frame.windows.find((window) => contains(window.box, screen));
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

function likeWildcard(pattern: string, text: string): boolean {
  const parts = pattern
    .split('*')
    .map((part) => foldText(part, 'exact', false).replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&'));
  return new RegExp(`^\\s*${parts.join('.*')}\\s*$`, 'su').test(foldText(text, 'exact', false));
}
