import { centreOf, type FrameBox, type FramePoint, framePoint } from '../../core/geometry.js';
import type { Located, Rung, Sighting, Target } from '../../core/target.js';

/** A place that a rung proposes. */
export interface Candidate {
  readonly box: FrameBox;
  readonly score: number;
  /** Candidates of one fit are equally good, whatever their scores; the best fit counts. */
  readonly fit: number;
  readonly text?: string;
  /** Where to act, if not in the middle of the box. */
  readonly point?: FramePoint;
  /** The sentence that the text is only a word of. */
  readonly sentence?: string;
}

/** What one rung of the ladder says. */
export interface Finding {
  readonly rung: Rung;
  /** Accepted places after all narrowing. */
  readonly candidates: readonly Candidate[];
  /** Score of the best place that was not accepted, or was beaten. */
  readonly runnerUp: number;
  /** Why there is not exactly one. */
  readonly reason: string;
  /** What stands on the screen instead, for messages. */
  readonly nearest: readonly string[];
}

/** A finding without candidates. */
export function nothing(rung: Rung, reason: string, nearest: readonly string[] = []): Finding {
  return { rung, candidates: [], runnerUp: 0, reason, nearest };
}

/** Where to act on a box: its middle, unless another point of it is better; moved by the target's offset. */
export function actingPoint(box: FrameBox, { offset }: Target, better?: FramePoint): FramePoint {
  const { x, y } = better ?? centreOf(box);
  return framePoint(x + (offset?.x ?? 0), y + (offset?.y ?? 0));
}

/** The finding as the ladder answers it. */
export function toLocated(
  finding: Finding,
  ms: number,
  sightingOf: (candidate: Candidate, runnerUp: number) => Sighting,
): Located {
  const [only, ...others] = finding.candidates;
  if (only === undefined)
    return { found: 'absent', reason: finding.reason, nearest: [...finding.nearest], ms };
  if (others.length === 0 && only.sentence === undefined)
    return { found: 'found', sighting: sightingOf(only, finding.runnerUp) };
  const candidates = finding.candidates.map((candidate) =>
    sightingOf(candidate, candidate === only ? (others[0]?.score ?? 0) : only.score),
  );
  const reason = others.length === 0 && only.sentence !== undefined ? onlyIn(only.sentence) : finding.reason;
  return { found: 'ambiguous', reason, candidates, ms };
}

function onlyIn(sentence: string): string {
  return `it stands there only as a part of “${sentence}”, which is no label of that name; give more of the text, or {has: …} to take a part`;
}
