import type { Cell } from './cells.js';

/** One row of a table: its texts by the head of their column. */
export type Row = ReadonlyMap<string, string>;

/**
 * The rows below a head. A column ends in the widest stripe, between the middles of two heads, that no word of
 * any row touches: that holds for any alignment, and where no lines are drawn.
 */
export function rowsBelow(head: readonly Cell[], below: readonly (readonly Cell[])[]): Row[] {
  const rows = below.map((cells) => cells.flatMap(({ words }) => words));
  const [first, second] = rows.map(topOf);
  const pitch = first === undefined || second === undefined ? Number.POSITIVE_INFINITY : second - first;
  const end = rows.findIndex((words, at) => {
    const step = at === 0 ? 0 : topOf(words) - topOf(rows[at - 1] ?? words);
    return words.length < head.length / 2 || step > pitch * MOST_STEP;
  });
  const data = rows.slice(0, end < 0 ? undefined : end);
  const ends = endsOf(head, data);
  return data.map((words) => {
    const texts = head.map((_, column) =>
      words.filter((word) => columnOf(word, ends) === column).map(({ text }) => text),
    );
    return new Map(head.map(({ text }, column) => [text, (texts[column] ?? []).join(' ')]));
  });
}

/** Rows farther apart than this many of the first ones do not belong to the table. */
const MOST_STEP = 1.6;

function topOf(words: readonly Cell[]): number {
  return Math.min(...words.map(({ box }) => box.y));
}

function columnOf(word: Cell, ends: readonly number[]): number {
  const at = ends.findIndex((end) => middle(word) < end);
  return at < 0 ? ends.length : at;
}

/** Where each column but the last ends. */
function endsOf(head: readonly Cell[], data: readonly (readonly Cell[])[]): number[] {
  const words = [...head, ...data.flat()];
  return head.slice(1).map((next, at) => widestStripe(words, middle(head[at] ?? next), middle(next)));
}

function widestStripe(words: readonly Cell[], from: number, to: number): number {
  let best = { at: (from + to) / 2, width: 0 };
  let start = from;
  for (const { box } of [...words].sort((a, b) => a.box.x - b.box.x)) {
    if (box.x + box.width <= start) continue;
    const width = Math.min(box.x, to) - start;
    if (width > best.width) best = { at: start + width / 2, width };
    start = Math.max(start, box.x + box.width);
    if (start >= to) return best.at;
  }
  return to - start > best.width ? (start + to) / 2 : best.at;
}

function middle({ box }: Cell): number {
  return box.x + box.width / 2;
}
