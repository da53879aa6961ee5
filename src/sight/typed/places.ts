import { clip, type FrameBox, frameBox, type Size, union } from '../../core/geometry.js';

/** Changes this close to each other are one place, px: the letters of a line, the lines of a paragraph. */
const NEAR = 24;
/** Room around a place, px: letters beside it that look as the ones they replaced belong to the text. */
const MARGIN = { x: 24, y: 6 };
/** Lower places hold no letters, px. */
const LEAST_HEIGHT = 5;
/** More than this takes long to read, px². */
const MOST_AREA = 250_000;
/** At most this many places are read, the largest ones. */
const MOST_PLACES = 4;

/**
 * Returns where typed text may stand, from the areas that changed: merged, top first, few.
 *
 * @param large whether places count that take long to read
 */
export function placesToRead(boxes: readonly FrameBox[], size: Size, large: boolean): FrameBox[] {
  return merged(boxes)
    .filter((box) => box.height >= LEAST_HEIGHT && (large || area(box) <= MOST_AREA))
    .sort((a, b) => area(b) - area(a))
    .slice(0, MOST_PLACES)
    .map((box) => grown(box, size))
    .filter((box) => box !== undefined)
    .sort((a, b) => a.y - b.y || a.x - b.x);
}

function area({ width, height }: FrameBox): number {
  return width * height;
}

function grown({ x, y, width, height }: FrameBox, size: Size): FrameBox | undefined {
  return clip(frameBox(x - MARGIN.x, y - MARGIN.y, width + 2 * MARGIN.x, height + 2 * MARGIN.y), size);
}

/** Changed areas, those close to each other joined. */
export function merged(boxes: readonly FrameBox[]): FrameBox[] {
  const places: FrameBox[] = [];
  for (const box of boxes) {
    let whole = box;
    for (let at = places.length - 1; at >= 0; at--) {
      const other = places[at];
      if (other === undefined || !near(whole, other)) continue;
      whole = union(whole, other);
      places.splice(at, 1);
      at = places.length;
    }
    places.push(whole);
  }
  return places;
}

function near(a: FrameBox, b: FrameBox): boolean {
  const apart = (from: number, length: number, other: number, otherLength: number): number =>
    Math.max(other - (from + length), from - (other + otherLength));
  return apart(a.x, a.width, b.x, b.width) <= NEAR && apart(a.y, a.height, b.y, b.height) <= NEAR;
}
