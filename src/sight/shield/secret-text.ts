import type { FrameBox } from '../../core/geometry.js';
import type { TextLine } from '../../ports.js';
import { fold, foldText } from '../label/fold.js';

/** Shorter values occur everywhere by chance and are not looked for. */
export const SHORTEST_SECRET = 4;
/** One misread character is allowed for each so many. */
const CHARACTERS_PER_MISTAKE = 6;
/** So long a run of a secret betrays it even where the rest is hidden or scrolled away. */
const LONG_RUN = 8;

/** The words of a line that show the value of a secret, or a long run of it, whatever the reader confuses. */
export function wordsShowing(value: string, line: TextLine): FrameBox[] {
  const needle = foldText(value, 'shape', false);
  if (needle.length < SHORTEST_SECRET) return [];
  const { text, word } = fold(
    line.words.map((each) => each.text),
    'shape',
    false,
  );
  const shown = new Set<number>();
  for (const [from, to] of [...nearly(text, needle), ...longRuns(text, needle)]) {
    for (let at = from; at < to; at += 1) shown.add(word[at] ?? 0);
  }
  return [...shown].flatMap((index) => {
    const found = line.words[index];
    return found === undefined || isOrdinary(found.text, value) ? [] : [found.box];
  });
}

/** A label such as “Password” is not the secret `password`: people would lose the name of the field. */
function isOrdinary(seen: string, value: string): boolean {
  if (!/^\p{Ll}+$/u.test(value)) return false;
  const [first = '', ...rest] = value;
  return [value.toUpperCase(), first.toUpperCase() + rest.join('')].includes(seen.replace(/[:*]$/u, ''));
}

type Range = readonly [from: number, to: number];

/** A cell of the table of edit distances: the cost of getting here, and where in the text the way began. */
interface Cell {
  readonly cost: number;
  readonly from: number;
}

/**
 * Where the needle stands in the text with at most the allowed number of misread, missing or additional
 * characters (the search of Sellers: one row of the table of edit distances for each character of the text).
 */
function nearly(text: string, needle: string): Range[] {
  const allowed = Math.floor(needle.length / CHARACTERS_PER_MISTAKE);
  let row: Cell[] = Array.from({ length: needle.length + 1 }, (_, cost) => ({ cost, from: 0 }));
  let best: { readonly cost: number; readonly range: Range } | undefined;
  const found: Range[] = [];
  for (let at = 0; at < text.length; at += 1) {
    row = nextRow(row, needle, text[at] ?? '', at);
    const { cost, from } = row[needle.length] ?? { cost: allowed + 1, from: at };
    if (cost <= allowed && (best === undefined || cost <= best.cost)) best = { cost, range: [from, at + 1] };
    if (cost > allowed || at === text.length - 1) {
      if (best !== undefined) found.push(best.range);
      best = undefined;
    }
  }
  return found;
}

function nextRow(row: readonly Cell[], needle: string, char: string, at: number): Cell[] {
  const next: Cell[] = [{ cost: 0, from: at + 1 }];
  for (let i = 1; i <= needle.length; i += 1) {
    const ways = [step(row[i - 1], char === needle[i - 1] ? 0 : 1), step(row[i], 1), step(next[i - 1], 1)];
    next.push(ways.reduce((least, way) => (way.cost < least.cost ? way : least)));
  }
  return next;
}

function step(cell: Cell | undefined, cost: number): Cell {
  if (cell === undefined) throw new Error('the table of edit distances has no such cell');
  return { cost: cell.cost + cost, from: cell.from };
}

/** Where a run of the needle stands that is long enough to betray it. */
function longRuns(text: string, needle: string): Range[] {
  const length = Math.max(SHORTEST_SECRET, Math.min(LONG_RUN, Math.ceil(needle.length * 0.75)));
  const runs: Range[] = [];
  for (let from = 0; from + length <= needle.length; from += 1) {
    const run = needle.slice(from, from + length);
    for (let at = text.indexOf(run); at >= 0; at = text.indexOf(run, at + 1)) runs.push([at, at + length]);
  }
  return runs;
}
