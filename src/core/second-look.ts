import { type FrameBox, type FramePoint, frameBox, type Size } from './geometry.js';

/** When a model looks twice, at what, and what two looks are worth: the rule of described targets and of clicks that a model decides itself. */

/** Things with a shorter side below this get a second look, frame px. */
export const SMALL_SIDE = 32;
/** Screens with at least so many pixels (1440p) always get one. */
const BIG_SCREEN = 2560 * 1440;
/** The part of each side that the second look shows, and its least length, frame px. */
const CLOSE_PART = 0.5;
const CLOSE_LEAST = 768;
/** Two looks farther apart than this share of the frame's longer side mean different things. */
const APART = 0.02;
/** Two looks that are this close agree well. */
const AGREE = 0.01;
/** How sure one look, two looks and two looks that agree well are (measured rates of right points in the notes of others). */
export const lookScores = { one: 0.8, two: 0.85, agreed: 0.93 } as const;

export function isBigScreen({ width, height }: Size): boolean {
  return width * height >= BIG_SCREEN;
}

/** Half of each side around a point, shifted inside the frame. */
export function closeAround(point: FramePoint, size: Size): FrameBox {
  const width = Math.min(size.width, Math.max(CLOSE_LEAST, Math.round(size.width * CLOSE_PART)));
  const height = Math.min(size.height, Math.max(CLOSE_LEAST, Math.round(size.height * CLOSE_PART)));
  const x = Math.min(Math.max(0, Math.round(point.x - width / 2)), size.width - width);
  const y = Math.min(Math.max(0, Math.round(point.y - height / 2)), size.height - height);
  return frameBox(x, y, width, height);
}

/** How far two looks point from each other, frame px, and how sure they are together; no score when they disagree. */
export function agreementOf(
  a: FramePoint,
  b: FramePoint,
  { width, height }: Size,
): { px: number; score?: number } {
  const px = Math.hypot(a.x - b.x, a.y - b.y);
  const share = px / Math.max(width, height);
  if (share > APART) return { px: Math.round(px) };
  return { px: Math.round(px), score: share <= AGREE ? lookScores.agreed : lookScores.two };
}
