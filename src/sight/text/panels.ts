import { type FrameBox, frameBox } from '../../core/geometry.js';
import { columnsOf, commonest, inkOf } from './ink.js';
import type { Raster } from './raster.js';

/** Grey levels by which two backgrounds differ at least. */
const DIFFERENT = 16;
/** A background is seen in so many columns, as a share of the height, or px; fewer may be the stem of a letter. */
const BROAD = 0.3;
const BARE_PX = 3;
/** Where it changes, it does in rows so far apart, as a share of the height, and in so many of their upper and lower half. */
const SEEN = 0.5;
const ENOUGH = 2;
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
  const parts = [...edges, { end: box.width, begin: box.width }].flatMap(
    ({ end }, i) => inked(raster, box, edges[i - 1]?.begin ?? 0, end) ?? [],
  );
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

/** Where one part of a box ends and the next begins, in its columns: a line may stand between them. */
interface Edge {
  readonly end: number;
  readonly begin: number;
}

/** Where the background changes, or a line stands, from left to right. */
function edgesIn(raster: Raster, box: FrameBox): Edge[] {
  const lines = [...linesIn(columnsIn(raster, box)), ...bordersIn(raster, box)].map(
    (x): Edge => ({ end: x, begin: x + 1 }),
  );
  return [...changesIn(raster, box), ...lines].sort((a, b) => a.end - b.end);
}

/** A change of the background between two columns of a box, and the rows that it is seen in. */
interface Change extends Edge {
  readonly rows: number[];
  before: number;
  after: number;
}

/**
 * Where the background changes. Letters may stand right at the edge, in the grey of the other side, but above and
 * below them it is seen in whole.
 */
function changesIn(raster: Raster, box: FrameBox): Edge[] {
  const run = Math.max(BARE_PX, Math.round(BROAD * box.height));
  const changes = new Map<string, Change>();
  for (let y = 0; y < box.height; y++)
    for (const { end, begin, before, after } of changesOf(raster, box, y, run)) {
      const change = changes.get(`${end} ${begin}`) ?? { end, begin, rows: [], before: 0, after: 0 };
      change.rows.push(y);
      change.before += before;
      change.after += after;
      changes.set(`${end} ${begin}`, change);
    }
  return [...changes.values()].filter((change) => isChange(raster, box, change, run));
}

/** The places in one row of the box where two runs of different greys follow each other, up to a thin line apart. */
function changesOf(raster: Raster, box: FrameBox, y: number, run: number) {
  const from = (box.y + y) * raster.width + box.x;
  const at = (x: number): number => raster.data[from + x] as number;
  const found: (Edge & { before: number; after: number })[] = [];
  let before: { end: number; grey: number } | undefined;
  for (let x = 0; x < box.width; ) {
    let end = x + 1;
    while (end < box.width && Math.abs(at(end) - at(x)) <= DIFFERENT) end++;
    if (end - x >= run) {
      if (before && x - before.end < THIN && Math.abs(before.grey - at(x)) > DIFFERENT)
        found.push({ end: before.end, begin: x, before: before.grey, after: at(x) });
      before = { end, grey: at(end - 1) };
    }
    x = end;
  }
  return found;
}

/**
 * Whether a change is that of a background: it is seen above and below what is written, and between them neither
 * side has mostly the grey of the other, as the bars of an E have.
 */
function isChange(
  raster: Raster,
  box: FrameBox,
  { end, begin, rows, before, after }: Change,
  run: number,
): boolean {
  const [first, last] = [rows[0] ?? 0, rows.at(-1) ?? 0];
  if (last - first < SEEN * box.height) return false;
  const upper = rows.filter((y) => y < (first + last) / 2).length;
  if (upper < ENOUGH || rows.length - upper < ENOUGH) return false;
  const share = (from: number, grey: number): number => {
    let like = 0;
    for (let y = box.y + first; y <= box.y + last; y++)
      for (let x = box.x + from; x < box.x + from + run; x++)
        if (Math.abs((raster.data[y * raster.width + x] as number) - grey) <= DIFFERENT) like++;
    return like / (run * (last - first + 1));
  };
  return share(end - run, after / rows.length) < 0.5 && share(begin, before / rows.length) < 0.5;
}

/** Columns that follow each other in about the same grey. */
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
  const background = commonest(raster, box);
  const isLine = (x: number): boolean => {
    const grey = at(x, top);
    // A gap between letters that stand below each other in rows of a list.
    if (Math.abs(grey - background) <= SAME) return false;
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
