import { isAbort } from '../../../core/errors.js';
import type { WindowFacts } from '../../../core/frame.js';
import { clip, type FrameBox, type ScreenBox, screenBox } from '../../../core/geometry.js';
import { screenBoxToFrame } from '../../../core/spaces.js';
import type { TextLine } from '../../../ports.js';
import type { Stage } from '../stage.js';

/** Height of a row of buttons with its margin and width of a column of them, logical px. */
const BUTTON_ROW = 64;
const BUTTON_COLUMN = 130;

/** Where the buttons of file dialogs stand: at the bottom, in a header bar, or one below the other on the right. */
export function buttonPlaces({ box: { x, y, width, height } }: WindowFacts): readonly ScreenBox[] {
  const row = Math.min(BUTTON_ROW, height);
  const column = Math.min(BUTTON_COLUMN, width);
  return [
    screenBox(x, y + height - row, width, row),
    screenBox(x, y, width, row),
    screenBox(x + width - column, y, column, height),
  ];
}

/** The text in a part of the screen, line by line; undefined when the look was voided. */
export async function readLines(stage: Stage, box: ScreenBox): Promise<readonly TextLine[] | undefined> {
  const { frame } = stage.situation.view;
  const area = clip(screenBoxToFrame(box, frame), frame.size);
  return area === undefined ? [] : readArea(stage, area);
}

/** The text in an area of the frame, line by line; undefined when the look was voided. */
export async function readArea(
  { signal, eyes, situation }: Stage,
  area: FrameBox,
): Promise<readonly TextLine[] | undefined> {
  try {
    return await eyes.read(situation.view, area, signal);
  } catch (error) {
    if (signal.aborted || isAbort(error)) return undefined;
    throw error;
  }
}

/** Labels that may stand in lines: each line, and each word of it, since buttons in a row are read as one line. */
export function labelsIn(lines: readonly TextLine[]): string[] {
  return lines.flatMap(({ text, words }) => [text, ...words.map((word) => word.text)]);
}
