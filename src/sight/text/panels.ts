import { type FrameBox, frameBox } from '../../core/geometry.js';
import { columnsOf, inkOf } from './ink.js';
import type { Raster } from './raster.js';

/** Grey levels by which two backgrounds differ at least. */
const DIFFERENT = 16;
/** A background is seen in so many columns, as a share of the height, or px; fewer may be the stem of a letter. */
const BROAD = 0.3;
const BROAD_PX = 4;
const BARE_PX = 3;
/** A line between two cells is at most this thick, px, and fills this share of the height; no letter does. */
const THIN = 3;
const FULL = 0.94;
/** Room that a part keeps beside its letters, as a share of the height. */
const AIR = 0.25;
/** A border runs on so far beyond the box, as a share of its height, or px; its greys are the same within this. */
const BEYOND = 0.3;
const BEYOND_PX = 5;
const SAME = 8;
/** Share of its px that differ from those beside it. */
const MOSTLY = 0.6;
/** Grey levels are counted in steps of this size. */
const STEP = 8;

/** Backgrounds are compared in the middle of the box, from here to as far from its lower edge, as a share of its height. */
const MIDDLE = 0.25;

/** The commonest grey of a column, and its share of the column. */
interface Column {
  readonly grey: number;
  readonly share: number;
}

/** Columns that follow each other on the same background: [from, to). */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly grey: number;
}

/**
 * A detected box in parts, one for each panel it lies on: a button and the badge beside it, the cells of a table, a
 * selected day among others. Detectors frame what stands as close as words do.
 */
export function panelsIn(raster: Raster, box: FrameBox): FrameBox[] {
  const edges = edgesIn(raster, box);
  if (edges.length === 0) return [box];
  const ends = [...edges, box.width];
  const parts = ends.flatMap((end, i) => {
    const from = i === 0 ? 0 : (ends[i - 1] ?? 0) + 1;
    return inked(raster, box, from, end) ?? [];
  });
  return parts.length > 1 ? parts : [box];
}

/** Whether two boxes side by side lie on different panels, or a line stands between them. */
export function isParted(raster: Raster, left: FrameBox, right: FrameBox): boolean {
  const from = Math.round(left.x + 0.8 * left.width);
  const to = Math.round(right.x + 0.2 * right.width);
  const y = Math.max(left.y, right.y);
  const bottom = Math.min(left.y + left.height, right.y + right.height);
  return to - from > 2 && bottom > y && edgesIn(raster, frameBox(from, y, to - from, bottom - y)).length > 0;
}

/** Whether nothing is drawn in the box. */
export function isBare(raster: Raster, { x, y, width, height }: FrameBox): boolean {
  const first = raster.data[y * raster.width + x] as number;
  for (let row = y; row < y + height; row++)
    for (let at = row * raster.width + x; at < row * raster.width + x + width; at++)
      if (Math.abs((raster.data[at] as number) - first) > DIFFERENT) return false;
  return true;
}

/** Where the background changes, in columns of the box. */
function edgesIn(raster: Raster, box: FrameBox): number[] {
  const broad = Math.max(BROAD_PX, Math.round(BROAD * box.height));
  const margin = Math.floor(MIDDLE * box.height);
  const middle = frameBox(box.x, box.y + margin, box.width, box.height - 2 * margin);
  const columns = columnsIn(raster, middle);
  const all = stretchesOf(columns);
  const stretches = all
    .filter(({ from, to }) => to - from >= broad && isBackground(columns.slice(from, to)))
    .map((stretch) => ({ ...stretch, grey: commonestGrey(columns.slice(stretch.from, stretch.to)) }));
  const changes = stretches.flatMap((next, i) => {
    const before = stretches[i - 1];
    if (before === undefined || Math.abs(before.grey - next.grey) <= DIFFERENT) return [];
    // Letters may stand right behind the edge, and have the grey of the other side: the new background begins where
    // it is seen first after the old one is seen last.
    const like = (a: Stretch, b: Stretch): boolean => Math.abs(a.grey - b.grey) <= DIFFERENT;
    const last = all.findLast((each) => each.to <= next.from && like(each, before)) ?? before;
    const begins = all.find((each) => each.from >= last.to && like(each, next));
    return [begins?.from ?? next.from];
  });
  const lines = [...linesIn(columnsIn(raster, box)), ...bordersIn(raster, box)];
  return [...new Set([...changes, ...lines])].sort((a, b) => a - b);
}

function stretchesOf(columns: readonly Column[]): Stretch[] {
  const stretches: Stretch[] = [];
  columns.forEach(({ grey }, x) => {
    const last = stretches.at(-1);
    if (last !== undefined && Math.abs(last.grey - grey) <= DIFFERENT)
      stretches[stretches.length - 1] = { ...last, to: x + 1 };
    else stretches.push({ from: x, to: x + 1, grey });
  });
  return stretches;
}

