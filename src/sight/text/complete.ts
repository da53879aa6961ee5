import { type FrameBox, frameBox } from '../../core/geometry.js';
import { commonest } from './ink.js';
import type { Raster } from './raster.js';

/** How far a box may grow on each side, as a share of its height; ink that goes on further is no letter but a border. */
const MOST = 0.7;
/** The same to the sides, where the next letter may stand so far away. */
const WIDE = 1.3;
const SPACE = 0.25;
/** A box up to this many times as wide as high holds few letters. */
const FEW = 1.5;
/** Boxes from this height on, px, are never so small that letters stick out of them. */
const LOW = 16;
/** Grey levels from the background from which a px is ink here. */
const INK = 48;

/**
 * A low box with all of the letters it cuts: on a dark grid detectors see only the middle of lone numbers.
 */
export function completed(raster: Raster, box: FrameBox): FrameBox {
  if (box.height >= LOW) return box;
  const background = commonest(raster, box);
  const isInk = (x: number, y: number): boolean =>
    Math.abs((raster.data[y * raster.width + x] as number) - background) >= INK;
  const most = Math.ceil(MOST * box.height);
  const up = reach(most, (by) => row(box, box.y - by, raster.height, isInk));
  const down = reach(most, (by) => row(box, box.y + box.height - 1 + by, raster.height, isInk));
  const tall = frameBox(box.x, box.y - up, box.width, box.height + up + down);
  const wide = Math.ceil(WIDE * tall.height);
  const space = Math.ceil(SPACE * tall.height);
  // A longer box is a line or a piece of one: what stands beside it is another piece.
  if (box.width > FEW * tall.height) return tall;
  const left = reach(wide, (by) => column(tall, tall.x - by, raster.width, isInk), space);
  const right = reach(wide, (by) => column(tall, tall.x + tall.width - 1 + by, raster.width, isInk), space);
  return frameBox(tall.x - left, tall.y, tall.width + left + right, tall.height);
}

/**
 * How many lines beyond the edge hold ink that goes on from it, over gaps of up to `space` lines; 0 when it goes on
 * too far. One more is air.
 */
function reach(most: number, inkAt: (by: number) => boolean | undefined, space = 0): number {
  let last = 0;
  if (inkAt(0) === false && space === 0) return 0;
  for (let by = 1; by <= most; by++) {
    const ink = inkAt(by);
    if (ink === undefined) return 0;
    if (ink) last = by;
    else if (by - last > space) return last === 0 ? 0 : last + 1;
  }
  return 0;
}

function row(
  { x, width }: FrameBox,
  y: number,
  height: number,
  isInk: (x: number, y: number) => boolean,
): boolean | undefined {
  if (y < 0 || y >= height) return undefined;
  for (let at = x; at < x + width; at++) if (isInk(at, y)) return true;
  return false;
}

function column(
  { y, height }: FrameBox,
  x: number,
  width: number,
  isInk: (x: number, y: number) => boolean,
): boolean | undefined {
  if (x < 0 || x >= width) return undefined;
  for (let at = y; at < y + height; at++) if (isInk(x, at)) return true;
  return false;
}
