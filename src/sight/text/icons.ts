import { type FrameBox, frameBox } from '../../core/geometry.js';
import { columnsOf, type Ink, inkOf, withoutRules } from './ink.js';
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
/**
 * An icon that stands hardly further from its label than letters from each other: so wide at least, and so far away, as
 * shares of the line's height, or px; at most so many times as wide as high; it hangs so far below the letters, as a
 * share of its height above them, as no Q or Ç does. Its outline differs from the ground by so many grey levels, and so
 * much of it is one shape.
 */
const CLOSE = { wide: 0.5, gap: 0.09, px: 2, shape: 1.2, hanging: 0.2, shade: 20, one: 0.9 };
/** Borders are at most so thin, px, and at least so high, as a share of the line's height. */
const BORDER = { thin: 3, high: 0.7 };
/** How far an icon may reach beyond the box, as a share of the line's height; what goes on further is a border. */
const REACH = 0.4;
/** A row that shows no more of the ground than this, as a share of its columns, lies on another one. */
const OTHER_GROUND = 0.1;
/**
 * Grey levels from the background from which a px is lighter or darker than it, and the shares of a picture that are
 * both at least, and of letters at most: they are darker than their ground, or lighter.
 */
const SHADES = { least: 24, picture: 0.08, letters: 0.02, narrowest: 0.3 };

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
 * and below, and leads a label; or it is both lighter and darker than the ground, as an empty check box is, and stands
 * anywhere.
 */
