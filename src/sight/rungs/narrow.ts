import { contains, type FrameBox, hull } from '../../core/geometry.js';
import type { Rung, Target } from '../../core/target.js';
import { directions, inDirection, inReadingOrder, nearestTo } from '../place/relations.js';
import { type Candidate, type Finding, nothing } from './candidate.js';

/** Relations whose anchors were looked up. */
export type Anchors = Partial<Record<'near' | (typeof directions)[number], readonly FrameBox[]>>;

/**
 * Keeps the candidates that the target's relations and index allow, then the best of them. More than one
 * that is equally good is ambiguous, which the finding tells by holding them all.
 */
export function narrow(
  rung: Rung,
  candidates: readonly Candidate[],
  target: Target,
  anchors: Anchors,
  nearest: readonly string[],
): Finding {
  let left = [...candidates];
  for (const direction of directions) {
    const boxes = anchors[direction];
    if (boxes !== undefined)
      left = eachAnchor(left, boxes, (anchor, all) => inDirection(all, anchor, direction));
  }
  if (left.length === 0) return nothing(rung, lost(candidates.length), nearest);
  const fit = Math.max(...left.map((candidate) => candidate.fit));
  const beaten = left.filter((candidate) => candidate.fit < fit);
  let best = left.filter((candidate) => candidate.fit === fit);
  const near = anchors.near;
  if (near !== undefined) best = eachAnchor(best, near, (anchor, all) => nearestTo(all, anchor));
  best = inReadingOrder(best);
  if (target.index !== undefined) {
    const chosen = best.at(target.index);
    if (chosen === undefined)
      return nothing(rung, `there is no number ${target.index} among the ${best.length} found`, nearest);
    const others = best.filter((candidate) => candidate !== chosen);
    return found(rung, [chosen], [...others, ...beaten]);
  }
  return found(rung, atPoint(best, target), beaten);
}

/** A place given beside the text or image decides between equals, and only between equals. */
function atPoint(candidates: readonly Candidate[], target: Target): readonly Candidate[] {
  const { point } = target;
  if (candidates.length < 2 || point === undefined || typeof point === 'string') return candidates;
  const there = candidates.filter(({ box }) => contains(box, point));
  return there.length === 1 ? there : candidates;
}

/** Several anchors of one text are all tried; what any of them allows stays. */
function eachAnchor(
  candidates: readonly Candidate[],
  anchors: readonly FrameBox[],
  keep: (anchor: FrameBox, candidates: readonly Candidate[]) => readonly Candidate[],
): Candidate[] {
  const kept = new Set(
    anchors.flatMap((anchor) =>
      keep(
        anchor,
        candidates.filter(({ box }) => !isAnchor(box, anchor)),
      ),
    ),
  );
  return candidates.filter((candidate) => kept.has(candidate));
}

/** A text is not beside itself. */
function isAnchor(box: FrameBox, anchor: FrameBox): boolean {
  const both = hull([box, anchor]);
  return both.width * both.height <= 1.2 * Math.min(box.width * box.height, anchor.width * anchor.height);
}

function found(rung: Rung, candidates: readonly Candidate[], others: readonly Candidate[]): Finding {
  const runnerUp = Math.max(0, ...others.map((other) => other.score));
  const reason = candidates.length > 1 ? `${candidates.length} places fit equally well` : '';
  return { rung, candidates, runnerUp, reason, nearest: [] };
}

function lost(count: number): string {
  return count === 0
    ? 'it is not on the screen'
    : `none of the ${count} found is where it should be beside its anchor`;
}
