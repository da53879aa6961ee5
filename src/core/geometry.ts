import type {
  FrameBox,
  FramePoint,
  ModelPoint,
  ScreenBox,
  ScreenPoint,
  SentPoint,
  Size,
} from './coordinates.js';

/** The types alone: who only calculates loads no schemas. */
export type { FrameBox, FramePoint, ModelPoint, ScreenBox, ScreenPoint, SentPoint, Size };

export const modelPoint = (x: number, y: number): ModelPoint => ({ x, y }) as ModelPoint;
export const sentPoint = (x: number, y: number): SentPoint => ({ x, y }) as SentPoint;
export const framePoint = (x: number, y: number): FramePoint => ({ x, y }) as FramePoint;
export const screenPoint = (x: number, y: number): ScreenPoint => ({ x, y }) as ScreenPoint;
export const frameBox = (x: number, y: number, width: number, height: number): FrameBox =>
  ({ x, y, width, height }) as FrameBox;
export const screenBox = (x: number, y: number, width: number, height: number): ScreenBox =>
  ({ x, y, width, height }) as ScreenBox;

/** The middle of a frame box, in whole frame px. */
export function centreOf(box: FrameBox): FramePoint {
  return framePoint(Math.floor(box.x + box.width / 2), Math.floor(box.y + box.height / 2));
}

/** Whether the point lies inside the box; the right and bottom edges are outside. */
export function contains(
  box: { x: number; y: number; width: number; height: number },
  point: { x: number; y: number },
): boolean {
  return point.x >= box.x && point.y >= box.y && point.x < box.x + box.width && point.y < box.y + box.height;
}

/** The part of `box` that lies inside `size`; undefined when nothing does. */
export function clip(box: FrameBox, size: Size): FrameBox | undefined {
  const x = Math.max(0, Math.floor(box.x));
  const y = Math.max(0, Math.floor(box.y));
  const right = Math.min(size.width, Math.ceil(box.x + box.width));
  const bottom = Math.min(size.height, Math.ceil(box.y + box.height));
  return right > x && bottom > y ? frameBox(x, y, right - x, bottom - y) : undefined;
}

/** The box grown by `margin` px on every side; it may leave the frame (see `clip`). */
export function grow(box: FrameBox, margin: number): FrameBox {
  return frameBox(box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin);
}

/** Whether two boxes of one space share at least one px. */
export function overlaps(
  a: { x: number; y: number; width: number; height: number },
  b: { x: number; y: number; width: number; height: number },
): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Whether `inner` lies wholly inside `outer`; their edges may touch. */
export function encloses(outer: FrameBox, inner: FrameBox): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** The smallest box around both. */
export function union(a: FrameBox, b: FrameBox): FrameBox {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  const right = Math.max(a.x + a.width, b.x + b.width);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  return frameBox(x, y, right - x, bottom - y);
}

/** The smallest box around all; an empty box for none. */
export function hull(boxes: readonly FrameBox[]): FrameBox {
  const [first, ...others] = boxes;
  return first === undefined ? frameBox(0, 0, 0, 0) : others.reduce(union, first);
}

/** What both boxes share, at least one px; undefined when they do not overlap. */
export function intersection(a: FrameBox, b: FrameBox): FrameBox | undefined {
  if (!overlaps(a, b)) return undefined;
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const right = Math.min(a.x + a.width, b.x + b.width);
  const bottom = Math.min(a.y + a.height, b.y + b.height);
  return frameBox(x, y, right - x, bottom - y);
}

/** Whether two boxes share more than half of the smaller one. */
export function sameSpace(a: FrameBox, b: FrameBox): boolean {
  const both = intersection(a, b);
  return (
    both !== undefined && both.width * both.height > 0.5 * Math.min(a.width * a.height, b.width * b.height)
  );
}
