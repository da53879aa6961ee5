import { type FrameBox, frameBox } from '../../core/geometry.js';
import { columnsOf, type Ink, inkOf } from './ink.js';
import type { Raster } from './raster.js';

/** Rows of letters are at least so high, px, and as a share of the highest row of the box; marks and dots are lower. */
const LEAST = 6;
const SHARE = 0.5;
/** Room above and below letters, as a share of their height, where there is some. */
const AIR = 0.3;
/** Grey levels that pale letters have from the background at least: a row of black ones may stand above or below. */
const PALE = 20;
/** Share of the columns that a border fills; letters leave more of them free. */
const BORDER = 0.9;
/** A box so many times as wide as high holds several letters; in another one each row must have two that stand apart. */
const LONG = 2;

/** Rows with ink that follow each other, [from, to), of a box. */
interface Band {
  readonly from: number;
  readonly to: number;
}

/**
 * A detected box in parts, one for each row of letters in it. Detectors frame rows together that stand close, and what
 * they add around a small label reaches into the rows above and below: what goes on outside of the box is theirs.
 */
export function rowsIn(raster: Raster, box: FrameBox): FrameBox[] {
  const ink = inkOf(raster, box, PALE);
  const bands = ink.any ? bandsOf(ink) : [];
  const highest = Math.max(0, ...bands.map(heightOf));
  if (bands.length < 2 || highest < LEAST) return [box];
  const own = bands.filter((band) => !isNeighbours(raster, ink, band, bands));
  const rows = own.filter((band) => heightOf(band) >= Math.max(LEAST, SHARE * highest));
  if (rows.length === 0) return [box];
  if (rows.length === 1) return own.length === bands.length ? [box] : [around(box, own, bands)];
  if (box.width < LONG * box.height && !areLetters(ink, rows)) return [box];
  return rows.map((_, i) => {
    // Marks belong to the row that they are nearest to.
    const nearest = own.filter((band) => nearestRow(band, rows) === i);
    return around(box, nearest, bands);
  });
}

const heightOf = ({ from, to }: Band): number => to - from;

function bandsOf({ box, set }: Ink): Band[] {
  const bands: Band[] = [];
  let from = -1;
  for (let y = 0; y <= box.height; y++) {
    const inked = y < box.height && set.subarray(y * box.width, (y + 1) * box.width).includes(1);
    if (inked && from < 0) from = y;
    if (inked || from < 0) continue;
    bands.push({ from, to: y });
    from = -1;
  }
  return bands;
}

/** Whether a band at an edge of the box is the end of another row: it goes on outside, as high as letters are. */
function isNeighbours(raster: Raster, ink: Ink, band: Band, bands: readonly Band[]): boolean {
  const { box } = ink;
  const [above, below] = [band.from === 0, band.to === box.height];
  if (above === below) return false;
  const others = Math.max(...bands.filter((other) => other !== band).map(heightOf));
  if (heightOf(band) >= others || isBorder(ink, band)) return false;
  const beyond = (by: number): number => (above ? box.y - by : box.y + box.height - 1 + by);
  let outside = 0;
  while (outside < others && isInked(raster, ink, beyond(outside + 1))) outside++;
  return outside > 0 && heightOf(band) + outside >= Math.max(LEAST, SHARE * others);
}

/** Whether nearly all columns of some row of a band are inked: a border, or the ground below one, no letters. */
function isBorder({ box, set }: Ink, { from, to }: Band): boolean {
  for (let y = from; y < to; y++) {
    const inked = set.subarray(y * box.width, (y + 1) * box.width).reduce((sum, px) => sum + px, 0);
    if (inked >= BORDER * box.width) return true;
  }
  return false;
}

/** Whether something is drawn in the box's columns of a row of the picture. */
function isInked(raster: Raster, { box, background, least }: Ink, y: number): boolean {
  if (y < 0 || y >= raster.height) return false;
  for (let x = box.x; x < box.x + box.width; x++)
    if (Math.abs((raster.data[y * raster.width + x] as number) - background) >= least) return true;
  return false;
}

/** A piece so many times as wide as its row is high holds two letters that touch. */
const TOUCHING = 1.2;

/** Whether all rows hold two letters or more, some of them in bold, where letters touch: the bars of a sign do not. */
function areLetters(ink: Ink, rows: readonly Band[]): boolean {
  const pieces = rows.map((row) => piecesIn(ink, row).map((width) => width >= TOUCHING * heightOf(row)));
  return (
    pieces.some(({ length }) => length > 1) && pieces.every((each) => each.length > 1 || each.includes(true))
  );
}

/** How wide the pieces of a band are that stand apart from each other, px. */
function piecesIn({ box, set }: Ink, { from, to }: Band): number[] {
  const part = {
    box: frameBox(0, 0, box.width, to - from),
    set: set.subarray(from * box.width, to * box.width),
  };
  const widths: number[] = [];
  let width = 0;
  for (const inked of [...columnsOf(part), 0]) {
    if (inked > 0) width++;
    else if (width > 0) {
      widths.push(width);
      width = 0;
    }
  }
  return widths;
}

function nearestRow(band: Band, rows: readonly Band[]): number {
  const away = (row: Band): number => Math.max(0, row.from - band.to, band.from - row.to);
  return rows.reduce((best, row, i) => (away(row) < away(rows[best] ?? row) ? i : best), 0);
}

/** The part of the box that holds some of its bands, with as much room as the others leave. */
function around(box: FrameBox, some: readonly Band[], bands: readonly Band[]): FrameBox {
  const [first, last] = [Math.min(...some.map(({ from }) => from)), Math.max(...some.map(({ to }) => to))];
  const air = Math.round(AIR * (last - first));
  const ends = bands.filter(({ to }) => to <= first).map(({ to }) => to);
  const begins = bands.filter(({ from }) => from >= last).map(({ from }) => from);
  const top = Math.max(0, first - air, ...ends);
  const bottom = Math.min(box.height, last + air, ...begins);
  return frameBox(box.x, box.y + top, box.width, bottom - top);
}
