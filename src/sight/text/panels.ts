import { type FrameBox, frameBox } from '../../core/geometry.js';
import { columnsOf, commonest, inkOf } from './ink.js';
import type { Raster } from './raster.js';

/** Grey levels by which two backgrounds differ at least. */
const DIFFERENT = 16;
/** A background is seen in so many columns, as a share of the height, or px; fewer may be the stem of a letter. */
const BROAD = 0.3;
const BARE_PX = 3;
/** Two backgrounds are at most so far apart, as a share of the height; tabs have a gap between their borders. */
const APART = 0.3;
/** How far the round corners of a panel go in, as a share of the height. */
const ROUND = 0.2;
/** Where one becomes the other, it does in rows so far apart and in so many of them, as shares of the height. */
const SEEN = 0.5;
const ROWS = 0.25;
const LEAST_ROWS = 4;
/** Share of the rows in the middle of a change from which on it is none, where one ground goes on across it. */
const CROSSED = 0.25;
/** How far beside a change it is looked for letters, as a share of the height, and how many grey levels they differ by. */
const BEYOND_EDGE = 1.5;
const INKED = 32;
/** A line between two cells is at most this thick, px, and so much longer at both ends than letters, as a share of the height. */
const THIN = 3;
const LONGER = 0.08;
/** Where no letters tell how long one is, it takes so much of the height. */
const FULL = 0.94;
/**
 * The columns beside a line, before its first one and from its first one on, px: between them it may be shaded, and
 * where letters stand close to it those right beside it are still free.
 */
const SIDES = [
  [2, THIN],
  [1, 1],
  [1, 2],
  [1, THIN],
] as const;
/** A row of one grey over so many px, or more, is a border that meets the line at its end. */
const RULED = 5;
/** Room that a part keeps beside its letters, as a share of the height. */
const AIR = 0.25;
/** A border runs on so far beyond the box, as a share of its height, or px; its greys are the same within this. */
const BEYOND = 0.3;
const BEYOND_PX = 5;
const SAME = 8;
/** Share of its px that differ from those beside it. */
const MOSTLY = 0.6;

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
  return (
    to - from > 2 && bottom > y && edgesIn(raster, frameBox(from, y, to - from, bottom - y), false).length > 0
  );
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

/**
 * Where the background changes, or a line stands, from left to right.
 *
 * @param written whether letters stand on both sides of a change inside of the box, or else beside it
 */
function edgesIn(raster: Raster, box: FrameBox, written = true): Edge[] {
  const borders = bordersIn(raster, box).map((x): Edge => ({ end: x, begin: x + 1 }));
  return [...changesIn(raster, box, written), ...linesIn(raster, box, written), ...borders].sort(
    (a, b) => a.end - b.end,
  );
}

/** A change of the background between two columns of a box, and the rows that it is seen in. */
interface Change extends Edge {
  readonly rows: readonly number[];
  /** Where what lies before it begins and what lies behind it ends, and their greys. */
  readonly from: number;
  readonly to: number;
  readonly before: number;
  readonly after: number;
}

/**
 * Where the background changes between what is written on one and on the other. Letters may stand right at the edge,
 * in the grey of the other side, but above and below them it is seen in whole.
 */
function changesIn(raster: Raster, box: FrameBox, written: boolean): Edge[] {
  const changes = new Map<string, Change>();
  for (let y = 0; y < box.height; y++)
    for (const change of changesOf(raster, box, y)) {
      const greys = [change.before, change.after].map((grey) => Math.round(grey / DIFFERENT));
      const key = [change.end, change.begin, ...greys].join(' ');
      const { rows, from, to } = changes.get(key) ?? change;
      changes.set(key, {
        ...change,
        rows: [...rows, y],
        from: Math.min(from, change.from),
        to: Math.max(to, change.to),
      });
    }
  return clustered([...changes.values()], Math.round(ROUND * box.height)).filter((change) =>
    isBetweenTexts(raster, box, change, written),
  );
}

/** Each change with the rows in which it is up to `near` px aside, at the round corners of a panel. */
function clustered(changes: readonly Change[], near: number): Change[] {
  const clusters: Change[] = [];
  for (const change of [...changes].sort((a, b) => b.rows.length - a.rows.length)) {
    const at = clusters.findIndex(
      ({ end, begin }) => Math.abs(change.end - end) <= near && Math.abs(change.begin - begin) <= near,
    );
    const cluster = clusters[at];
    if (cluster === undefined) clusters.push(change);
    else clusters[at] = { ...cluster, rows: [...cluster.rows, ...change.rows].sort((a, b) => a - b) };
  }
  return clusters;
}

