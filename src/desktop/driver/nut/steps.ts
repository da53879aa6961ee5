/** ms between two pointer positions of a timed move: the pace of a display at 125 Hz. */
export const stepMs = 8;
/** px between two positions of a move without a duration: close enough for every drag threshold and drop target. */
const strideOfFastMoves = 16;

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The positions between the first point of a path and its last, both ends included, in whole px.
 *
 * @param durationMs time for the whole path; without it, positions are `strideOfFastMoves` px apart
 */
export function stepsAlong(path: readonly Point[], durationMs: number | undefined): Point[] {
  const [first] = path;
  if (first === undefined) return [];
  const total = lengthOf(path);
  const count =
    durationMs === undefined
      ? Math.ceil(total / strideOfFastMoves)
      : Math.max(1, Math.round(durationMs / stepMs));
  const steps: Point[] = [rounded(first)];
  for (let i = 1; i < path.length; i++) {
    const from = path[i - 1] ?? first;
    const to = path[i] ?? first;
    const share = total === 0 ? 1 : distance(from, to) / total;
    const pieces = Math.max(1, Math.round(count * share));
    for (let piece = 1; piece <= pieces; piece++) {
      const at = piece / pieces;
      steps.push(rounded({ x: from.x + (to.x - from.x) * at, y: from.y + (to.y - from.y) * at }));
    }
  }
  return steps;
}

function lengthOf(path: readonly Point[]): number {
  return path.reduce((sum, point, i) => sum + distance(path[i - 1] ?? point, point), 0);
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

function rounded({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) };
}
