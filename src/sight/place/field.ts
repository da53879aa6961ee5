import { type FrameBox, frameBox } from '../../core/geometry.js';
import type { RawPicture } from '../picture.js';
import { controlAround } from './control.js';
import { type Flood, flood } from './flood.js';

/** How far an entry box may be from its label, in heights of the label. */
const REACH = { right: 24, below: 2.2 };
/** Sizes of an entry box, in heights of its label. */
const LEAST = { width: 1.6, height: 0.6 };
const TALLEST = 4;
/** How much of each side has to be seen: rounded corners, a caret or a spin button hide some of it. */
const STRAIGHT = 0.75;

/**
 * The entry box that a label names: the control it sits in itself, such as the hint in an empty entry, else a
 * bordered or differently coloured rectangle right of the label, else below it. Undefined when there is none;
 * the label itself is then the best place.
 *
 * @param label box of the label's text, frame px
 * @returns the inside of the entry box, frame px
 */
export function fieldOf(label: FrameBox, picture: RawPicture): FrameBox | undefined {
  return controlAround(picture, label) ?? rightOf(label, picture) ?? below(label, picture);
}

function rightOf(label: FrameBox, picture: RawPicture): FrameBox | undefined {
  const y = Math.floor(label.y + label.height / 2);
  const from = Math.ceil(label.x + label.width) + 1;
  const to = Math.min(picture.width - 1, from + REACH.right * label.height);
  // The box of a label may reach over the border of its entry, which is no longer met on the way then.
  const met = entryAt(picture, from, y, label);
  if (met !== undefined && isBeside(met, label)) return met;
  // Something else between label and field, such as another label, means the field is not this label's.
  let strange = 0;
  for (let x = from; x <= to; x++) {
    if (!changes(picture, x, y, 1, 0)) continue;
    const box = entryAt(picture, x + 1, y, label) ?? entryAt(picture, x, y, label);
    if (box !== undefined && box.x + box.width > label.x + label.width && isBeside(box, label)) return box;
    if (++strange > label.height) return undefined;
  }
  return undefined;
}

function below(label: FrameBox, picture: RawPicture): FrameBox | undefined {
  const from = Math.ceil(label.y + label.height * 0.8);
  const to = Math.min(picture.height - 1, from + REACH.below * label.height);
  // Left of the entry's own text, if it has some, and once further right.
  for (const x of [label.x + 2, label.x + label.width / 2, label.x + label.width - 2].map(Math.floor)) {
    for (let y = from; y <= to; y++) {
      if (!changes(picture, x, y, 0, 1)) continue;
      const box = entryAt(picture, x, y + 1, label) ?? entryAt(picture, x, y + 2, label);
      if (box !== undefined && box.y >= label.y + label.height * 0.6 && box.x <= label.x + label.height * 2)
        return box;
    }
  }
  return undefined;
}

/** The entry box whose inside holds the px. */
function entryAt(picture: RawPicture, x: number, y: number, label: FrameBox): FrameBox | undefined {
  const height = TALLEST * label.height;
  const limit = frameBox(x - 60 * label.height, y - height, 120 * label.height, 2 * height);
  const area = flood(picture, x, y, limit);
  if (area === undefined || !looksLikeEntry(area, label) || holds(area.box, label)) return undefined;
  return innerEntry(picture, area, label) ?? area.box;
}

/** The entry within a frame, such as that of another page: what holds an entry is none itself. */
function innerEntry(picture: RawPicture, outer: Flood, label: FrameBox): FrameBox | undefined {
  const { x: left, y: top, width, height } = outer.box;
  for (const x of [0.6, 1.5, 3].map((heights) => Math.floor(left + heights * label.height))) {
    for (let y = top; y < top + height && x < left + width; y++) {
      // The border of something inside.
      if (outer.has(x, y) || !outer.has(x, y - 1)) continue;
      for (const below of [1, 2, 3]) {
        const inner = flood(picture, x, y + below, outer.box);
        const apart = inner !== undefined && !inner.has(x, y - 1) && inner.box.height < height;
        if (apart && looksLikeEntry(inner, label) && !holds(inner.box, label)) return inner.box;
      }
    }
  }
  return undefined;
}

function looksLikeEntry(area: Flood, label: FrameBox): boolean {
  const { box } = area;
  return (
    !area.open &&
    // The right side of a combo box is its arrow's.
    Math.min(area.sides.left, area.sides.top, area.sides.bottom) >= STRAIGHT &&
    box.height >= LEAST.height * label.height &&
    box.height <= TALLEST * label.height &&
    box.width >= LEAST.width * label.height &&
    box.width >= 1.2 * box.height
  );
}

/** On the label's row. */
function isBeside(box: FrameBox, label: FrameBox): boolean {
  const middle = label.y + label.height / 2;
  return middle >= box.y && middle <= box.y + box.height;
}

function holds(box: FrameBox, label: FrameBox): boolean {
  return (
    box.x <= label.x + label.width / 2 &&
    box.x + box.width >= label.x + label.width / 2 &&
    box.y <= label.y + label.height / 2 &&
    box.y + box.height >= label.y + label.height / 2
  );
}

/** Whether the colour changes between a px and the one before it. */
function changes(picture: RawPicture, x: number, y: number, dx: number, dy: number): boolean {
  const { channels, data, width, height } = picture;
  if (x < 1 || y < 1 || x >= width || y >= height) return false;
  const a = (y * width + x) * channels;
  const b = ((y - dy) * width + x - dx) * channels;
  for (let c = 0; c < Math.min(3, channels); c++)
    if (Math.abs((data[a + c] ?? 0) - (data[b + c] ?? 0)) > 5) return true;
  return false;
}
