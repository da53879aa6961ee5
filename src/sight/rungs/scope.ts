import type { Frame, WindowFacts } from '../../core/frame.js';
import { centreOf, clip, contains, type FrameBox, frameBox, hull } from '../../core/geometry.js';
import type { Target } from '../../core/target.js';
import { describeWindow, type WindowMatch, windowMatches } from '../../core/window.js';
import { hiddenPart } from '../place/hidden.js';
import { isTitleBar, showsAt, windowBox, windowsLike } from '../place/windows.js';

/** Which part of the frame a target may lie in. */
export interface Scope {
  /** Where anchors are looked for: the window, or undefined for the whole frame. */
  readonly around: FrameBox | undefined;
  /** Where candidates are looked for: besides, inside the target's region. */
  readonly area: FrameBox | undefined;
  /** Whether a thing at this box counts: on the frame, in the area and not covered by another window. */
  shows(box: FrameBox, text?: string): boolean;
  /** The same for an anchor, which may lie outside the region. */
  showsAnchor(box: FrameBox, text?: string): boolean;
  /** What of the target's window, or of the active one, cannot be seen, why, and what to do; undefined when all can. */
  hidden(): string | undefined;
}

/** The scope of a target on a frame, or why there is none, such as that its window is not open. */
export function scopeOf(frame: Frame, target: Target): Scope | { readonly missing: string } {
  const { window } = target;
  const windows = window === undefined ? undefined : windowsLike(frame, window);
  const around = windows && windowsBox(frame, windows);
  if (window !== undefined && around === undefined) return { missing: missingWindow(frame, window) };
  const whole = around ?? frameBox(0, 0, frame.size.width, frame.size.height);
  const area = target.region === undefined ? around : intersect(whole, target.region);
  if (target.region !== undefined && area === undefined)
    return { missing: 'the region lies outside the frame or the window' };
  const showsAnchor = (box: FrameBox, text?: string): boolean => {
    if (windows === undefined) return true;
    return showsAt(frame, centreOf(box), windows) && !(text !== undefined && isTitleBar(frame, box, text));
  };
  const shows = (box: FrameBox, text?: string): boolean =>
    (area === undefined || contains(area, centreOf(box))) && showsAnchor(box, text);
  const hidden = (): string | undefined => {
    const meant = windows ?? frame.windows.filter((each) => each.active);
    return meant.length === 1 ? meant.map((each) => hiddenPart(frame, each))[0] : undefined;
  };
  return { around, area, shows, showsAnchor, hidden };
}

function windowsBox(frame: Frame, windows: readonly WindowFacts[]): FrameBox | undefined {
  const boxes = windows.flatMap((window) => windowBox(frame, window) ?? []);
  return boxes.length === 0 ? undefined : hull(boxes);
}

function missingWindow(frame: Frame, match: WindowMatch): string {
  const hidden = (frame.hiddenWindows ?? []).find((window) => windowMatches(match, window));
  if (hidden !== undefined)
    return `the window “${hidden.title}” is open but ${hidden.hidden}; a step window: {activate: …} shows it`;
  const open = frame.windows.map((window) => `“${window.title}”`).join(', ');
  return `no window ${describeWindow(match)} is on the screen; there ${open === '' ? 'is none' : `are ${open}`}`;
}

function intersect(whole: FrameBox, box: FrameBox): FrameBox | undefined {
  const moved = clip(frameBox(box.x - whole.x, box.y - whole.y, box.width, box.height), whole);
  return moved && frameBox(moved.x + whole.x, moved.y + whole.y, moved.width, moved.height);
}
