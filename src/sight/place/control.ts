import { encloses, type FrameBox, type FramePoint, frameBox, framePoint, grow } from '../../core/geometry.js';
import type { RawPicture } from '../picture.js';
import { type Flood, flood } from './flood.js';

/** How much of each side has to be seen; text that touches a border hides some of it. */
const STRAIGHT = 0.7;
/** Height of a control in heights of its text; anything taller is a panel, a list or a page. */
const TALLEST = 3.6;
/** Px to each side in which the border of a control is looked for, in heights of its text. */
const REACH = { x: 40, y: 3 };

/**
 * The control that a label names: the panel that it stands in, where nothing else that may be text stands in it.
 * Menus of two rows, lists, toolbars and pages are panels, too, but no controls.
 *
 * @param text box of the label, frame px
 * @returns its inside and a border of 1 px, frame px
 */
export function controlAround(picture: RawPicture, text: FrameBox): FrameBox | undefined {
  const panel = floodAround(picture, text);
  return panel && isAlone(panel, text) ? grow(panel.box, 1) : undefined;
}

/**
 * The panel around a text, whatever else it holds, where its border or its own colour can be seen: the colour behind
 * the letters is flooded, and a panel is what that fills as a rectangle of sensible size.
 *
 * @param text box of the text, frame px
 * @returns its inside and a border of 1 px, frame px
 */
export function panelAround(picture: RawPicture, text: FrameBox): FrameBox | undefined {
  const panel = floodAround(picture, text);
  return panel && grow(panel.box, 1);
}

function floodAround(picture: RawPicture, text: FrameBox): Flood | undefined {
  const { x, y, width, height } = text;
  const limit = frameBox(
    x - REACH.x * height,
    y - REACH.y * height,
    width + 2 * REACH.x * height,
    (1 + 2 * REACH.y) * height,
  );
  const core = frameBox(x + width * 0.15, y + height * 0.3, width * 0.7, height * 0.4);
  for (const seed of seedsIn(picture, text)) {
    const area = flood(picture, seed.x, seed.y, limit);
    if (area === undefined || !encloses(area.box, core)) continue;
    return isPanel(area, text, picture) ? area : undefined;
  }
  return undefined;
}

/** Px of the commonest colour behind the text, from its left, right, top and bottom edge. */
function seedsIn(picture: RawPicture, text: FrameBox): FramePoint[] {
  const middle = Math.floor(text.y + text.height / 2);
  const points: FramePoint[] = [];
  for (let i = 0; i <= 8; i++) {
    const x = Math.floor(text.x + ((text.width - 1) * i) / 8);
    points.push(
      framePoint(x, Math.floor(text.y + text.height * 0.12)),
      framePoint(x, Math.ceil(text.y + text.height * 0.88)),
      framePoint(x, middle),
    );
  }
  const inside = points.filter(({ x, y }) => x >= 0 && y >= 0 && x < picture.width && y < picture.height);
  const counts = new Map<number, FramePoint[]>();
  for (const point of inside) {
    const colour = colourAt(picture, point);
    counts.set(colour, [...(counts.get(colour) ?? []), point]);
  }
  const [commonest = [], next = []] = [...counts.values()].sort((a, b) => b.length - a.length);
  return [...commonest.slice(0, 3), ...next.slice(0, 2)];
}

function isPanel(area: Flood, text: FrameBox, picture: RawPicture): boolean {
  const { box } = area;
  return (
    !area.open &&
    area.straight >= STRAIGHT &&
    box.height <= TALLEST * text.height &&
    box.height >= 0.6 * text.height &&
    !(box.width >= picture.width - 2 && box.height >= picture.height - 2)
  );
}

/** Px around the letters that may still be theirs: the reader's boxes are a little off. */
const SLACK = 3;
/** The most columns beside a label that an icon, an arrow or a tick takes, in heights of the text. */
const ICON = 1.6;
/** A picture above or below its name is at least this high, and at most so many times as wide, in heights of the text. */
const PICTURE = { height: 1.4, width: 3.5 };

/**
 * Whether nothing that may be text stands in the panel besides the label: an icon on its row, or one picture above or
 * below it, is part of the control; another row of letters is not.
 */
function isAlone(area: Flood, text: FrameBox): boolean {
  const { box } = area;
  const own = grow(text, SLACK);
  const rows = strangeRuns(box.height, 2, (y) => rowHasInk(area, box.y + y, own));
  // The letters of a word stand apart, too.
  const apart = Math.round(LETTERS_APART * text.height);
  const beside = strangeRuns(box.width, apart, (x) => columnHasInk(area, box.x + x, own));
  const besideInk = beside.reduce((sum, [from, to]) => sum + to - from, 0);
  if (besideInk > ICON * text.height) return false;
  const [other, ...more] = rows;
  if (other === undefined) return true;
  return more.length === 0 && isPicture(area, other, text);
}

/** Whether a row of the panel above or below the label is drawn on; the rounded corners of the panel are its own. */
function rowHasInk(area: Flood, y: number, own: FrameBox): boolean {
  const { box } = area;
  if (y >= own.y && y < own.y + own.height) return false;
  for (let x = box.x + CORNER; x < box.x + box.width - CORNER; x++)
    if (!area.has(x, y)) return !isEdge(area, y);
  return false;
}

/** Rows that a border or the corners touch say nothing. */
function isEdge({ box }: Flood, y: number): boolean {
  return y < box.y + 2 || y >= box.y + box.height - 2;
}

function columnHasInk(area: Flood, x: number, own: FrameBox): boolean {
  const { box } = area;
  if (x >= own.x && x < own.x + own.width) return false;
  if (x < box.x + 2 || x >= box.x + box.width - 2) return false;
  const top = Math.max(box.y + 2, own.y);
  const bottom = Math.min(box.y + box.height - 2, own.y + own.height);
  for (let y = top; y < bottom; y++) if (!area.has(x, y)) return true;
  return false;
}

/** Px of rounded corners that are no part of the flooded area. */
const CORNER = 8;

/** The gaps between the letters of a word, in heights of the text. */
const LETTERS_APART = 0.35;

/** The stretches, [from, to), for which the test holds, those joined that are at most `apart` px from each other. */
function strangeRuns(length: number, apart: number, test: (at: number) => boolean): [number, number][] {
  const runs: [number, number][] = [];
  for (let at = 0; at < length; at++) {
    if (!test(at)) continue;
    const last = runs.at(-1);
    if (last !== undefined && at - last[1] <= apart) last[1] = at + 1;
    else runs.push([at, at + 1]);
  }
  return runs;
}

/** Whether what is drawn in some rows of the panel is a picture: higher than letters, and not as wide as a word. */
function isPicture(area: Flood, [from, to]: readonly [number, number], text: FrameBox): boolean {
  const { box } = area;
  const [top, bottom] = [box.y + from, box.y + to];
  const inked = strangeRuns(box.width - 2 * CORNER, 0, (x) => {
    for (let y = top; y < bottom; y++) if (!area.has(box.x + CORNER + x, y)) return true;
    return false;
  });
  const width = (inked.at(-1)?.[1] ?? 0) - (inked[0]?.[0] ?? 0);
  return bottom - top >= PICTURE.height * text.height && width <= PICTURE.width * text.height;
}

function colourAt(picture: RawPicture, point: FramePoint): number {
  const { channels, data, width } = picture;
  const at = (point.y * width + point.x) * channels;
  const second = channels === 1 ? 0 : 1;
  return ((data[at] ?? 0) << 16) | ((data[at + second] ?? 0) << 8) | (data[at + 2 * second] ?? 0);
}
