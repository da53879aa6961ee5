import { type FrameBox, frameBox } from '../../core/geometry.js';
import { columnsOf, type Ink, inkOf } from './ink.js';
import type { Raster } from './raster.js';

/** Width of an icon, as shares of the line's height. */
const NARROWEST = 0.4;
const WIDEST = 1.2;
/** How far it reaches beyond the letters at least, as a share of the line's height. */
const BEYOND = 0.06;
/** Pieces that stand closer than this share of the height are one: an icon, or letters. */
const APART = 0.13;
/** Gap before an icon that leads a label, and the widest behind it, as shares of the height. */
const NEXT_LABEL = 0.3;
const LED = 0.4;
/** Groups of pieces nearly as high as an icon may be icons themselves, and tell nothing of letters. */
const AS_HIGH = 0.9;
/** Letters there are at least beside an icon: of two signs of Chinese one may be higher. */
const LETTERS = 2;

/** Columns with ink that follow each other, [from, to), and their rows, [top, bottom]. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * The parts of a line beside its icons: a picture stands as close to its label as words do, so detectors frame both,
 * and recognisers take it for a letter (the cross of GTK's Close for an X). An icon is higher than the letters, above
 * and below, and leads a label.
 */
export function withoutIcons(raster: Raster, box: FrameBox): FrameBox[] {
  const ink = inkOf(raster, box);
  const pieces = piecesOf(ink);
  const icons = iconsAmong(pieces, box.height);
  if (icons.length === 0) return [box];
  const gap = Math.ceil(2 * APART * box.height);
  const parts: FrameBox[] = [];
  let from = 0;
  for (const end of [...icons, undefined]) {
    const letters = pieces.filter((piece) => piece.from >= from && piece.to <= (end?.from ?? box.width));
    const [first, last] = [letters[0], letters.at(-1)];
    if (first && last) {
      const left = Math.max(from, first.from - gap);
      const right = Math.min(end?.from ?? box.width, last.to + gap);
      parts.push(frameBox(box.x + left, box.y, right - left, box.height));
    }
    from = end?.to ?? box.width;
  }
  return parts.length === 0 ? [box] : parts;
}

function iconsAmong(pieces: readonly Piece[], height: number): Piece[] {
  const groups = grouped(pieces, APART * height);
  const wide = groups.filter(
    ({ from, to }) => to - from >= NARROWEST * height && to - from <= WIDEST * height,
  );
  const outside = (some: readonly Piece[]): Piece[] =>
    pieces.filter((piece) => !some.some(({ from, to }) => piece.from >= from && piece.to <= to));
  return wide.filter((group) => {
    const before = groups[groups.indexOf(group) - 1];
    // Within a label nothing is an icon: it leads one. What goes on beyond the line is a border.
    if (before && group.from - before.to < NEXT_LABEL * height) return false;
    const label = groups[groups.indexOf(group) + 1];
    if (label === undefined || label.from - group.to > LED * height) return false;
    if (group.top === 0 || group.bottom === height - 1) return false;
    const letters = outside(wide.filter((other) => heightOf(other) >= AS_HIGH * heightOf(group)));
    return letters.length >= LETTERS && isBeyond(group, letters, BEYOND * height);
  });
}

const heightOf = ({ top, bottom }: Piece): number => bottom - top;

/** Whether a piece reaches beyond the letters above and below. */
function isBeyond(piece: Piece, letters: readonly Piece[], by: number): boolean {
  const top = Math.min(...letters.map((letter) => letter.top));
  const baseline = commonest(letters.map(({ bottom }) => bottom));
  return piece.bottom >= baseline + by && piece.top <= top - by;
}

/** Pieces that stand closer than `apart` px, as one. */
function grouped(pieces: readonly Piece[], apart: number): Piece[] {
  const groups: Piece[] = [];
  for (const piece of pieces) {
    const last = groups.at(-1);
    if (last === undefined || piece.from - last.to >= apart) groups.push(piece);
    else
      groups[groups.length - 1] = {
        from: last.from,
        to: piece.to,
        top: Math.min(last.top, piece.top),
        bottom: Math.max(last.bottom, piece.bottom),
      };
  }
  return groups;
}

/** The runs of inked columns, from left to right. */
function piecesOf(ink: Ink): Piece[] {
  const columns = columnsOf(ink);
  const pieces: Piece[] = [];
  let from = -1;
  for (let x = 0; x <= columns.length; x++) {
    const inked = (columns[x] ?? 0) > 0;
    if (inked && from < 0) from = x;
    if (inked || from < 0) continue;
    pieces.push({ from, to: x, ...rowsOf(ink, from, x) });
    from = -1;
  }
  return pieces;
}

function rowsOf(
  { box: { width, height }, set }: Ink,
  from: number,
  to: number,
): Pick<Piece, 'top' | 'bottom'> {
  let [top, bottom] = [height, -1];
  for (let y = 0; y < height; y++)
    for (let x = from; x < to; x++) if (set[y * width + x]) [top, bottom] = [Math.min(top, y), y];
  return { top, bottom };
}

function commonest(values: readonly number[]): number {
  const count = (value: number): number => values.filter((other) => other === value).length;
  return values.reduce((best, value) => (count(value) > count(best) ? value : best), values[0] ?? 0);
}
