import {
  centreOf,
  encloses,
  type FrameBox,
  type FramePoint,
  frameBox,
  framePoint,
  grow,
} from '../../core/geometry.js';
import type { RawPicture } from '../picture.js';
import { type Flood, flood } from './flood.js';

/** The control that a label sits in, and where to click it. */
export interface Control {
  /** Its inside and a border of 1 px, frame px. */
  readonly box: FrameBox;
  /** Where to act: the control's middle, or the label's when the control holds other things too. */
  readonly point: FramePoint;
}

/** How much of each side has to be seen; text that touches a border hides some of it. */
const STRAIGHT = 0.7;
/** Height of a control in heights of its text; anything taller is a panel, a list or a page. */
const TALLEST = 3.6;
/** Px to each side in which the border of a control is looked for, in heights of its text. */
const REACH = { x: 40, y: 3 };

/**
 * The control around a text, where its border or its own colour can be seen: the colour behind the letters
 * is flooded, and a control is what that fills as a rectangle of sensible size.
 *
 * @param text box of the label, frame px
 */
export function controlAround(picture: RawPicture, text: FrameBox): Control | undefined {
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
    return isControl(area, text, picture)
      ? { box: grow(area.box, 1), point: pointFor(area, text) }
      : undefined;
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

function isControl(area: Flood, text: FrameBox, picture: RawPicture): boolean {
  const { box } = area;
  return (
    !area.open &&
    area.straight >= STRAIGHT &&
    box.height <= TALLEST * text.height &&
    box.height >= 0.6 * text.height &&
    !(box.width >= picture.width - 2 && box.height >= picture.height - 2)
  );
}

/** The middle of the control, unless other text stands in it: then only the label itself is meant. */
function pointFor(area: Flood, text: FrameBox): FramePoint {
  const { box } = area;
  const top = Math.floor(box.y + box.height * 0.3);
  const bottom = Math.ceil(box.y + box.height * 0.7);
  let strange = 0;
  for (let x = box.x; x < box.x + box.width; x++) {
    if (x > text.x - 4 && x < text.x + text.width + 4) continue;
    for (let y = top; y < bottom; y++) {
      if (area.has(x, y)) continue;
      strange++;
      break;
    }
  }
  // An icon or an arrow is part of the control, another word is not; and a label at the end of a long row
  // says more than the row's middle.
  const middle = centreOf(box);
  const near = Math.abs(middle.x - centreOf(text).x) <= (text.width + text.height) / 2;
  return near && strange <= 1.2 * text.height ? middle : centreOf(text);
}

function colourAt(picture: RawPicture, point: FramePoint): number {
  const { channels, data, width } = picture;
  const at = (point.y * width + point.x) * channels;
  const second = channels === 1 ? 0 : 1;
  return ((data[at] ?? 0) << 16) | ((data[at + second] ?? 0) << 8) | (data[at + 2 * second] ?? 0);
}
