import {
  type FrameBox,
  type FramePoint,
  framePoint,
  type ModelPoint,
  modelPoint,
  type ScreenBox,
  type ScreenPoint,
  type SentPoint,
  type Size,
  screenPoint,
  sentPoint,
} from './geometry.js';

/** How a model family writes points: px of the picture sent, or thousandths of its sides. */
export type PointSpace = 'absolute' | 'relative';

/** What is needed to go from frame px to logical screen px. */
export interface FrameGeometry {
  /** Frame px per logical px (1.25 on a display scaled to 125 %). */
  readonly scale: number;
  /** Logical screen position of the frame's top left corner; negative left of or above the primary monitor. */
  readonly origin: { readonly x: number; readonly y: number };
}

/** Thousandths per side in the relative space of Qwen3-VL and later. */
const RELATIVE_RANGE = 1000;

/** model point -> sent-image px. `absolute` is the identity; `relative` is v / 1000 of the side. */
export function modelToSent(point: ModelPoint, space: PointSpace, sent: Size): SentPoint {
  if (space === 'absolute') return sentPoint(point.x, point.y);
  return sentPoint((point.x / RELATIVE_RANGE) * sent.width, (point.y / RELATIVE_RANGE) * sent.height);
}

/** The inverse of `modelToSent`. */
export function sentToModel(point: SentPoint, space: PointSpace, sent: Size): ModelPoint {
  if (space === 'absolute') return modelPoint(point.x, point.y);
  return modelPoint((point.x / sent.width) * RELATIVE_RANGE, (point.y / sent.height) * RELATIVE_RANGE);
}

/** sent-image px -> frame px, clamped into the frame: [0, width-1] x [0, height-1]. */
export function sentToFrame(point: SentPoint, sent: Size, frame: Size): FramePoint {
  return framePoint(
    clamp((point.x * frame.width) / sent.width, 0, frame.width - 1),
    clamp((point.y * frame.height) / sent.height, 0, frame.height - 1),
  );
}

/** frame px -> sent-image px. */
export function frameToSent(point: FramePoint, sent: Size, frame: Size): SentPoint {
  return sentPoint((point.x * sent.width) / frame.width, (point.y * sent.height) / frame.height);
}

/** frame px -> logical screen px. */
export function frameToScreen(point: FramePoint, frame: FrameGeometry): ScreenPoint {
  return screenPoint(frame.origin.x + point.x / frame.scale, frame.origin.y + point.y / frame.scale);
}

/** logical screen px -> frame px; may lie outside the frame. */
export function screenToFrame(point: ScreenPoint, frame: FrameGeometry): FramePoint {
  return framePoint((point.x - frame.origin.x) * frame.scale, (point.y - frame.origin.y) * frame.scale);
}

/** A logical screen box as frame px; may lie partly outside the frame. */
export function screenBoxToFrame(box: ScreenBox, frame: FrameGeometry): FrameBox {
  const corner = screenToFrame(screenPoint(box.x, box.y), frame);
  return {
    x: corner.x,
    y: corner.y,
    width: box.width * frame.scale,
    height: box.height * frame.scale,
  } as FrameBox;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
