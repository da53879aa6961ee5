import {
  centreOf,
  encloses,
  type FrameBox,
  frameBox,
  intersection,
  overlaps,
  sameSpace,
  union,
} from '../../core/geometry.js';
import { isCut } from './cells.js';
import type { Part, Spot } from './engine.js';
import { columnsOf, inkOf } from './ink.js';
import { isBare } from './panels.js';
import type { Raster } from './raster.js';

/** How far the middles of two boxes of one row may be apart, as a share of the lower one's height. */
const LEVEL = 0.3;

/**
 * The spots of all windows, each once: what one window saw whole counts before what another saw cut, and what all of
 * them cut is put together.
 */
export function stitched(raster: Raster, parts: readonly Part[]): Spot[] {
  const whole: Spot[] = [];
  const cut: Piece[] = [];
  for (const { window, spots } of parts) {
    const isWhole = ({ box }: Spot): boolean => !isCut(box, window, raster);
    cut.push(
      ...spots.filter((spot) => spot.origin === 'text' && !isWhole(spot)).map((spot) => ({ spot, window })),
    );
    addEach(whole, spots.filter(isWhole));
  }
  const texts = united(cut).flatMap((spot): Spot[] => {
    const seen = whole.find((other) => isMostlyIn(spot.box, other.box));
    if (seen === undefined) return [spot];
    return goesOn(spot.box, seen.box) ? [{ ...spot, box: union(spot.box, seen.box) }] : [];
  });
  // A window that cuts a text may see its last letters apart from the rest.
  const rest = whole.filter(
    ({ box, origin }) => origin === 'shape' || !texts.some((text) => isMostlyIn(box, text.box)),
  );
  return [...rest, ...texts];
}

/** From so many times the area on a text is more than another one at its place, which is only a piece of it. */
const MORE = 1.5;

/**
 * Adds what a window saw, but what others have seen. Within one window no text is seen twice: a tick that reaches into
 * the label behind it is not that label. A shape counts only where no text is.
 */
function addEach(whole: Spot[], spots: readonly Spot[]): void {
  const before = [...whole];
  for (const spot of spots) {
    const isShape = spot.origin === 'shape';
    const known = (isShape ? whole : before).find(({ box }) => sameSpace(box, spot.box));
    if (known === undefined) whole.push(spot);
    else if (!isShape && areaOf(spot.box) > MORE * areaOf(known.box)) {
      const at = whole.indexOf(known);
      if (at < 0) whole.push(spot);
      else whole[at] = spot;
    }
  }
}

const areaOf = ({ width, height }: FrameBox): number => width * height;

/** A spot, and the window that cut it. */
interface Piece {
  readonly spot: Spot;
  readonly window: FrameBox;
}

/** Pieces of one text that several windows saw, as one. */
function united(pieces: readonly Piece[]): Spot[] {
  const done: Piece[] = [];
  for (const piece of pieces) {
    let { spot } = piece;
    const partner = (): number => done.findIndex((other) => isSameText({ ...piece, spot }, other));
    for (let at = partner(); at >= 0; at = partner()) {
      const [other] = done.splice(at, 1);
      if (other) spot = { ...spot, box: union(spot.box, other.spot.box) };
    }
    done.push({ ...piece, spot });
  }
  return done.map(({ spot }) => spot);
}

/** Whether two pieces overlap on one row, or stand in windows one above the other: rows of a list overlap, too. */
function isSameText(a: Piece, b: Piece): boolean {
  if (!overlaps(a.spot.box, b.spot.box)) return false;
  if (a.window.y === b.window.y) return isLevel(a.spot.box, b.spot.box);
  return isMostlyIn(a.spot.box, b.spot.box) || isMostlyIn(b.spot.box, a.spot.box);
}

/** How far beyond another box the rest of a text is seen at least, as a share of its height: about a letter. */
const LETTER = 0.6;

/** Whether a box goes on to a side of the other one, so that a window saw only the end of a text, or its beginning. */
function goesOn(box: FrameBox, other: FrameBox): boolean {
  const letter = LETTER * Math.min(box.height, other.height);
  return box.x < other.x - letter || box.x + box.width > other.x + other.width + letter;
}

/** Whether more than half of a box lies in the other one. */
function isMostlyIn(box: FrameBox, other: FrameBox): boolean {
  const shared = intersection(box, other);
  return shared !== undefined && shared.width * shared.height > 0.5 * box.width * box.height;
}

/**
 * Boxes that share no ink: where two of one row overlap, each ends at the gap between letters there; where there is
 * none, both are one. Detectors grow their boxes, and a letter that lies in two of them would be read twice.
 */
export function parted(raster: Raster, boxes: readonly FrameBox[]): FrameBox[] {
  const done: FrameBox[] = [];
  for (const box of [...boxes].sort((a, b) => a.x - b.x || b.width - a.width || a.y - b.y)) {
    let next: FrameBox | undefined = box;
    for (let i = done.length - 1; i >= 0 && next; i--) {
      const before = done[i] as FrameBox;
      if (!isLevel(before, next) || !overlaps(before, next)) continue;
      if (isWithin(next, before)) next = undefined;
      else {
        // One that was cut before may begin further right than the next one.
        const isFirst: boolean = before.x <= next.x;
        const [left, right] = isFirst ? [before, next] : [next, before];
        const at = gapIn(raster, left, right);
        if (at === undefined) {
          next = union(before, next);
          done.splice(i, 1);
        } else {
          const ended = frameBox(left.x, left.y, at - left.x, left.height);
          const begun = frameBox(at, right.y, right.x + right.width - at, right.height);
          done[i] = isFirst ? ended : begun;
          next = isFirst ? begun : ended;
        }
      }
    }
    if (next) done.push(next);
  }
  return done.filter((box) => box.width > 1 && !isBare(raster, box));
}

function isLevel(a: FrameBox, b: FrameBox): boolean {
  return Math.abs(centreOf(a).y - centreOf(b).y) <= LEVEL * Math.min(a.height, b.height);
}

/** Whether the box adds nothing to the other, to the sides. */
function isWithin(box: FrameBox, other: FrameBox): boolean {
  return encloses({ ...other, y: box.y, height: box.height }, box) && box.height <= other.height;
}

/** The column of the gap between letters that is nearest to the middle of what both boxes hold. */
function gapIn(raster: Raster, left: FrameBox, right: FrameBox): number | undefined {
  const [from, to] = [right.x, Math.min(left.x + left.width, right.x + right.width)];
  const y = Math.max(left.y, right.y);
  const bottom = Math.min(left.y + left.height, right.y + right.height);
  const both = union(left, right);
  const columns = columnsOf(inkOf(raster, frameBox(both.x, y, both.width, bottom - y)));
  const middle = (from + to - 1) / 2;
  let best: number | undefined;
  for (let x = from; x < to; x++) {
    if (columns[x - both.x] !== 0) continue;
    if (best === undefined || Math.abs(x - middle) < Math.abs(best - middle)) best = x;
  }
  return best;
}
