import { clip, type FrameBox, frameBox } from '../../core/geometry.js';
import { fault, scoreOf } from '../match/correlate.js';
import { likenessAt } from '../match/likeness.js';
import { type RawPicture, toRgb } from '../picture.js';
import { isCaret } from './caret.js';
import { changedBox } from './pixels.js';
import { withoutTint } from './tint.js';

/** The answer of a comparison of two crops of the same place. */
export interface Surroundings {
  readonly same: boolean;
  /** How alike they are, 0..1; 1 for equal pixels. */
  readonly score: number;
  /** Where they differ most, px of the crop; an empty box when they are equal. */
  readonly worst: FrameBox;
  /** In words, what differs or why they count as the same. */
  readonly reason: string;
}

/**
 * Whether a place still shows what it showed: equal pixels, or the same but for a blinking caret, the tint of
 * a control under the pointer, or the noise of a lossy picture. Another label is never the same.
 */
export function sameSurroundings(before: RawPicture, now: RawPicture): Surroundings {
  const [a, b] = [toRgb(before), toRgb(now)];
  if (a.width !== b.width || a.height !== b.height)
    return { same: false, score: 0, worst: frameBox(0, 0, b.width, b.height), reason: 'the size differs' };
  const changed = changedBox(a, b);
  if (changed === undefined)
    return { same: true, score: 1, worst: frameBox(0, 0, 0, 0), reason: 'equal pixels' };
  if (isCaret(a, b, changed))
    return { same: true, score: 0.99, worst: changed, reason: 'only a caret blinked' };
  const likeness = likenessAt(b, a, 0, 0, undefined);
  const why = fault(likeness);
  const score = Math.min(0.99, scoreOf(likeness));
  const worst = clip(frameBox(likeness.worstAt.x, likeness.worstAt.y, 8, 8), a) ?? changed;
  if (why === undefined) return { same: true, score, worst, reason: 'looks the same' };
  const plain = withoutTint(a, b);
  if (plain !== undefined && fault(likenessAt(plain, a, 0, 0, undefined)) === undefined)
    return { same: true, score, worst, reason: 'only its tint changed' };
  return { same: false, score, worst, reason: why };
}
