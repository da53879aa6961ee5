import type { FrameBox, FramePoint } from '../../core/geometry.js';

/** How far from the click into a field its text begins at most, px. */
const NEAR = { x: 320, y: 40 };
/** Letters are at least this wide, as a share of their height. */
const NARROWEST = 0.25;
/** Height of a common line, and of the largest digits of a clock, px. */
const LINE = 14;
const LARGEST = 64;
/** Away from the clicked field, less than so many letters may be a clock. */
const CLOCK = 6;

/**
 * What changes tell of a typed text. Shown: they can be the text. Doubtful: they are smaller than the text and away
 * from its field, as the tick of a clock is; if they stay, they are its effect. None: they cannot be the text.
 */
export type Evidence = 'shown' | 'doubtful' | 'none';

/** What the changes are held against. */
export interface Wanted {
  /** Visible characters; undefined where nobody may know. */
  readonly letters: number | undefined;
  /** Where a field was clicked just before, frame px. */
  readonly clicked: FramePoint | undefined;
}

/** Weighs changed areas, frame px, of the windows where the text may show. */
export function evidenceIn(boxes: readonly FrameBox[], { letters, clicked }: Wanted): Evidence {
  if (boxes.length === 0) return 'none';
  if (letters === undefined) return 'shown';
  if (clicked !== undefined && boxes.some((box) => isNear(box, clicked))) return 'shown';
  const room = boxes.reduce((sum, box) => sum + roomIn(box), 0);
  return room >= (clicked === undefined ? letters : Math.max(letters, CLOCK)) ? 'shown' : 'doubtful';
}

/** Whether the change is so near to the click that it is in the field that was clicked. */
export function isNear(box: FrameBox, { x, y }: FramePoint): boolean {
  const apart = (from: number, length: number, at: number): number =>
    Math.max(from - at, at - (from + length), 0);
  return apart(box.x, box.width, x) <= NEAR.x && apart(box.y, box.height, y) <= NEAR.y;
}

/** How many letters a changed area can be at most; something not wider than high is one or two of its height. */
function roomIn({ width, height }: FrameBox): number {
  const line = width < 2 * height && height <= LARGEST ? height : Math.min(height, LINE);
  return (width / (NARROWEST * line)) * Math.max(1, Math.floor(height / line));
}
