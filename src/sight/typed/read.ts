import type { Frame } from '../../core/frame.js';
import {
  centreOf,
  clip,
  contains,
  type FrameBox,
  frameBox,
  grow,
  overlaps,
  union,
} from '../../core/geometry.js';
import { screenBoxToFrame } from '../../core/spaces.js';
import type { Eyes, TextLine, View } from '../../ports.js';
import { continued } from './continued.js';
import type { ReadLine } from './letters.js';
import { placesToRead } from './places.js';

/** Pixels that a letter may be drawn beyond what changed of it. */
const SLACK = 2;
/** How far behind the last letter its caret may stand, px; bars before the first one are the border of the field. */
const BEHIND = 8;
/** Letters that look like a caret. */
const BARS = /[|¦│┃]/u;

/** A typed text, and the frame on which it is looked for. */
export interface Sought {
  readonly eyes: Eyes;
  readonly view: View;
  readonly text: string;
}

/**
 * Reads where the screen changed after a text was typed. Carets are left out, unless the text has letters that look
 * like one.
 *
 * @param boxes what changed, frame px
 * @param large reads the large places too, which takes long
 */
export async function readChanged(
  { eyes, view, text }: Sought,
  boxes: readonly FrameBox[],
  large: boolean,
  signal: AbortSignal,
): Promise<ReadLine[]> {
  const noCaretIn = caretPlaces(text, boxes);
  const lines: ReadLine[] = [];
  for (const place of rowsOf(placesToRead(boxes, view.frame.size, large), view.frame)) {
    const read = await eyes.read(view, place, signal, { noCaretIn });
    lines.push(
      ...continued(read)
        .map((line) => wordsOf(line, boxes))
        .filter(hasChanged),
    );
  }
  return lines;
}

/** The places with all that stands beside them in their windows: a line is read whole, or not at all. */
function rowsOf(places: readonly FrameBox[], frame: Frame): FrameBox[] {
  const rows: FrameBox[] = [];
  for (const place of places) {
    const windows = frame.windows.map(({ box }) => screenBoxToFrame(box, frame));
    const window = windows.find((box) => contains(box, centreOf(place)));
    const { x, width } = window ?? { x: 0, width: frame.size.width };
    const row = clip(frameBox(x, place.y, width, place.height), frame.size);
    const at = rows.findIndex((other) => row !== undefined && overlaps(other, row));
    const same = rows[at];
    if (row === undefined) continue;
    if (same === undefined) rows.push(row);
    else rows[at] = union(same, row);
  }
  return rows;
}

/** Where a caret is no letter of the text, frame px. */
export function caretPlaces(text: string, boxes: readonly FrameBox[]): FrameBox[] {
  return BARS.test(text) ? [] : boxes.map(withCaretBehind);
}

function withCaretBehind({ x, y, width, height }: FrameBox): FrameBox {
  return frameBox(x, y, width + BEHIND, height);
}

function wordsOf({ words }: TextLine, boxes: readonly FrameBox[]): ReadLine {
  return words.map(({ text, box, letters }) => ({
    text,
    box,
    letters,
    changed: boxes.some((changed) => overlaps(grow(changed, SLACK), box)),
  }));
}

function hasChanged(line: ReadLine): boolean {
  return line.some(({ changed }) => changed);
}
