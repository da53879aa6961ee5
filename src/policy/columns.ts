import { contains, type FrameBox, type FramePoint } from '../core/geometry.js';
import type { ScreenLabel } from '../ports.js';

/** Columns and rows below their names that a table has at least, the pressed one among the columns. */
const LEAST = { columns: 3, rows: 2 };
/** Rows of a table lie at most so far apart, and edges of a column at most so far aside, in heights of a line. */
const NEXT_ROW = 2.5;
const ALIGNED = 0.8;

/**
 * Whether the label under a point is the name of a column: it stands in a row with others, and in the rows right below
 * the cells begin, or end, where these do. A press there sorts. Pure.
 */
export function namesColumn(at: FramePoint, labels: readonly ScreenLabel[]): boolean {
  const own = labels.find(({ box }) => contains(box, at));
  if (own === undefined) return false;
  const names = labels.filter(({ box }) => isBeside(box, own.box));
  if (names.length < LEAST.columns) return false;
  let above = own.box;
  for (let rows = 0; rows < LEAST.rows; rows++) {
    const row = rowBelow(above, labels);
    const aligned = names.filter((name) => row.some(({ box }) => isAligned(name.box, box)));
    const [first] = row;
    if (first === undefined || aligned.length < LEAST.columns) return false;
    above = first.box;
  }
  return true;
}

function rowBelow(above: FrameBox, labels: readonly ScreenLabel[]): readonly ScreenLabel[] {
  const below = labels.filter(({ box }) => {
    const down = middle(box) - middle(above);
    return down > above.height / 2 && down <= NEXT_ROW * above.height;
  });
  const next = below.reduce<ScreenLabel | undefined>(
    (best, each) => (best === undefined || each.box.y < best.box.y ? each : best),
    undefined,
  );
  return next === undefined ? [] : below.filter(({ box }) => isBeside(box, next.box));
}

function isAligned(a: FrameBox, b: FrameBox): boolean {
  const most = ALIGNED * Math.min(a.height, b.height);
  return Math.abs(a.x - b.x) <= most || Math.abs(a.x + a.width - b.x - b.width) <= most;
}

function isBeside(a: FrameBox, b: FrameBox): boolean {
  return Math.abs(middle(a) - middle(b)) < Math.min(a.height, b.height) / 2;
}

function middle(box: FrameBox): number {
  return box.y + box.height / 2;
}
