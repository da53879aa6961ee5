import { type FrameBox, frameBox } from '../../../src/core/geometry.js';
import type { TextLine } from '../../../src/ports.js';

/** A piece of text that stands by itself: a label, a value, a cell of a table. */
export interface Cell {
  readonly text: string;
  readonly box: FrameBox;
  /** The words that it is made of, from left to right. */
  readonly words: readonly Cell[];
}

/** Words closer than this many heights belong to one cell. */
const GAP = 0.9;

/** The text of a picture as rows of cells, from top to bottom and from left to right. */
export function rowsOf(lines: readonly TextLine[]): Cell[][] {
  const words = lines
    .flatMap((line) => line.words)
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, box }): Cell => ({ text, box, words: [] }))
    .sort((a, b) => middle(a) - middle(b));
  const rows: Cell[][] = [];
  for (const word of words) {
    const row = rows.at(-1);
    const first = row?.[0];
    if (row !== undefined && first !== undefined && inLine(first, word)) row.push(word);
    else rows.push([word]);
  }
  return rows.map((row) => joined(row.sort((a, b) => a.box.x - b.box.x)));
}

function inLine(a: Cell, b: Cell): boolean {
  return Math.abs(middle(a) - middle(b)) < Math.min(a.box.height, b.box.height) * 0.5;
}

function joined(words: readonly Cell[]): Cell[] {
  const cells: Cell[] = [];
  for (const word of words) {
    const { text, box } = word;
    const last = cells.at(-1);
    if (last !== undefined && box.x - right(last.box) < Math.min(box.height, last.box.height) * GAP)
      cells[cells.length - 1] = {
        text: `${last.text} ${text}`,
        box: around(last.box, box),
        words: [...last.words, word],
      };
    else cells.push({ text, box, words: [word] });
  }
  return cells;
}

function around(a: FrameBox, b: FrameBox): FrameBox {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  return frameBox(x, y, Math.max(right(a), right(b)) - x, bottom - y);
}

function right({ x, width }: FrameBox): number {
  return x + width;
}

function middle({ box }: Cell): number {
  return box.y + box.height / 2;
}

/** The cell next to the label on its right, else the one right below it. */
export function valueBeside(rows: readonly Cell[][], at: { row: number; cell: number }): Cell | undefined {
  const label = rows[at.row]?.[at.cell];
  const next = rows[at.row]?.[at.cell + 1];
  if (label === undefined) return undefined;
  if (next !== undefined && !next.text.endsWith(':')) return next;
  const below = rows[at.row + 1]?.find(
    ({ box }) =>
      box.x < right(label.box) && right(box) > label.box.x && box.y - label.box.y < label.box.height * 4,
  );
  return label.text.endsWith(':') ? undefined : below;
}
