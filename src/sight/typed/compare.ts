import type { Typed } from '../../core/check.js';
import { foldText, plainLetters } from '../label/fold.js';

/** A run of equal letters counts as a part of the text from this share of the shorter side on. */
const PART = 0.5;
/** And from this length on, letters. */
const LEAST = 3;
/** Longer texts are searched for by their last letters: that is where the screen has scrolled to. */
const MOST = 300;

/** So few letters are often a part of something else, such as of the labels of keys that light up. */
const SHORT = 3;
/** From this length on a line may be full, and goes on in the next one, letters. */
const FULL = 20;
/** What may stand right before and right behind a text: prompts, brackets, quotes, a caret. */
const OPENING = /[:>$#%=(["']/u;
const CLOSING = /[)\]"'|]/u;

/** A word that was read, and whether something changed at its place. */
export interface ReadWord {
  readonly text: string;
  readonly changed: boolean;
}
/** The words of one line of the screen. */
export type ReadLine = readonly ReadWord[];

/**
 * How much of a typed text the lines that were read hold. Exact: every line and cell of the text stands there letter
 * by letter, in words where something changed, and is no part of a longer word; they may stand in any order. Spaces
 * do not count, since readers lose and invent them. Partly is meant loosely: accents and letters that readers confuse
 * do not count.
 */
export function readsAs(text: string, lines: readonly ReadLine[]): Exclude<Typed, 'nothing'> {
  const pieces = piecesOf(text);
  const read = asRead(lines);
  if (pieces.length === 0 || read.text.length === 0) return 'changed';
  if (pieces.every((piece) => holds(read, piece))) return 'exact';
  return isPart(pieces, lines) ? 'partly' : 'changed';
}

/** Whether most of a typed text can be read in the lines, loosely; few letters must all be there. */
export function readsMostOf(text: string, lines: readonly ReadLine[]): boolean {
  const typed = piecesOf(text).map(shape).join('').slice(-MOST);
  const read = shape(changedWords(lines));
  return (
    typed !== '' && longestRun(typed, read) >= Math.min(typed.length, Math.max(LEAST, PART * typed.length))
  );
}

function isPart(pieces: readonly string[], lines: readonly ReadLine[]): boolean {
  const read = shape(changedWords(lines));
  const shapes = pieces.map(shape);
  if (read === '') return false;
  if (shapes.every((piece) => read.includes(piece))) return true;
  if (shapes.some((piece) => piece.length >= LEAST && read.includes(piece))) return true;
  const typed = shapes.join('').slice(-MOST);
  const least = Math.max(LEAST, PART * Math.min(typed.length, read.length));
  return longestRun(typed, read) >= least;
}

function piecesOf(text: string): string[] {
  return text.split(/[\n\t]/u).filter((piece) => piece.trim() !== '');
}

function changedWords(lines: readonly ReadLine[]): string {
  return lines.flatMap((line) => line.filter(({ changed }) => changed).map(({ text }) => text)).join(' ');
}

function shape(text: string): string {
  return foldText(text, 'shape', false);
}

/** The letters of all lines, without spaces, and what is known of each. */
interface AsRead {
  readonly text: readonly string[];
  readonly changed: readonly boolean[];
  /** What stands before the character: a letter of its word, a space, or the end of a line. */
  readonly after: readonly ('letter' | 'space' | 'line')[];
}

function asRead(lines: readonly ReadLine[]): AsRead {
  const letters = lines.flatMap((line) =>
    line.flatMap(({ text, changed }, word) =>
      plainLetters(text).map((char, at) => ({
        char,
        changed,
        after: at > 0 ? ('letter' as const) : word > 0 ? ('space' as const) : ('line' as const),
      })),
    ),
  );
  return {
    text: letters.map(({ char }) => char),
    changed: letters.map(({ changed }) => changed),
    after: letters.map(({ after }) => after),
  };
}

/** Whether the piece stands in the lines on its own, and where it is short also nowhere as a part of something longer. */
function holds(read: AsRead, piece: string): boolean {
  const letters = plainLetters(piece).filter((char) => char.trim() !== '');
  const { length } = letters;
  const places = [...read.text.keys()].filter(
    (at) =>
      letters.every((letter, index) => read.text[at + index] === letter) &&
      isChanged(read, at, length) &&
      !spansLines(read, at, piece, length),
  );
  const inWords = spacesIn(piece).size > 0;
  const alone = places.filter((at) => standsAlone(read, at, length, inWords));
  return length > SHORT ? alone.length > 0 : alone.length > 0 && alone.length === places.length;
}

function isChanged({ changed }: AsRead, from: number, length: number): boolean {
  return changed.slice(from, from + length).every(Boolean);
}

/**
 * Whether what stands before and after a match does not belong to it.
 *
 * @param inWords the text has spaces, so that one letter too many can stand beyond one
 */
function standsAlone(read: AsRead, from: number, length: number, inWords: boolean): boolean {
  const { text, after } = read;
  const end = from + length;
  const begins = after[from] !== 'letter' || OPENING.test(text[from - 1] ?? '');
  const ends = after[end] !== 'letter' || CLOSING.test(text[end] ?? '');
  const isDoubled = (outside: number, inside: number): boolean => {
    if (text[outside] === undefined || text[outside] !== text[inside]) return false;
    if (after[Math.max(outside, inside)] === 'letter') return true;
    // The letter that is the same is a word of its own.
    return inWords && after[outside] !== 'letter' && after[outside + 1] !== 'letter';
  };
  return begins && ends && !isDoubled(from - 1, from) && !isDoubled(end, end - 1);
}

/** Whether a match goes over the end of a line where neither the piece has a space nor the line is full. */
function spansLines({ after }: AsRead, from: number, piece: string, length: number): boolean {
  const spaceBefore = spacesIn(piece);
  for (let index = 1; index < length; index++) {
    if (after[from + index] !== 'line' || spaceBefore.has(index)) continue;
    const lineStart = after.lastIndexOf('line', from + index - 1);
    if (from + index - Math.max(0, lineStart) < FULL) return true;
  }
  return false;
}

/** Which letters of a text have a space before them, by their number without spaces. */
function spacesIn(piece: string): Set<number> {
  const numbers = new Set<number>();
  let letters = 0;
  for (const char of plainLetters(piece)) {
    if (char.trim() === '') numbers.add(letters);
    else letters += 1;
  }
  return numbers;
}

/** Length of the longest run of letters that both texts hold. */
function longestRun(a: string, b: string): number {
  let longest = 0;
  let above = new Uint16Array(b.length + 1);
  for (const letter of a) {
    const row = new Uint16Array(b.length + 1);
    for (let at = 0; at < b.length; at++) {
      if (b[at] !== letter) continue;
      const length = (above[at] ?? 0) + 1;
      row[at + 1] = length;
      if (length > longest) longest = length;
    }
    above = row;
  }
  return longest;
}