export function withoutIcons(raster: Raster, box: FrameBox): FrameBox[] {
  const ink = inkOf(raster, box);
  const bare = withoutRules(ink);
  const icons = iconsOf(raster, ink, bare);
  if (icons.length === 0) return [box];
  const pieces = piecesOf(bare);
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

/**
 * The icons of a line, from left to right.
 *
 * @param bare the ink without the borders above and below
 */
function iconsOf(raster: Raster, ink: Ink, bare: Ink): Piece[] {
  const pictures = picturesAmong(raster, bare, piecesOf(bare));
  const apart = (icon: Piece): boolean => !pictures.some(({ from, to }) => from < icon.to && icon.from < to);
  const all = [...iconsAmong(piecesOf(ink), ink.box.height).filter(apart), ...pictures];
  if (all.length > 0) return all.sort((a, b) => a.from - b.from);
  const faint = withoutRules(inkOf(raster, ink.box, CLOSE.shade));
  return closeIcon(raster, faint);
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

/**
 * The icon that leads a label and stands but a little further from it than its letters do, as on buttons of GTK 2: one
 * shape, about as wide as high. A capital and its underline are two, and letters that touch are wider.
 */
function closeIcon(raster: Raster, ink: Ink): Piece[] {
  const { height } = ink.box;
  const pieces = piecesOf(ink).map((piece) => extended(raster, ink, piece));
  const [icon, first, ...more] = pieces;
  if (icon === undefined || first === undefined || more.length + 1 < LETTERS) return [];
  const [wide, gap] = [icon.to - icon.from, first.from - icon.to];
  if (wide < CLOSE.wide * height || wide > CLOSE.shape * (heightOf(icon) + 1)) return [];
  const letters = [first, ...more];
  const gaps = more.map(({ from }, at) => from - (letters[at]?.to ?? from));
  if (gap > LED * height || gap < Math.max(CLOSE.px, CLOSE.gap * height) || gap <= commonest(gaps)) return [];
  const baseline = commonest(letters.map(({ bottom }) => bottom));
  const hangs = icon.bottom - baseline >= CLOSE.hanging * (baseline - icon.top);
  const isIcon = hangs && isBeyond(icon, letters, 1) && !isOpen(icon, height) && isOneShape(ink, icon);
  return isIcon ? [icon] : [];
}

/** Whether nearly all of the ink of a piece hangs together. */
function isOneShape({ box, set }: Ink, { from, to }: Piece): boolean {
  const open = new Set<number>();
  for (let y = 0; y < box.height; y++)
    for (let x = from; x < to; x++) if (set[y * box.width + x] === 1) open.add(y * box.width + x);
  const all = open.size;
  let largest = 0;
  for (const start of open) {
    const shape = [start];
    open.delete(start);
    for (let at = 0; at < shape.length; at++)
      for (const dy of [-box.width, 0, box.width])
        for (const dx of [-1, 0, 1]) {
          const next = (shape[at] as number) + dy + dx;
          if (open.delete(next)) shape.push(next);
        }
    largest = Math.max(largest, shape.length);
  }
  return largest >= CLOSE.one * all;
}

/** Pieces that are lighter and darker than the ground where letters are but one of both. */
function picturesAmong(raster: Raster, { box, background }: Ink, pieces: readonly Piece[]): Piece[] {
  const by = (x: number, y: number): number =>
    (raster.data[(box.y + y) * raster.width + box.x + x] as number) - background;
  const rows = rowsOn(box, (x, y) => Math.abs(by(x, y)) < SHADES.least);
  const shades = pieces.map(({ from, to, top, bottom }) => {
    let [lighter, darker] = [0, 0];
    for (const y of rows.filter((row) => row >= top && row <= bottom))
      for (let x = from; x < to; x++) {
        if (by(x, y) >= SHADES.least) lighter++;
        if (by(x, y) <= -SHADES.least) darker++;
      }
    return { lighter, darker, all: (to - from) * (bottom - top + 1) };
  });
  const isPicture = (i: number): boolean => {
    const { lighter = 0, darker = 0, all = 1 } = shades[i] ?? {};
    return Math.min(lighter, darker) >= SHADES.picture * all;
  };
  const pictures = grouped(
    pieces.filter((_, i) => isPicture(i)),
    APART * box.height,
  ).filter(({ from, to }) => to - from >= SHADES.narrowest * box.height && to - from <= WIDEST * box.height);
  const letters = shades.filter((_, i) => !isPicture(i));
  const sum = (of: (shade: (typeof shades)[number]) => number): number =>
    letters.reduce((total, shade) => total + of(shade), 0);
  const mixed = Math.min(
    sum(({ lighter }) => lighter),
    sum(({ darker }) => darker),
  );
  return letters.length >= LETTERS && mixed <= SHADES.letters * sum(({ all }) => all) ? pictures : [];
}

/** The rows that show the ground: those above and below a panel lie on another one. */
function rowsOn({ width, height }: FrameBox, isGround: (x: number, y: number) => boolean): number[] {
  return Array.from({ length: height }, (_, y) => y).filter((y) => {
    let ground = 0;
    for (let x = 0; x < width; x++) if (isGround(x, y)) ground++;
    return ground > OTHER_GROUND * width;
  });
}

const heightOf = ({ top, bottom }: Piece): number => bottom - top;

/** Whether a piece is thinner and higher than letters: the border of a field. */
const isBorder = (piece: Piece, height: number): boolean =>
  piece.to - piece.from <= BORDER.thin && heightOf(piece) >= BORDER.high * height;

/** Whether a piece goes on beyond the box, as borders do. */
const isOpen = ({ top, bottom }: Piece, height: number): boolean =>
  top <= -Math.floor(REACH * height) || bottom >= height - 1 + Math.floor(REACH * height);

/** The piece with what of it lies above and below the box: detectors cut icons, which are higher than letters. */
function extended(raster: Raster, { box, background, least }: Ink, piece: Piece): Piece {
  const isInked = (y: number): boolean => {
    if (box.y + y < 0 || box.y + y >= raster.height) return false;
    const row = (box.y + y) * raster.width + box.x;
    for (let at = row + piece.from; at < row + piece.to; at++)
      if (Math.abs((raster.data[at] as number) - background) >= least) return true;
    return false;
  };
  const most = Math.floor(REACH * box.height);
  let { top, bottom } = piece;
  if (top === 0) while (top > -most && isInked(top - 1)) top--;
  if (bottom === box.height - 1) while (bottom < box.height - 1 + most && isInked(bottom + 1)) bottom++;
  return { ...piece, top, bottom };
}

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

/** The runs of inked columns, from left to right, without the borders of fields. */
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
  return pieces.filter((piece) => !isBorder(piece, ink.box.height));
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

/** The commonest of the values; of equally common ones the least. */
function commonest(values: readonly number[]): number {
  const count = (value: number): number => values.filter((other) => other === value).length;
  const ascending = [...values].sort((a, b) => a - b);
  return ascending.reduce((best, value) => (count(value) > count(best) ? value : best), ascending[0] ?? 0);
}
