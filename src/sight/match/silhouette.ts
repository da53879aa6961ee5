import type { RawPicture } from '../picture.js';
import type { Span } from './result.js';

/** Largest difference of a channel that still is the colour of the shape, and that no longer is. */
const SAME = 24;
/** Share of the shape's px that must have its colour, and of those around it that may have it. */
const INSIDE = 0.97;
const OUTSIDE = 0.12;
/** Px next to the shape are blended with what lies behind; those up to here must be seen to be something else. */
const RING = { from: 2, to: 3 };
/** Px looked at first: most places are none after a few of them. */
const FIRST = 24;
/** Transparency of px, 0..255: below the first they show what lies behind, above the second nothing of it. */
const ALPHA = { clear: 16, solid: 240 };
/** More places than these are not counted: it is ambiguous anyway. */
const MOST = 12;

/**
 * Finds a shape of one colour on a transparent background by its outline: its px have the colour, those around it
 * have another, whichever lies behind.
 *
 * @param picture three channels
 * @param patch four channels; px that are transparent do not belong to the shape
 * @returns the places of the patch's upper left corner; none when the patch has no shape
 */
export function findSilhouette(
  picture: RawPicture,
  patch: RawPicture,
  span: Span,
): { x: number; y: number; score: number }[] {
  const solid = spreadOut(pxOf(patch, (alpha) => alpha >= ALPHA.solid));
  const ring = spreadOut(ringOf(patch));
  if (solid.length < 8 || ring.length < 8) return [];
  const colour = meanOf(patch, solid);
  const has = (x: number, y: number): boolean => {
    const at = (y * picture.width + x) * 3;
    return [0, 1, 2].every((c) => Math.abs((picture.data[at + c] ?? 0) - (colour[c] ?? 0)) <= SAME);
  };
  const places: { x: number; y: number; score: number }[] = [];
  for (let y = span.top; y <= span.bottom && places.length < MOST; y++)
    for (let x = span.left; x <= span.right && places.length < MOST; x++) {
      const score = scoreAt(solid, ring, (px) => has(x + px.x, y + px.y));
      if (score === undefined) continue;
      // The px beside the true place may fit, too.
      const near = places.findIndex((place) => Math.abs(place.x - x) <= 2 && Math.abs(place.y - y) <= 2);
      if (near < 0) places.push({ x, y, score });
      else if ((places[near]?.score ?? 0) < score) places[near] = { x, y, score };
    }
  return places.sort((a, b) => b.score - a.score);
}

interface Px {
  readonly x: number;
  readonly y: number;
}

/** How well the shape is seen, 0..1; undefined when it is not. */
function scoreAt(solid: readonly Px[], ring: readonly Px[], has: (px: Px) => boolean): number | undefined {
  const lost = (px: readonly Px[], is: boolean, most: number): number | undefined => {
    let wrong = 0;
    for (const [i, each] of px.entries()) {
      if (has(each) !== is) wrong++;
      if (wrong > most * (i < FIRST ? Math.min(FIRST, px.length) : px.length)) return undefined;
    }
    return wrong / px.length;
  };
  const inside = lost(solid, true, 1 - INSIDE);
  if (inside === undefined) return undefined;
  const outside = lost(ring, false, OUTSIDE);
  return outside === undefined ? undefined : 1 - inside - outside / 2;
}

function pxOf({ data, width, height }: RawPicture, is: (alpha: number) => boolean): Px[] {
  const px: Px[] = [];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) if (is(data[(y * width + x) * 4 + 3] ?? 0)) px.push({ x, y });
  return px;
}

/** The clear px a little way off the shape. */
function ringOf(patch: RawPicture): Px[] {
  const { data, width, height } = patch;
  const drawn = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && (data[(y * width + x) * 4 + 3] ?? 0) >= ALPHA.clear;
  const within = ({ x, y }: Px, reach: number): boolean => {
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++) if (drawn(x + dx, y + dy)) return true;
    return false;
  };
  return pxOf(patch, (alpha) => alpha < ALPHA.clear).filter(
    (px) => within(px, RING.to) && !within(px, RING.from - 1),
  );
}

/** In an order that looks everywhere early. */
function spreadOut(px: readonly Px[]): Px[] {
  const step = Math.max(1, Math.floor(px.length / FIRST));
  const first = px.filter((_, i) => i % step === 0);
  return [...first, ...px.filter((_, i) => i % step !== 0)];
}

function meanOf({ data, width }: RawPicture, px: readonly Px[]): number[] {
  return [0, 1, 2].map(
    (c) => px.reduce((sum, { x, y }) => sum + (data[(y * width + x) * 4 + c] ?? 0), 0) / px.length,
  );
}
