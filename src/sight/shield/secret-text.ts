import type { FrameBox } from '../../core/geometry.js';
import { tellingRun } from '../../core/secrets/grams.js';
import { isNameOfField } from '../../core/secrets/words.js';
import type { TextLine } from '../../ports.js';
import { type Folded, fold, foldText } from '../label/fold.js';

/** Shorter values occur everywhere by chance and are not looked for. */
export const SHORTEST_SECRET = 4;
/** One misread character is allowed for each so many. */
const CHARACTERS_PER_MISTAKE = 6;
/** Values from so many letters on may be spaced out in any way; of a shorter one each letter stands alone then. */
const SPACED = 8;

/**
 * The words of a line that show the value of a secret, or a long run of it, whatever the reader confuses; also in
 * capitals, spaced out, reversed, in hex, in base64 or as part of a URL.
 */
export function wordsShowing(value: string, line: TextLine): FrameBox[] {
  const folded = fold(
    line.words.map((each) => each.text),
    'shape',
    false,
  );
  const joined = withoutSpaces(folded);
  const shown = new Set<number>();
  const add = ({ word }: Pick<Folded, 'word'>, [from, to]: Range): void => {
    for (let at = from; at < to; at += 1) shown.add(word[at] ?? 0);
  };
  for (const needle of needlesOf(value)) {
    for (const range of shownIn(folded.text, needle)) add(folded, range);
    for (const range of shownIn(joined.text, needle))
      if (needle.text.length >= SPACED || standsAlone(line, joined, range)) add(joined, range);
  }
  return [...shown].flatMap((index) => {
    const found = line.words[index];
    return found === undefined || isOrdinary(found.text, value) ? [] : [found.box];
  });
}

/** What is looked for: letters in the form of `shape`, and how many of them in a row betray the rest. */
interface Needle {
  readonly text: string;
  readonly run: number;
}

const known = new Map<string, readonly Needle[]>();

/** The value as programs may show it. */
function needlesOf(value: string): readonly Needle[] {
  const before = known.get(value);
  if (before !== undefined) return before;
  const run = tellingRun([...value].length);
  const bytes = Buffer.from(value, 'utf8');
  const forms: readonly (readonly [form: string, run: number])[] = [
    [value, run],
    [[...value].reverse().join(''), run],
    [bytes.toString('hex'), 2 * run],
    [encodeURIComponent(bytes.toString()), run],
    // Of four characters that stand for three bytes the first and the last may be shared with the neighbours.
    ...[0, 1, 2].map(
      (offset) =>
        [base64From(bytes, offset), Math.max(SHORTEST_BASE64, Math.floor((4 * run) / 3) - 1)] as const,
    ),
  ];
  const needles = forms
    .map(([form, length]) => ({ text: foldText(form, 'shape', false), run: length }))
    .filter(({ text }, index) => text.length >= (index < 2 ? SHORTEST_SECRET : SHORTEST_BASE64));
  const different = needles.filter(
    ({ text }, index) => needles.findIndex((other) => other.text === text) === index,
  );
  known.set(value, different);
  return different;
}

/** Fewer characters of base64 occur by chance. */
const SHORTEST_BASE64 = 6;

/** The base64 of bytes that stand behind so many others, without the characters that are shared with these. */
function base64From(bytes: Uint8Array, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const last = (offset + bytes.length) % 3 === 0 ? 0 : 1;
  return text.slice([0, 2, 3][offset], text.length - last);
}

function shownIn(text: string, needle: Needle): Range[] {
  return [...nearly(text, needle.text), ...longRuns(text, needle)];
}

/** The line without the spaces that tell numbers apart. */
function withoutSpaces({ text, word }: Folded): Pick<Folded, 'text' | 'word'> {
  const kept = [...text].flatMap((char, at) => (char === ' ' ? [] : [at]));
  return { text: kept.map((at) => text.charAt(at)).join(''), word: kept.map((at) => word[at] ?? 0) };
}

/** Whether each letter of the range is a word of its own. */
function standsAlone(line: TextLine, { word }: Pick<Folded, 'word'>, [from, to]: Range): boolean {
  return word.slice(from, to).every((index) => [...(line.words[index]?.text ?? '')].length === 1);
}

/** A label such as “Password” is not the secret `password`: people would lose the name of the field. */
function isOrdinary(seen: string, value: string): boolean {
  const word = seen.replace(/[:*]$/u, '');
  return isNameOfField(value) && word !== value && word.toLowerCase() === value;
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
  if (!isPossible(text, needle, allowed)) return [];
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

/** With so many mistakes at most, one of one piece more than these is whole. */
function isPossible(text: string, needle: string, allowed: number): boolean {
  const size = Math.floor(needle.length / (allowed + 1));
  return Array.from({ length: allowed + 1 }, (_, piece) =>
    needle.slice(piece * size, piece === allowed ? undefined : (piece + 1) * size),
  ).some((piece) => text.includes(piece));
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

/** Where a run of the needle stands that is long enough to betray it; most of it where it is short. */
function longRuns(text: string, { text: needle, run }: Needle): Range[] {
  const length = Math.max(SHORTEST_SECRET, Math.min(run, Math.ceil(needle.length * 0.75)));
  const runs: Range[] = [];
  for (let from = 0; from + length <= needle.length; from += 1) {
    const part = needle.slice(from, from + length);
    for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) runs.push([at, at + length]);
  }
  return runs;
}
