import type { Frame, WindowFacts } from '../../core/frame.js';
import { type FrameBox, intersection } from '../../core/geometry.js';
import { screenBoxToFrame } from '../../core/spaces.js';
import { windowBox } from './windows.js';

/** The least share of a window that is worth telling. */
const LEAST = 0.02;

/**
 * What of a window cannot be seen, as words: it reaches beyond the edge of the screen, or other windows lie over
 * it; and what a task can do about it. Undefined when all of it can be seen.
 */
export function hiddenPart(frame: Frame, window: WindowFacts): string | undefined {
  const box = screenBoxToFrame(window.box, frame);
  const seen = windowBox(frame, window);
  const beyond = 1 - (seen === undefined ? 0 : areaOf(seen)) / Math.max(1, areaOf(box));
  const over = frame.windows
    .slice(0, frame.windows.indexOf(window))
    .map((other) => ({ other, share: shareUnder(box, screenBoxToFrame(other.box, frame)) }))
    .filter(({ share }) => share > LEAST)
    .sort((a, b) => b.share - a.share);
  const parts: string[] = [];
  if (beyond > LEAST)
    parts.push(
      `${percent(beyond)} of the window “${window.title}” lies beyond the edge of the screen; move it with {window: {place: …, box: …}}`,
    );
  for (const { other, share } of over)
    parts.push(
      `${percent(share)} of the window “${window.title}” lies under “${other.title}”; bring it to the front with {window: …}, or move or close what covers it`,
    );
  return parts.length === 0 ? undefined : parts.join('; ');
}

function shareUnder(box: FrameBox, other: FrameBox): number {
  const shared = intersection(box, other);
  return shared === undefined ? 0 : areaOf(shared) / Math.max(1, areaOf(box));
}

const areaOf = ({ width, height }: FrameBox): number => width * height;
const percent = (share: number): string => `${Math.max(1, Math.round(100 * share))} %`;
