import { type FrameBox, type FramePoint, frameBox, framePoint } from '../../core/geometry.js';
import type { TextLine, View } from '../../ports.js';
import { loadPicture, type RawPicture } from '../picture.js';
import { type Flood, flood } from './flood.js';

/** How far before its label the middle of a check box may stand, in heights of the label. */
const BEFORE = { from: 0.5, to: 2 };
/** Sizes of the inside of a check box or radio button, in heights of the label; and how square it is. */
const SIZE = { least: 0.45, most: 1.1 };
const SQUARE = 1.25;
/** Of the inside so much is of one colour where nothing is ticked: of a ring two thirds or more, of a square all. */
const EMPTY = 0.65;
/** The share of the inside, around its middle, that a tick or a dot crosses. */
const MIDDLE = 0.5;
/** What was read of the box itself stands before the label, as single letters and signs: a longer word is no box. */
const FIRST_WORDS = 3;
const WORD = /[\p{L}\p{N}]{2}/u;

/**
 * The lines that are options of a dialog and are not chosen: an empty check box or radio button stands before them.
 * What they say does not happen when the dialog is agreed to. Questions are no options.
 */
export async function untickedOf(view: View, lines: readonly TextLine[]): Promise<readonly TextLine[]> {
  const picture = await loadPicture(view.path);
  return lines.filter(({ text, words }) => {
    if (/[?？]\s*$/u.test(text)) return false;
    const first = words.findIndex((word) => WORD.test(word.text));
    // The label begins with its first word, or with a word of one letter before that.
    return words
      .slice(0, Math.min(first, FIRST_WORDS - 1) + 1)
      .some(({ box }) => hasEmptyBoxBefore(picture, box));
  });
}

function hasEmptyBoxBefore(picture: RawPicture, label: FrameBox): boolean {
  const { height } = label;
  const y = Math.round(label.y + height / 2);
  const limit = frameBox(label.x - 3 * height, y - 1.5 * height, 4 * height, 3 * height);
  for (let x = label.x - BEFORE.from * height; x >= label.x - BEFORE.to * height; x -= 2) {
    const area = flood(picture, Math.round(x), y, limit);
    if (area !== undefined && isEmptyBox(area, label)) return true;
  }
  return false;
}

function isEmptyBox(area: Flood, label: FrameBox): boolean {
  const { width, height } = area.box;
  const [least, most] = [SIZE.least * label.height, SIZE.most * label.height];
  // The right border of the box may have been read as a bracket of the label.
  if (area.open || area.box.x + width > label.x + label.height / 2) return false;
  if (Math.min(width, height) < least || Math.max(width, height) > most) return false;
  if (Math.max(width, height) > SQUARE * Math.min(width, height)) return false;
  return shareOf(area, area.box) >= EMPTY && shareOf(area, middleOf(area.box)) === 1;
}

function middleOf({ x, y, width, height }: FrameBox): FrameBox {
  const edge = (1 - MIDDLE) / 2;
  return frameBox(
    Math.round(x + edge * width),
    Math.round(y + edge * height),
    Math.max(1, Math.floor(MIDDLE * width)),
    Math.max(1, Math.floor(MIDDLE * height)),
  );
}

/** The share of a box's px that belong to the area. */
function shareOf(area: Flood, box: FrameBox): number {
  const inside = pointsOf(box).filter(({ x, y }) => area.has(x, y));
  return inside.length / (box.width * box.height);
}

function pointsOf({ x, y, width, height }: FrameBox): FramePoint[] {
  return Array.from({ length: width * height }, (_, i) =>
    framePoint(x + (i % width), y + Math.floor(i / width)),
  );
}
