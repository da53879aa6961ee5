import type { FrameBox } from '../../core/geometry.js';

/** The relations of a target to an anchor that keep or drop candidates. */
export const directions = ['below', 'above', 'left-of', 'right-of'] as const;
export type Direction = (typeof directions)[number];

/** What lies beyond the anchor in the direction, and, if anything does, only what is also in line with it. */
export function inDirection<T extends { readonly box: FrameBox }>(
  candidates: readonly T[],
  anchor: FrameBox,
  direction: Direction,
): T[] {
  const beyond = candidates.filter(({ box }) => isBeyond(box, anchor, direction));
  const aligned = beyond.filter(({ box }) => isAligned(box, anchor, direction));
  return aligned.length > 0 ? aligned : beyond;
}

/** How much nearer than the next a candidate must be to be the nearest without doubt. */
const CLEARLY_NEARER = 0.75;

/** The candidates nearest to the anchor: one when it is nearest without doubt. */
export function nearestTo<T extends { readonly box: FrameBox }>(
  candidates: readonly T[],
  anchor: FrameBox,
): T[] {
  const ranked = candidates
    .map((candidate) => ({ candidate, away: distance(candidate.box, anchor) }))
    .sort((a, b) => a.away - b.away);
  const best = ranked[0];
  if (best === undefined) return [];
  // A few px of the reader's tolerance decide nothing.
  const limit = Math.max(best.away / CLEARLY_NEARER, best.away + 4);
  return ranked.filter(({ away }) => away <= limit).map(({ candidate }) => candidate);
}

/** What stands in the anchor's row or column is nearer to the eye than what stands askew. */
function distance(box: FrameBox, anchor: FrameBox): number {
  const inRow = middle(box, 'y') > anchor.y && middle(box, 'y') < anchor.y + anchor.height;
  const inColumn = middle(box, 'x') > anchor.x && middle(box, 'x') < anchor.x + anchor.width;
  return gapBetween(box, anchor) * (inRow || inColumn ? 1 : 2);
}

/** Px between the edges of two boxes; 0 when they touch. */
export function gapBetween(a: FrameBox, b: FrameBox): number {
  const x = Math.max(0, a.x - (b.x + b.width), b.x - (a.x + a.width));
  const y = Math.max(0, a.y - (b.y + b.height), b.y - (a.y + a.height));
  return Math.hypot(x, y);
}

/** Top to bottom by rows, then left to right; boxes whose middles are within half a height share a row. */
export function inReadingOrder<T extends { readonly box: FrameBox }>(candidates: readonly T[]): T[] {
  const byTop = [...candidates].sort((a, b) => middle(a.box, 'y') - middle(b.box, 'y'));
  const rows: T[][] = [];
  for (const candidate of byTop) {
    const row = rows.at(-1);
    const first = row?.[0];
    const sameRow =
      first !== undefined &&
      middle(candidate.box, 'y') - middle(first.box, 'y') <=
        Math.min(first.box.height, candidate.box.height) / 2;
    if (row !== undefined && sameRow) row.push(candidate);
    else rows.push([candidate]);
  }
  return rows.flatMap((row) => row.sort((a, b) => a.box.x - b.box.x));
}

function isBeyond(box: FrameBox, anchor: FrameBox, direction: Direction): boolean {
  switch (direction) {
    case 'below':
      return middle(box, 'y') > anchor.y + anchor.height;
    case 'above':
      return middle(box, 'y') < anchor.y;
    case 'left-of':
      return middle(box, 'x') < anchor.x;
    case 'right-of':
      return middle(box, 'x') > anchor.x + anchor.width;
  }
}

/** In line: on the anchor's row for left and right, in its column for above and below. */
function isAligned(box: FrameBox, anchor: FrameBox, direction: Direction): boolean {
  if (direction === 'below' || direction === 'above')
    return box.x < anchor.x + anchor.width && anchor.x < box.x + box.width;
  const reach = anchor.height / 4;
  return middle(box, 'y') > anchor.y - reach && middle(box, 'y') < anchor.y + anchor.height + reach;
}

function middle(box: FrameBox, axis: 'x' | 'y'): number {
  return axis === 'x' ? box.x + box.width / 2 : box.y + box.height / 2;
}
