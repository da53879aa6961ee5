import type { Frame } from '../../core/frame.js';
import type { FrameBox } from '../../core/geometry.js';
import { screenBoxToFrame } from '../../core/spaces.js';
import type { ScreenLabel, TextLine } from '../../ports.js';
import { cutAtPopups } from './cut.js';
import { labelsOf } from './segment.js';

/**
 * The labels that stand in lines of a frame, each by itself: cut at the borders of pop-ups and at wide gaps, as a click
 * by text finds them.
 */
export function labelsOn(frame: Frame, lines: readonly TextLine[]): ScreenLabel[] {
  return cutAtPopups(lines, popupsOn(frame)).flatMap((line) =>
    labelsOf(line).map(({ words, box }, _, { length }) => ({
      text: length === 1 ? line.text : words.map(({ text }) => text).join(' '),
      box,
      line,
    })),
  );
}

/** The boxes of what lies over other windows: tips, menus, dialogs; frame px, topmost first. */
export function popupsOn(frame: Frame): FrameBox[] {
  const boxes = [...(frame.tips ?? []), ...frame.windows.slice(0, -1).map(({ box }) => box)];
  return boxes.map((box) => screenBoxToFrame(box, frame));
}
