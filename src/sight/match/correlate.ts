import type { RawPicture } from '../picture.js';
import { coarsePlaces } from './coarse.js';
import { type Likeness, likenessAt } from './likeness.js';
import { boxAt, type MatchCandidate, type Span } from './result.js';

/**
 * What a place must be like to be the patch. Measured on the labelled screens of the tests: JPEG of quality 80
 * stays within these limits for 99 of 100 patches, and a single exchanged letter for none, though the
 * correlation of the whole is 0.94 in the median then.
 */
interface Limits {
  readonly correlation: number;
  readonly difference: number;
  /** The worst square may differ by `base + perNoise * noise`, at most by `most`. */
  readonly square: { readonly base: number; readonly perNoise: number; readonly most: number };
  readonly alteration: number;
  readonly colour: number;
}

const same: Limits = {
  correlation: 0.96,
  difference: 10,
  square: { base: 2.5, perNoise: 9, most: 18 },
  alteration: 12,
  colour: 34,
};
/** After a change of the display's scale everything is drawn anew, letters included: only the layout can be compared. */
const rescaled: Limits = {
  correlation: 0.8,
  difference: 16,
  square: { base: 48, perNoise: 0, most: 48 },
  alteration: 48,
  colour: 40,
};

/** A patch whose brightness varies less than this (standard deviation, and px that stand out) is nowhere unique. */
const PLAIN = { deviation: 3, standsOut: 24, px: 8 };

/** Whether the patch shows too little to be told from its surroundings. */
export function isPlain(patch: RawPicture, mask: Uint8Array | undefined): boolean {
  const { data } = patch;
  let [count, sum, squares, dark, bright] = [0, 0, 0, 255, 0];
  const shade = (i: number): number =>
    ((data[i * 3] ?? 0) + 2 * (data[i * 3 + 1] ?? 0) + (data[i * 3 + 2] ?? 0)) / 4;
  for (let i = 0; i < patch.width * patch.height; i++) {
    if (mask?.[i] === 0) continue;
    const value = shade(i);
    count++;
    sum += value;
    squares += value * value;
    dark = Math.min(dark, value);
    bright = Math.max(bright, value);
  }
  if (count === 0) return true;
  const mean = sum / count;
  const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
  if (deviation < PLAIN.deviation || bright - dark < PLAIN.standsOut) return true;
  let outstanding = 0;
  for (let i = 0; i < patch.width * patch.height; i++)
    if (mask?.[i] !== 0 && Math.abs(shade(i) - mean) > PLAIN.standsOut / 2) outstanding++;
  return outstanding < PLAIN.px;
}

/** Every place that is the patch, best first; and what the best place failed on when there is none. */
export function correlate(
  picture: RawPicture,
  patch: RawPicture,
  span: Span,
  mask: Uint8Array | undefined,
  scaled: boolean,
): { accepted: MatchCandidate[]; best: number; reason: string } {
  const limits = scaled ? rescaled : same;
  const judged = coarsePlaces(picture, patch, span, mask)
    .map((place) => ({ place, likeness: likenessAt(picture, patch, place.x, place.y, mask) }))
    .sort((a, b) => b.likeness.correlation - a.likeness.correlation);
  const accepted = judged
    .filter(({ likeness }) => fault(likeness, limits) === undefined)
    .map(({ place, likeness }) => ({ box: boxAt(place.x, place.y, patch), score: scoreOf(likeness) }))
    .sort((a, b) => b.score - a.score);
  const closest = judged[0];
  const best = accepted[0]?.score ?? (closest ? scoreOf(closest.likeness) : 0);
  const reason = closest ? (fault(closest.likeness, limits) ?? '') : 'nothing looks like it';
  return { accepted, best, reason };
}

/** What two pictures differ in, in words; undefined when they show the same. */
export function fault(likeness: Likeness, limits: Limits = same): string | undefined {
  if (likeness.correlation < limits.correlation) return 'the structure differs';
  if (likeness.difference > limits.difference) return 'the brightness differs';
  const { base, perNoise, most } = limits.square;
  if (likeness.worstDifference > Math.min(most, base + perNoise * likeness.noise))
    return 'a part of it, such as the label, differs';
  if (likeness.alteration > limits.alteration) return 'a part of it, such as the label, has another shape';
  if (likeness.worstColour > limits.colour) return 'a colour differs';
  return undefined;
}

/** The score of a likeness, 0..1. */
export function scoreOf(likeness: Likeness): number {
  return Math.min(1, Math.max(0, likeness.correlation));
}
