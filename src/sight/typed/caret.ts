import { clip, type FrameBox, frameBox } from '../../core/geometry.js';
import type { RawPicture } from '../picture.js';

/** A caret is a bar of one colour, so wide and so high, px. */
const WIDTH = 3;
const HEIGHT = { least: 10, most: 48 };
/** So much of each side is background: it may touch a letter. */
const FREE = 0.3;
/** How far beside the bar the letters of its line are looked for, in heights of the bar. */
const REACH = 4;
/** The border of a field is at least so high, and higher than the bar by so much at each end on average, px. */
const FIELD = { height: 24, beyond: 3 };
/** Channels differ by at least so much where something is drawn, of 255. */
const INK = 24;

/**
 * The text carets in a part of a picture: upright bars that reach above and below all letters beside them, which no
 * letter does.
 */
export function caretsIn(picture: RawPicture, area: FrameBox): FrameBox[] {
  const inside = clip(area, picture);
  if (inside === undefined) return [];
  const carets: FrameBox[] = [];
  for (let x = inside.x + 1; x < inside.x + inside.width - 1; x++) {
    const bar = barAt(picture, inside, x);
    if (bar === undefined || !isFree(picture, bar) || !towers(picture, bar)) continue;
    carets.push(bar);
    x += bar.width;
  }
  return carets;
}

/** A bar whose left edge is in the column. */
function barAt(picture: RawPicture, area: FrameBox, x: number): FrameBox | undefined {
  for (let y = area.y; y < area.y + area.height; ) {
    let bottom = y + 1;
    while (bottom < area.y + area.height && differ(picture, x, y, x, bottom) === 0) bottom++;
    const height = bottom - y;
    if (height >= HEIGHT.least && height <= HEIGHT.most && differ(picture, x, y, x - 1, y) >= INK) {
      const bar = widened(picture, frameBox(x, y, 1, height));
      if (bar !== undefined) return bar;
    }
    y = bottom;
  }
  return undefined;
}

/** The bar with the columns to its right that are the same; undefined when it is too wide or does not end as a bar. */
function widened(picture: RawPicture, { x, y, height }: FrameBox): FrameBox | undefined {
  const bottom = y + height - 1;
  let width = 1;
  const isSame = (column: number): boolean => {
    for (let row = y; row <= bottom; row++) if (differ(picture, x, y, column, row) !== 0) return false;
    return true;
  };
  while (width <= WIDTH && isSame(x + width)) width++;
  if (width > WIDTH || x + width >= picture.width) return undefined;
  return frameBox(x, y, width, height);
}

/** The colour around the bar is that at its upper left. */
function isFree(picture: RawPicture, { x, y, width, height }: FrameBox): boolean {
  const free = (column: number): number => {
    let count = 0;
    for (let row = y; row < y + height; row++) if (differ(picture, x - 1, y, column, row) < INK) count++;
    return count;
  };
  return [x - 1, x + width].every((column) => free(column) >= FREE * height);
}

/** Whether letters stand beside the bar in its field, and none of them reaches its first or its last row. */
function towers(picture: RawPicture, bar: FrameBox): boolean {
  const { x, y, width, height } = bar;
  const [from, to] = [fieldEnd(picture, bar, -1) + 1, fieldEnd(picture, bar, 1)];
  const inked = (row: number): boolean => {
    for (let column = from; column < to; column++) {
      const own = column >= x && column < x + width;
      if (!own && differ(picture, x - 1, y, column, row) >= INK) return true;
    }
    return false;
  };
  if (inked(y) || inked(y + height - 1)) return false;
  for (let row = y + 1; row < y + height - 1; row++) if (inked(row)) return true;
  return false;
}

/** The column at which the field of a bar ends in one direction: its border, or as far as letters are looked for. */
function fieldEnd(picture: RawPicture, { x, y, width, height }: FrameBox, step: -1 | 1): number {
  const isBorder = (column: number): boolean => {
    const isInk = (row: number): boolean =>
      row >= 0 && row < picture.height && differ(picture, x - 1, y, column, row) >= INK;
    if (!isInk(y)) return false;
    let [top, bottom] = [y, y];
    while (isInk(top - 1)) top--;
    while (isInk(bottom + 1)) bottom++;
    // In its first line the caret may begin right below the border's corner.
    const isAround = top <= y && bottom >= y + height - 1;
    return isAround && bottom - top + 1 >= Math.max(FIELD.height, height + 2 * FIELD.beyond);
  };
  const first = (step < 0 ? x - 1 : x + width) + step * FIELD.beyond;
  for (let column = first; Math.abs(column - first) < REACH * height; column += step)
    if (column < 0 || column >= picture.width || isBorder(column)) return column;
  return first + step * REACH * height;
}

/** By how much two px differ in the channel that differs most. */
function differ({ width, channels, data }: RawPicture, x: number, y: number, x2: number, y2: number): number {
  const a = (y * width + x) * channels;
  const b = (y2 * width + x2) * channels;
  let most = 0;
  for (let channel = 0; channel < Math.min(3, channels); channel++)
    most = Math.max(most, Math.abs((data[a + channel] ?? 0) - (data[b + channel] ?? 0)));
  return most;
}