/** The places in one row of the box where two runs of different greys follow each other, with a line or two between them. */
function changesOf(raster: Raster, box: FrameBox, y: number): Change[] {
  const start = (box.y + y) * raster.width + box.x;
  const at = (x: number): number => raster.data[start + x] as number;
  const broad = Math.max(BARE_PX, Math.round(BROAD * box.height));
  const apart = Math.max(THIN, Math.round(APART * box.height));
  const found: Change[] = [];
  let before: { from: number; end: number; grey: number } | undefined;
  for (let x = 0; x < box.width; ) {
    let end = x + 1;
    while (end < box.width && Math.abs(at(end) - at(x)) <= DIFFERENT) end++;
    if (end - x >= broad) {
      if (before && x - before.end < apart && Math.abs(before.grey - at(x)) > DIFFERENT)
        found.push({
          ...{ end: before.end, begin: x, from: before.from, to: end, before: before.grey, after: at(x) },
          rows: [],
        });
      before = { from: x, end, grey: at(end - 1) };
    }
    x = end;
  }
  return found;
}

/**
 * Whether something is written on both sides of a change, and the change goes on above and below it: the bars of an E
 * are no background.
 */
function isBetweenTexts(raster: Raster, box: FrameBox, change: Change, written: boolean): boolean {
  const [first, last] = [change.rows[0] ?? 0, change.rows.at(-1) ?? 0];
  const [beyond, round] = [Math.round(BEYOND_EDGE * box.height), Math.round(ROUND * box.height)];
  const goesOn = (from: number, to: number, grey: number): boolean => {
    const rows = inkedRows(raster, box, { from, to, first, last, grey });
    return rows === undefined ? !written : rows.top > first && rows.bottom < last;
  };
  return (
    last - first >= SEEN * box.height &&
    change.rows.length >= Math.max(LEAST_ROWS, ROWS * box.height) &&
    goesOn(Math.max(change.from, change.end - beyond), change.end - round, change.before) &&
    goesOn(change.begin + round, Math.min(change.to, change.begin + beyond), change.after) &&
    !isCrossed(raster, box, change)
  );
}

/**
 * Whether the ground of one side goes on across a change in rows in the middle of it: between the bars of a bold P and
 * its underline, no background has changed.
 */
function isCrossed(raster: Raster, box: FrameBox, { rows, end, begin, before, after }: Change): boolean {
  const [first, last] = [rows[0] ?? 0, rows.at(-1) ?? 0];
  const part = Math.floor((last - first + 1) / 4);
  const isAll = (y: number, from: number, to: number, grey: number): boolean => {
    const start = (box.y + y) * raster.width + box.x;
    for (let x = Math.max(0, from); x < Math.min(box.width, to); x++)
      if (Math.abs((raster.data[start + x] as number) - grey) > SAME) return false;
    return true;
  };
  let crossed = 0;
  for (let y = first + part; y <= last - part; y++)
    if (isAll(y, end - BARE_PX, begin + BARE_PX, after) || isAll(y, end - BARE_PX, begin + BARE_PX, before))
      crossed++;
  return crossed >= CROSSED * (last - first + 1 - 2 * part);
}

/**
 * The first and the last row with something written on a grey, in some columns and rows of a box.
 *
 * @param ruled whether a row that is all of another grey is a border, and nothing written
 */
function inkedRows(
  raster: Raster,
  box: FrameBox,
  part: { from: number; to: number; first: number; last: number; grey: number },
  ruled = false,
): { readonly top: number; readonly bottom: number } | undefined {
  const isInked = (y: number): boolean => {
    const row = raster.data.subarray((box.y + y) * raster.width + box.x).subarray(part.from, part.to);
    if (ruled && row.length >= RULED && row.every((grey) => Math.abs(grey - (row[0] as number)) <= SAME))
      return false;
    return row.some((grey) => Math.abs(grey - part.grey) > INKED);
  };
  let [top, bottom] = [part.first, part.last];
  // Letters of the rows above and below reach into the box; beside a line they tell that it is a stem.
  const reaches = (from: number, to: number): boolean => {
    for (let y = from; y <= to; y++) if (!isInked(y)) return false;
    return true;
  };
  if (!ruled && reaches(0, top)) while (top < bottom && isInked(top)) top++;
  if (!ruled && reaches(bottom, box.height - 1)) while (bottom > top && isInked(bottom)) bottom--;
  while (top <= bottom && !isInked(top)) top++;
  while (bottom > top && !isInked(bottom)) bottom--;
  return top > bottom ? undefined : { top, bottom };
}

