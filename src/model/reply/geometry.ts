import type { PointTrace } from '../../core/chat.js';
import {
  type FrameBox,
  frameBox,
  framePoint,
  type ModelPoint,
  modelPoint,
  type Size,
} from '../../core/geometry.js';
import {
  type FrameGeometry,
  frameToScreen,
  modelToSent,
  type PointSpace,
  sentToFrame,
} from '../../core/spaces.js';
import { Misread } from './misread.js';

/** What the model was shown: everything that is needed to know what its points mean. */
export interface Shown extends FrameGeometry {
  readonly space: PointSpace;
  /** px of the picture that was sent. */
  readonly sent: Size;
  /** Frame px. */
  readonly frame: Size;
  /** The part of the frame that the picture showed; all of it when missing. */
  readonly region?: FrameBox;
}

/** Rounding at the edge is forgiven up to this many units; anything beyond was not meant. */
const SLACK = 1;

/**
 * Follows a point of the model through all four spaces.
 *
 * @throws Misread `out-of-range` when it lies outside the picture by more than one unit of its space
 */
export function tracePoint(point: ModelPoint, shown: Shown): PointTrace {
  const { space, sent, frame, region } = shown;
  const range = space === 'relative' ? { width: 1000, height: 1000 } : sent;
  const inside =
    point.x >= -SLACK &&
    point.y >= -SLACK &&
    point.x <= range.width + SLACK &&
    point.y <= range.height + SLACK;
  if (!inside) throw outOfRange(point, space, range);
  if (isFraction(point)) {
    throw new Misread(
      'out-of-range',
      `${words(point)} looks like a share of 1; expected ${rangeWords(space, range)}`,
    );
  }
  const inSent = modelToSent(
    modelPoint(Math.min(Math.max(point.x, 0), range.width), Math.min(Math.max(point.y, 0), range.height)),
    space,
    sent,
  );
  const shownSize = region ?? frame;
  const inShown = sentToFrame(inSent, sent, { width: shownSize.width, height: shownSize.height });
  const inFrame = framePoint(tidy((region?.x ?? 0) + inShown.x), tidy((region?.y ?? 0) + inShown.y));
  return { model: point, sent: inSent, frame: inFrame, screen: frameToScreen(inFrame, shown) };
}

/** The box between two points of the frame, at least one px wide and high. */
export function boxBetween(a: { x: number; y: number }, b: { x: number; y: number }): FrameBox {
  return frameBox(
    Math.min(a.x, b.x),
    Math.min(a.y, b.y),
    Math.max(1, tidy(Math.abs(b.x - a.x))),
    Math.max(1, tidy(Math.abs(b.y - a.y))),
  );
}

/** Thousandths of a px are enough, and read better than the noise of floating point. */
function tidy(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** Points between 0 and 1 with a fraction come from a model that counts in shares of the picture. */
function isFraction({ x, y }: ModelPoint): boolean {
  return x >= 0 && y >= 0 && x <= 1 && y <= 1 && !(Number.isInteger(x) && Number.isInteger(y));
}

function outOfRange(point: ModelPoint, space: PointSpace, range: Size): Misread {
  const hint =
    space === 'relative' && (point.x > 1000 || point.y > 1000)
      ? ' It may be px of the picture: then the profile names the wrong space.'
      : '';
  return new Misread('out-of-range', `${words(point)} lies outside ${rangeWords(space, range)}.${hint}`);
}

function rangeWords(space: PointSpace, range: Size): string {
  return space === 'relative'
    ? '0 to 1000 in both directions'
    : `the picture of ${range.width}x${range.height} px`;
}

function words({ x, y }: ModelPoint): string {
  return `[${x}, ${y}]`;
}
