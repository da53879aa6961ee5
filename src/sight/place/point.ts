import { DeskhandError } from '../../core/errors.js';
import { contains, type FrameBox, type FramePoint, framePoint, type Size } from '../../core/geometry.js';

/**
 * A point as a task writes it: frame px as an object, or text such as `50%,90%` or `120,40`, which is
 * measured in `area` (the frame, or a window of it).
 *
 * @throws DeskhandError `bad-point` when the text is no point
 */
export function readPoint(written: FramePoint | string, area: FrameBox): FramePoint {
  if (typeof written !== 'string') return framePoint(written.x, written.y);
  const parts = /^\s*(-?[\d.]+)\s*(%|px)?\s*[,;]\s*(-?[\d.]+)\s*(%|px)?\s*$/u.exec(written);
  const [, x, xUnit, y, yUnit] = parts ?? [];
  const across = along(x, xUnit, area.width);
  const down = along(y, yUnit, area.height);
  if (!Number.isFinite(across) || !Number.isFinite(down))
    throw new DeskhandError('usage', 'bad-point', `“${written}” is no point.`, {
      hint: 'Write {x: 120, y: 40} in frame px, or "50%,90%" of the frame or of the window.',
    });
  return framePoint(area.x + across, area.y + down);
}

/** Whether the point lies on the frame. */
export function onFrame(point: FramePoint, size: Size): boolean {
  return contains({ x: 0, y: 0, ...size }, point);
}

/** 100 % is the last px, so that it can be pointed at. */
function along(value: string | undefined, unit: string | undefined, length: number): number {
  const number = Number(value);
  return Math.round(unit === '%' ? (number / 100) * (length - 1) : number);
}
