import type { Frame, WindowFacts } from '../../core/frame.js';
import {
  centreOf,
  clip,
  contains,
  encloses,
  type FrameBox,
  frameBox,
  grow,
  hull,
  overlaps,
} from '../../core/geometry.js';
import { screenBoxToFrame } from '../../core/spaces.js';
import type { TextMatch } from '../../core/target.js';
import type { Hints, TextLine, View } from '../../ports.js';
import { matchText } from '../label/match.js';
import { searchFor } from '../label/wanted.js';
import { windowBox } from '../place/windows.js';
import type { Reading } from '../reading.js';

/** px around a place that is read with it: controls tell boxes that cut their letters. */
const margin = 4;
/** More places than this are not read any quicker than all of the area. */
const mostPlaces = 12;

/** What the hinted places are looked for with. */
interface Question {
  readonly hints: Hints;
  readonly reader: Reading;
  readonly view: View;
  readonly match: TextMatch;
  /** Where the text is looked for, frame px. */
  readonly area: FrameBox;
  readonly signal: AbortSignal;
}

/**
 * The lines that are read where the applications say that the text is, and wherever they cannot know. Undefined
 * when they do not tell of the whole area, or when the pixels show the text at none of their places: then
 * nothing is known, and the area has to be read as if nobody had told anything.
 */
export async function hintedLines(question: Question): Promise<TextLine[] | undefined> {
  const { hints, view, match, area } = question;
  const windows = windowsIn(view.frame, area);
  if (windows === undefined) return undefined;
  const told = await hints.ask(windows, (name) => matchText([asLine(name)], match).length > 0);
  if (told === undefined) return undefined;
  const within = (boxes: typeof told.named): FrameBox[] => placesIn(boxes, view.frame, area);
  const [named, untold] = [merged(within(told.named)), merged(within(told.untold))];
  if (named.length === 0 || named.length + untold.length > mostPlaces) return undefined;
  // What holds a named thing and more that is in no name is all of it: browsers tell of their pages so.
  if (named.some((place) => untold.some((other) => overlaps(place, other)))) return undefined;
  const confirmed = await linesAt(question, named);
  if (matchText(confirmed, match).length === 0) return undefined;
  return [...confirmed, ...(await linesAt(question, untold))];
}

/** The windows that show in the area, topmost first; undefined when they do not fill it. */
function windowsIn(frame: Frame, area: FrameBox): WindowFacts[] | undefined {
  const windows: WindowFacts[] = [];
  for (const window of frame.windows) {
    const box = windowBox(frame, window);
    if (box === undefined || !overlaps(box, area)) continue;
    windows.push(window);
    if (encloses(box, area)) return windows;
  }
  return undefined;
}

/** A name as if it had been read, its words in a row. */
function asLine(text: string): TextLine {
  let x = 0;
  const words = text.split(/\s+/u).map((word) => {
    const box = frameBox(x, 0, word.length, 1);
    x += word.length;
    return { text: word, box, score: 1 };
  });
  return { text, box: frameBox(0, 0, x, 1), score: 1, words };
}

function placesIn(
  boxes: readonly Parameters<typeof screenBoxToFrame>[0][],
  frame: Frame,
  area: FrameBox,
): FrameBox[] {
  return boxes.flatMap((box) => {
    const place = clip(grow(screenBoxToFrame(box, frame), margin), frame.size);
    return place && contains(area, centreOf(place)) ? [place] : [];
  });
}

/** The places with those joined that overlap, so that nothing is read twice. */
function merged(places: readonly FrameBox[]): FrameBox[] {
  const apart: FrameBox[] = [];
  for (const place of places) {
    let whole = place;
    for (let i = apart.findIndex((each) => overlaps(each, whole)); i >= 0; ) {
      whole = hull([whole, ...apart.splice(i, 1)]);
      i = apart.findIndex((each) => overlaps(each, whole));
    }
    apart.push(whole);
  }
  return apart;
}

async function linesAt(
  { reader, view, match, signal }: Question,
  places: readonly FrameBox[],
): Promise<TextLine[]> {
  const picture = { key: view.frame.sha256, path: view.path };
  const lines: TextLine[] = [];
  for (const area of places) lines.push(...(await reader.find(picture, searchFor(match), { area, signal })));
  return lines;
}
