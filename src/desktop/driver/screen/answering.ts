import type { WindowFacts } from '../../../core/frame.js';
import { contains, type ScreenPoint } from '../../../core/geometry.js';

/** Processes that may answer an input: of the active window, the topmost one, and the one at the point. */
export function answering(windows: readonly WindowFacts[], point: ScreenPoint | undefined): number[] {
  const hit = point === undefined ? undefined : windows.find((window) => contains(window.box, point));
  const pids = [windows[0], hit, windows.find((window) => window.active)].map((window) => window?.pid);
  return [...new Set(pids.filter((pid) => pid !== undefined))];
}