/** A thin line from top to bottom with nothing right beside it, and the rows it takes: [first, last]. */
interface Line extends Edge {
  readonly first: number;
  readonly last: number;
  readonly grey: number;
  /** The greys on both sides. */
  readonly before: number;
  readonly after: number;
}

/** The thin lines between what is written, such as the borders of buttons and cells: they are longer than letters. */
function linesIn(raster: Raster, box: FrameBox, written: boolean): Edge[] {
  const lines: Line[] = [];
  const ground = commonest(raster, box);
  for (let x = 2; x < box.width - THIN; x++) {
    const line = lineAt(raster, box, x);
    // Between two stems the ground stands like a line.
    if (line === undefined || Math.abs(line.grey - ground) <= SAME) continue;
    lines.push(line);
    x = line.begin;
  }
  const [reach, more] = [Math.round(BEYOND_EDGE * box.height), Math.max(2, Math.round(LONGER * box.height))];
  return lines.filter(({ end, begin, first, last, before, after }, i) => {
    // The stems of letters are lines, too, but shorter ones.
    const isLong = (other: Line): boolean => other.last - other.first >= last - first - 2;
    const from = Math.max(0, lines.slice(0, i).findLast(isLong)?.begin ?? 0, end - reach);
    const to = Math.min(box.width, lines.slice(i + 1).find(isLong)?.end ?? box.width, begin + reach);
    const sides = [
      inkedRows(raster, box, { from, to: end - 1, first, last, grey: before }, true),
      inkedRows(raster, box, { from: begin + 1, to, first, last, grey: after }, true),
    ];
    const inside = sides.every((rows) => !rows || (rows.top >= first + more && rows.bottom <= last - more));
    const known = written ? sides.some((rows) => rows !== undefined) : last - first >= FULL * box.height - 1;
    return inside && known;
  });
}

/** The line that begins in this column of the box. */
function lineAt(raster: Raster, box: FrameBox, x: number): Line | undefined {
  const lines = SIDES.flatMap((sides) => lineBetween(raster, box, x, sides) ?? []);
  const length = ({ first, last }: Line): number => last - first;
  return lines.reduce<Line | undefined>(
    (longest, line) => (longest === undefined || length(line) > length(longest) ? line : longest),
    undefined,
  );
}

/** The line that begins in this column, with nothing in the columns so many px before and behind that. */
function lineBetween(
  raster: Raster,
  box: FrameBox,
  x: number,
  [before, behind]: readonly [number, number],
): Line | undefined {
  const at = (across: number, y: number): number =>
    raster.data[(box.y + y) * raster.width + box.x + across] as number;
  const columns = [x, x - before, x + behind] as const;
  const isSame = (column: number, y: number, as: number): boolean =>
    Math.abs(at(column, y) - at(column, as)) <= SAME;
  let first = 0;
  for (let y = 0; y <= box.height; y++) {
    if (y < box.height && columns.every((column) => isSame(column, y, first))) continue;
    const [line, left, right] = columns.map((column) => at(column, first)) as [number, number, number];
    const stands = Math.abs(line - left) > DIFFERENT && Math.abs(line - right) > DIFFERENT;
    if (stands && y - first >= SEEN * box.height) {
      let begin = x + 1;
      while (begin < x + behind && Math.abs(at(begin, first) - right) > DIFFERENT) begin++;
      // At its ends borders may meet it.
      let [top, bottom] = [first, y - 1];
      while (top > Math.max(0, first - THIN) && isSame(x, top - 1, first)) top--;
      while (bottom < Math.min(box.height, y + THIN) - 1 && isSame(x, bottom + 1, first)) bottom++;
      return { end: x, begin, first: top, last: bottom, grey: line, before: left, after: right };
    }
    first = y;
  }
  return undefined;
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
