import type { RawPicture } from '../picture.js';

/** How alike two equally large pictures are. */
export interface Likeness {
  /** Zero-mean normalised correlation of brightness over all px, -1..1. */
  readonly correlation: number;
  /** Mean difference of brightness, 0..255. */
  readonly difference: number;
  /** The same for the square of 8 px in which they differ most: one altered letter shows here. */
  readonly worstDifference: number;
  /**
   * The largest alteration of a square: its mean difference times what its correlation lacks to 1. Noise of a
   * lossy picture keeps the structure, another letter does not, be its contrast high or low.
   */
  readonly alteration: number;
  /** The median difference of the squares that show something: what the picture's noise alone does. */
  readonly noise: number;
  /** The largest difference of a colour channel's mean in a square, 0..255: another colour, same brightness. */
  readonly worstColour: number;
  /** Corner of the square with the worst difference, px of the patch. */
  readonly worstAt: { readonly x: number; readonly y: number };
}

/** Side of the small squares that are summed up; a judged square is two of them wide and high. */
const CELL = 4;
/** Sums of one cell: px, a, b, aa, bb, ab, |a-b|, and the differences of r, g, b. */
const SUMS = 10;

/** Standard deviation of brightness from which on a square shows something. */
const SHOWS = 6;

/** Compares the patch with the picture at (x, y), both with three channels. Px with mask 0 do not count. */
export function likenessAt(
  picture: RawPicture,
  patch: RawPicture,
  x: number,
  y: number,
  mask: Uint8Array | undefined,
): Likeness {
  const columns = Math.ceil(patch.width / CELL);
  const rows = Math.ceil(patch.height / CELL);
  const sums = sumCells(picture, patch, x, y, mask, columns, rows);
  const total = new Float64Array(SUMS);
  for (let i = 0; i < sums.length; i++) (total[i % SUMS] as number) += sums[i] as number;
  const square = new Float64Array(SUMS);
  let worstDifference = 0;
  let alteration = 0;
  const differences: number[] = [];
  let worstColour = 0;
  let worstAt = { x: 0, y: 0 };
  for (let row = 0; row < Math.max(1, rows - 1); row++) {
    for (let column = 0; column < Math.max(1, columns - 1); column++) {
      gather(sums, columns, rows, column, row, square);
      const px = square[0] as number;
      if (px < CELL * CELL) continue;
      const difference = (square[6] as number) / px;
      if (difference > worstDifference) {
        worstDifference = difference;
        worstAt = { x: column * CELL, y: row * CELL };
      }
      for (let c = 7; c < 10; c++) worstColour = Math.max(worstColour, Math.abs(square[c] as number) / px);
      if (spread(square) > SHOWS) differences.push(difference);
      alteration = Math.max(alteration, difference * (1 - correlationOf(square)));
    }
  }
  const px = Math.max(1, total[0] as number);
  return {
    correlation: correlationOf(total),
    difference: (total[6] as number) / px,
    worstDifference,
    alteration,
    noise: median(differences),
    worstColour,
    worstAt,
  };
}

function sumCells(
  picture: RawPicture,
  patch: RawPicture,
  x: number,
  y: number,
  mask: Uint8Array | undefined,
  columns: number,
  rows: number,
): Float64Array {
  const sums = new Float64Array(columns * rows * SUMS);
  const seen = picture.data;
  const wanted = patch.data;
  for (let row = 0; row < patch.height; row++) {
    let s = ((y + row) * picture.width + x) * 3;
    let w = row * patch.width * 3;
    const line = Math.floor(row / CELL) * columns;
    for (let column = 0; column < patch.width; column++, s += 3, w += 3) {
      if (mask !== undefined && mask[row * patch.width + column] === 0) continue;
      const red = (seen[s] as number) - (wanted[w] as number);
      const green = (seen[s + 1] as number) - (wanted[w + 1] as number);
      const blue = (seen[s + 2] as number) - (wanted[w + 2] as number);
      const b = ((wanted[w] as number) + (wanted[w + 1] as number) + (wanted[w + 2] as number)) / 3;
      const d = (red + green + blue) / 3;
      const a = b + d;
      const to = (line + (column >> 2)) * SUMS;
      (sums[to] as number) += 1;
      (sums[to + 1] as number) += a;
      (sums[to + 2] as number) += b;
      (sums[to + 3] as number) += a * a;
      (sums[to + 4] as number) += b * b;
      (sums[to + 5] as number) += a * b;
      (sums[to + 6] as number) += Math.abs(d);
      (sums[to + 7] as number) += red;
      (sums[to + 8] as number) += green;
      (sums[to + 9] as number) += blue;
    }
  }
  return sums;
}

/** Adds up the two by two cells of a square; fewer at the edge of a small patch. */
function gather(
  sums: Float64Array,
  columns: number,
  rows: number,
  column: number,
  row: number,
  square: Float64Array,
): void {
  square.fill(0);
  for (let r = row; r < Math.min(rows, row + 2); r++)
    for (let c = column; c < Math.min(columns, column + 2); c++) {
      const from = (r * columns + c) * SUMS;
      for (let i = 0; i < SUMS; i++) (square[i] as number) += sums[from + i] as number;
    }
}

function spread(s: Float64Array): number {
  const n = s[0] as number;
  const a = (s[3] as number) / n - ((s[1] as number) / n) ** 2;
  const b = (s[4] as number) / n - ((s[2] as number) / n) ** 2;
  return Math.sqrt(Math.max(0, a, b));
}

function median(values: readonly number[]): number {
  return Float64Array.from(values).sort()[values.length >> 1] ?? 0;
}

/** Two flat areas of any brightness correlate fully: their brightness is judged by the difference. */
function correlationOf(s: Float64Array): number {
  const n = s[0] as number;
  if (n === 0) return 0;
  const aa = (s[3] as number) - (s[1] as number) ** 2 / n;
  const bb = (s[4] as number) - (s[2] as number) ** 2 / n;
  const ab = (s[5] as number) - ((s[1] as number) * (s[2] as number)) / n;
  if (aa < n && bb < n) return 1;
  return aa <= 0 || bb <= 0 ? 0 : ab / Math.sqrt(aa * bb);
}