/** What most of the columns show: the first one may be the soft edge of a letter. */
function commonestGrey(columns: readonly Column[]): number {
  const counts = new Map<number, number>();
  for (const { grey } of columns) counts.set(grey, (counts.get(grey) ?? 0) + 1);
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

/** Whether the columns are bare somewhere: those of letters that stand close together hardly ever are. */
function isBackground(columns: readonly Column[]): boolean {
  let bare = 0;
  for (const { share } of columns) {
    bare = share >= FULL ? bare + 1 : 0;
    if (bare >= BARE_PX) return true;
  }
  return false;
}

/** Thin lines from top to bottom with nothing beside them. */
function linesIn(columns: readonly Column[]): number[] {
  const lines: number[] = [];
  for (const { from, to, grey } of stretchesOf(columns)) {
    const [before, after] = [columns[from - 2], columns[to + 1]];
    if (to - from > THIN || before === undefined || after === undefined) continue;
    const solid = columns.slice(from, to).some(({ share }) => share >= FULL);
    const bare = before.share >= FULL && after.share >= FULL;
    const stands = Math.abs(before.grey - grey) > DIFFERENT && Math.abs(after.grey - grey) > DIFFERENT;
    if (solid && bare && stands) lines.push(Math.floor((from + to) / 2));
  }
  return lines;
}

/**
 * Thin lines that run on above and below the box, such as the border of a pop-up over a button: no letter does, so
 * letters may stand right beside them.
 */
function bordersIn(raster: Raster, box: FrameBox): number[] {
  const beyond = Math.max(BEYOND_PX, Math.round(BEYOND * box.height));
  const [top, bottom] = [box.y - beyond, box.y + box.height + beyond];
  if (top < 0 || bottom > raster.height) return [];
  const at = (x: number, y: number): number => raster.data[y * raster.width + box.x + x] as number;
  const isLine = (x: number): boolean => {
    const grey = at(x, top);
    for (let y = top; y < bottom; y++) if (Math.abs(at(x, y) - grey) > SAME) return false;
    return true;
  };
  // Grey of its own: most of the px beside it differ, or it would be the background.
  const stands = (x: number, beside: number): boolean => {
    let differing = 0;
    for (let y = top; y < bottom; y++) if (Math.abs(at(x, y) - at(beside, y)) > DIFFERENT) differing++;
    return differing >= MOSTLY * (bottom - top);
  };
  const borders: number[] = [];
  for (let x = 1; x < box.width - 1; x++) {
    if (!isLine(x) || !stands(x, x - 1)) continue;
    let end = x + 1;
    while (end < box.width && end - x < THIN && !stands(end, end - 1)) end++;
    if (end < box.width && stands(end - 1, end)) borders.push(Math.floor((x + end - 1) / 2));
    x = end;
  }
  return borders;
}

const columnsIn = (raster: Raster, box: FrameBox): Column[] =>
  Array.from({ length: box.width }, (_, x) => columnAt(raster, box, x));

function columnAt(raster: Raster, box: FrameBox, x: number): Column {
  const counts = new Uint16Array(256 / STEP + 1);
  for (let y = box.y; y < box.y + box.height; y++) {
    const value = raster.data[y * raster.width + box.x + x] as number;
    const step = Math.floor(value / STEP);
    counts[step] = (counts[step] as number) + 1;
  }
  let [best, most] = [0, -1];
  // Two neighbouring steps, as a background may lie on the border of one.
  for (let step = 0; step < counts.length - 1; step++) {
    const count = (counts[step] as number) + (counts[step + 1] as number);
    if (count > most) [best, most] = [step, count];
  }
  const heavier = (counts[best] as number) >= (counts[best + 1] as number) ? best : best + 1;
  return { grey: (heavier + 0.5) * STEP, share: most / box.height };
}

/** The part of the columns that holds letters, with some room; undefined when there are none. */
function inked(raster: Raster, box: FrameBox, from: number, to: number): FrameBox | undefined {
  if (to - from < 2) return undefined;
  const part = frameBox(box.x + from, box.y, to - from, box.height);
  const ink = inkOf(raster, part);
  const columns = columnsOf(ink);
  const first = columns.findIndex((count) => count > 0);
  if (!ink.any || first < 0) return undefined;
  const air = Math.round(AIR * box.height);
  const left = Math.max(0, first - air);
  const right = Math.min(part.width, columns.findLastIndex((count) => count > 0) + 1 + air);
  return frameBox(part.x + left, part.y, right - left, part.height);
}
