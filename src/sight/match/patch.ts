import { clip, type FrameBox, frameBox } from '../../core/geometry.js';
import { type RawPicture, toRgb } from '../picture.js';
import { correlate, isPlain } from './correlate.js';
import { findExact } from './exact.js';
import { resize } from './resize.js';
import { boxAt, distinct, type MatchCandidate, type MatchResult, placesIn, type Span } from './result.js';
import { findSilhouette } from './silhouette.js';

export interface FindOptions {
  /** Where the patch was before: it wins when equally good places are far from it. */
  readonly near?: FrameBox;
  /** Only inside this box, frame px. */
  readonly area?: FrameBox;
  /** One byte a px of the patch; px with 0 do not count. Transparent px of the patch never count. */
  readonly mask?: Uint8Array;
  /** Frame px now per px of the patch, when the display's scale changed since it was taken. */
  readonly scaleRatio?: number;
}

/** Exact only, for callers that know the picture must be equal. */
export type FindMode = 'exact' | 'any';

/**
 * Finds a patch in a picture: equal bytes first, then a pyramid correlation that refuses what only looks
 * similar. Several equally good places are ambiguous, and the second best is never the answer.
 */
export function findPatch(
  picture: RawPicture,
  patch: RawPicture,
  options: FindOptions & { mode?: FindMode } = {},
): MatchResult {
  const start = performance.now();
  const timed = (result: Omit<MatchResult, 'ms'>): MatchResult => ({
    ...result,
    ms: performance.now() - start,
  });
  const seen = toRgb(picture);
  const { wanted, mask } = prepare(patch, options);
  const area = clip(options.area ?? frameBox(0, 0, seen.width, seen.height), seen);
  const span = area && placesIn(area, wanted.width, wanted.height);
  if (span === undefined) return timed(absent(0, 'the patch is larger than the area it is looked for in'));
  if (isPlain(wanted, mask)) return timed(byOutline(seen, patch, span, options));
  if (isUnscaled(options)) {
    const equal = findExact(seen, wanted, span, mask).map(({ x, y }) => ({
      box: boxAt(x, y, wanted),
      score: 1,
    }));
    if (equal.length > 0) return timed(decide(equal, 1, true, options.near));
  }
  if (options.mode === 'exact') return timed(absent(0, 'no place has exactly these pixels'));
  const { accepted, best, reason } = correlate(seen, wanted, span, mask, !isUnscaled(options));
  if (accepted.length === 0) return timed(absent(best, reason));
  return timed(decide(distinct(accepted), best, false, options.near));
}

/** A shape of one colour says something only by the outline that its transparent px give it. */
function byOutline(
  seen: RawPicture,
  patch: RawPicture,
  span: Span,
  options: FindOptions,
): Omit<MatchResult, 'ms'> {
  if (patch.channels !== 4 || !isUnscaled(options))
    return absent(0, 'the patch is too plain to be told from its surroundings');
  const places = findSilhouette(seen, patch, span).map(({ x, y, score }) => ({
    box: boxAt(x, y, patch),
    score,
  }));
  const best = places[0]?.score ?? 0;
  if (places.length === 0) return absent(0, 'nothing of its colour has its outline');
  return decide(distinct(places), best, false, options.near);
}

/** The patch at the size it must have now, with what its transparency and the caller leave out. */
function prepare(
  patch: RawPicture,
  options: FindOptions,
): { wanted: RawPicture; mask: Uint8Array | undefined } {
  const mask = maskOf(patch, options.mask);
  const rgb = toRgb(patch);
  if (isUnscaled(options)) return { wanted: rgb, mask };
  return { wanted: resize(rgb, options.scaleRatio ?? 1), mask: undefined };
}

function isUnscaled({ scaleRatio }: FindOptions): boolean {
  return scaleRatio === undefined || Math.abs(scaleRatio - 1) < 0.005;
}

function maskOf(patch: RawPicture, given: Uint8Array | undefined): Uint8Array | undefined {
  if (patch.channels !== 4) return given;
  // What lies behind shows through the soft edge of an icon: such px count only where there is little else.
  const solid = maskFrom(patch, SOLID, given);
  const most = maskFrom(patch, MOSTLY, given);
  const count = (mask: Uint8Array): number => mask.reduce((sum, each) => sum + each, 0);
  return count(solid) >= count(most) / 2 ? solid : most;
}

/** Opacity of px, 0..255, that count. */
const [SOLID, MOSTLY] = [250, 128];

function maskFrom(patch: RawPicture, least: number, given: Uint8Array | undefined): Uint8Array {
  const mask = new Uint8Array(patch.width * patch.height);
  for (let i = 0; i < mask.length; i++)
    mask[i] = (patch.data[i * 4 + 3] ?? 0) >= least && given?.[i] !== 0 ? 1 : 0;
  return mask;
}

function decide(
  candidates: readonly MatchCandidate[],
  score: number,
  exact: boolean,
  near: FrameBox | undefined,
): Omit<MatchResult, 'ms'> {
  const [first, second] = candidates;
  const chosen = candidates.length === 1 ? first : near && onlyNear(candidates, near);
  const runnerUp = second?.score ?? 0;
  if (chosen === undefined) {
    const reason = `${candidates.length} places look the same`;
    return { found: 'ambiguous', box: undefined, score, runnerUp, exact, candidates, reason };
  }
  const others = candidates.filter((candidate) => candidate !== chosen);
  return {
    found: 'found',
    box: chosen.box,
    score: chosen.score,
    runnerUp: Math.max(0, ...others.map((other) => other.score)),
    exact,
    candidates: [chosen, ...others],
    reason: exact ? 'equal pixels' : 'looks the same',
  };
}

/** The one candidate that still is where the patch was before; a move of a few px is none. */
function onlyNear(candidates: readonly MatchCandidate[], near: FrameBox): MatchCandidate | undefined {
  const close = candidates.filter(
    ({ box }) => Math.abs(box.x - near.x) <= box.width / 4 && Math.abs(box.y - near.y) <= box.height / 4,
  );
  return close.length === 1 ? close[0] : undefined;
}

function absent(score: number, reason: string): Omit<MatchResult, 'ms'> {
  return { found: 'absent', box: undefined, score, runnerUp: 0, exact: false, candidates: [], reason };
}
