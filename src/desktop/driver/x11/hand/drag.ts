import type { ScreenPoint } from '../../../../core/geometry.js';
import type { Hand } from '../../../../ports.js';
import type { NutPointer } from '../../nut/pointer.js';
import type { Focus } from './focus.js';
import type { Hearing } from './hearing.js';
import { pause } from './pause.js';

/** px of the first moves: together more than the way after which toolkits take a press for a drag. */
const LIFT = [3, 6, 10, 16];
/** ms an application gets to take in the press, the lift or the last move; most need a few. */
const takesMs = 1000;
/**
 * ms its helper processes get to fall asleep after one move, and after all moves of a drag: browsers hand a drag on to
 * a process that no ping reaches. A program that never sleeps, such as a film, costs no more than that.
 */
const quietMs = 1500;
const quietInAllMs = 6000;
/** ms between two looks at a page; a drag that began is drawn, and a drop target answers, within some of them. */
const frameMs = 17;

/** What a drag works with. */
export interface DragParts {
  readonly pointer: NutPointer;
  readonly hearing: Hearing;
  readonly focus: Focus;
  /** Is told of every move before it is made; rejects when it must not be. */
  before(next: ScreenPoint): Promise<void>;
}

/**
 * Moves along the path with the button down, as a person does: the application has dealt with the press, then
 * with the first few px that make it a drag, and at the end with the last move, before the button may be let go.
 * A drop target that has not said yes by then refuses the drop.
 */
export async function dragAlong(
  path: readonly ScreenPoint[],
  { holdMs, durationMs, hoverMs }: Pick<Parameters<Hand['drag']>[1], 'holdMs' | 'durationMs' | 'hoverMs'>,
  parts: DragParts,
  signal: AbortSignal,
): Promise<void> {
  const [first, ...rest] = path;
  const [second] = rest;
  const last = path.at(-1);
  if (first === undefined || second === undefined || last === undefined) return;
  const dealtWith = patientlyWith(parts, signal);
  if (holdMs !== undefined) await pause(holdMs, signal);
  await dealtWith();
  const lift = liftOff(first, second);
  for (const point of lift) {
    await parts.pointer.walk([point], undefined, signal, parts.before);
    await dealtWith();
  }
  const begin = lift.at(-1) ?? first;
  const near = beside(path.at(-2) ?? first, last);
  await parts.pointer.walk([begin, ...rest.slice(0, -1), near], durationMs, signal, parts.before);
  await dealtWith();
  await parts.pointer.walk([last], undefined, signal, parts.before);
  await dealtWith();
  if (hoverMs !== undefined) await pause(hoverMs, signal);
  await parts.before(last);
}

/** The first points of a way, none of them beyond its end. */
export function liftOff(from: ScreenPoint, to: ScreenPoint): ScreenPoint[] {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return LIFT.filter((px) => px < length).map((px) => between(from, to, px / length));
}

/** The point one px before the end of a way: the last move is a move, also where the pointer rests already. */
export function beside(from: ScreenPoint, to: ScreenPoint): ScreenPoint {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return length < 2 ? from : between(from, to, (length - 1.5) / length);
}

function between(from: ScreenPoint, to: ScreenPoint, share: number): ScreenPoint {
  return {
    x: Math.round(from.x + (to.x - from.x) * share),
    y: Math.round(from.y + (to.y - from.y) * share),
  } as ScreenPoint;
}

/** Waits, each time it is called, until the application under the pointer has taken in what was sent, and drawn it. */
function patientlyWith({ hearing, focus }: DragParts, signal: AbortSignal): () => Promise<void> {
  let left = quietInAllMs;
  const quiet = async (window: number): Promise<void> => {
    const begin = performance.now();
    await hearing.quiet(window, Math.min(quietMs, left), signal);
    left = Math.max(frameMs, left - (performance.now() - begin));
  };
  return async () => {
    const window = await focus.pointed();
    if (window === undefined) return pause(frameMs, signal);
    await hearing.heard(window, takesMs, signal);
    await quiet(window);
    await pause(frameMs, signal);
    await quiet(window);
  };
}
