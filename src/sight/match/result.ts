import { type FrameBox, frameBox } from '../../core/geometry.js';

/** One place where the patch could be. */
export interface MatchCandidate {
  readonly box: FrameBox;
  /** 1 for equal bytes, else correlation of the worst part that counts; 0..1. */
  readonly score: number;
}

/** The answer of a patch search. Anything but `found` has no box. */
export interface MatchResult {
  readonly found: 'found' | 'absent' | 'ambiguous';
  /** Where it was found, frame px. */
  readonly box: FrameBox | undefined;
  /** Score of the best candidate, accepted or not. */
  readonly score: number;
  /** Score of the best candidate at another place; 0 when there is none. */
  readonly runnerUp: number;
  /** Whether every px that counts is equal. */
  readonly exact: boolean;
  /** All accepted places, best first. */
  readonly candidates: readonly MatchCandidate[];
  /** Why it was not found, or what it was confused with. */
  readonly reason: string;
  readonly ms: number;
}

/** A rectangle of places for the patch's top left corner. */
export interface Span {
  readonly left: number;
  readonly top: number;
  /** Last place, inclusive. */
  readonly right: number;
  readonly bottom: number;
}

/** Where the top left corner may lie so that the patch stays inside the area; undefined when it does not fit. */
export function placesIn(area: FrameBox, width: number, height: number): Span | undefined {
  const right = area.x + area.width - width;
  const bottom = area.y + area.height - height;
  return right < area.x || bottom < area.y ? undefined : { left: area.x, top: area.y, right, bottom };
}

/** Drops every candidate that overlaps a better one by more than half a patch; keeps the order. */
export function distinct(candidates: readonly MatchCandidate[]): MatchCandidate[] {
  const kept: MatchCandidate[] = [];
  for (const candidate of candidates) {
    if (!kept.some(({ box }) => isSamePlace(box, candidate.box))) kept.push(candidate);
  }
  return kept;
}

/** The same size at another place. */
export function boxAt(x: number, y: number, size: { width: number; height: number }): FrameBox {
  return frameBox(x, y, size.width, size.height);
}

function isSamePlace(a: FrameBox, b: FrameBox): boolean {
  return Math.abs(a.x - b.x) < Math.max(3, a.width / 2) && Math.abs(a.y - b.y) < Math.max(3, a.height / 2);
}
