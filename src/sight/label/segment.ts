import { type FrameBox, hull } from '../../core/geometry.js';
import type { TextLine } from '../../ports.js';
import { charactersOf, partOfWord, type Word, widthInLetters } from './letters.js';

/** A run of words that stand together: a line of text may hold several, such as the names of a menu bar. */
export interface Label {
  readonly words: readonly Word[];
  readonly box: FrameBox;
  /** The line it was read in. */
  readonly line: TextLine;
}

/** Words further apart than so many characters, and this share of the line's height, belong to different labels. */
const GAP_CHARACTERS = 1.75;
const GAP = 0.45;
/** Numbers side by side are days, cells or pages, each by itself. */
const GAP_NUMBERS = 1.6;

/**
 * They do, too, in letters of different widths (in those of fixed width a space is as wide as a letter): from `apart`
 * characters on; from `characters` on where the gap is `times` as wide as another one that is no less than `space`;
 * and between names that begin with capitals where no gap of the line is as narrow as `near`, as in a menu bar. Of
 * 2,187 spaces inside of labels of 24 programs 95 % were narrower than `near` (bench/strangers.ts).
 */
const WIDER = { apart: 1.4, characters: 1.2, times: 2.2, space: 0.25, near: 0.95, names: 3, widths: 1.2 };

/** Splits a line at its wide gaps. */
export function labelsOf(line: TextLine): Label[] {
  const words = wordsOf(line);
  const labels: Label[] = [];
  const wide = characterWidth(words);
  let from = 0;
  const wider = leastWider(words, wide);
  for (let i = 1; i <= words.length; i++) {
    const before = words[i - 1];
    const next = words[i];
    const gap = gapBefore(words, i) ?? Number.POSITIVE_INFINITY;
    const characters = before && next && isNumber(before) && isNumber(next) ? GAP_NUMBERS : GAP_CHARACTERS;
    const least = Math.min(wider, Math.max(GAP * line.box.height, characters * wide));
    if (gap <= (closes(next) ? WIDER.near * wide : least)) continue;
    labels.push(labelOf(words.slice(from, i), line));
    from = i;
  }
  return labels;
}

/** From how many px on a gap is clearly wider than a space between the words. */
function leastWider(words: readonly Word[], character: number): number {
  if (!isProportional(words)) return Number.POSITIVE_INFINITY;
  const gaps = words.flatMap((_, i) => gapBefore(words, i) ?? []);
  const near = WIDER.near * character;
  if (words.length >= WIDER.names && words.every(isName) && gaps.every((gap) => gap >= near)) return near - 1;
  const space = Math.min(...gaps.filter((gap) => gap >= WIDER.space * character));
  return Math.min(WIDER.apart * character, Math.max(WIDER.characters * character, WIDER.times * space));
}

/** Whether a word may be the button that closes a tab, which stands close to the tab's name. */
const closes = (word: Word | undefined): boolean => word !== undefined && /^[xX×✕]$/u.test(word.text);

/** Whether a word begins as the names of menus do. */
const isName = ({ text }: Word): boolean => /^[^\p{L}\p{N}]*\p{Lu}/u.test(text);

/** Px between a word and the one before it; undefined where there is none. */
export function gapBefore(words: readonly Word[], index: number): number | undefined {
  const [before, next] = [words[index - 1], words[index]];
  return before && next && next.box.x - before.box.x - before.box.width;
}

/** Whether the letters of some words are wider than those of others. */
function isProportional(words: readonly Word[]): boolean {
  const widths = words
    .map(({ text, box }) => ({ length: [...text].length, width: box.width }))
    .filter(({ length }) => length > 2)
    .map(({ length, width }) => width / length);
  return Math.max(...widths) >= WIDER.widths * Math.min(...widths);
}

/** Signs that stand between labels and in none: the bars and dots of link rows and key lists. */
const walls = new Set('|¦│‹›«»•·');
/** Signs that do so where they stand alone: `A > B > C`, `Home / Orders`. */
const lone = /^[/\\>→▸►▶-]$/u;

/**
 * The parts of a label between its delimiters, each a label of its own; none where nothing delimits. Letters such
 * as I are read as bars, so the label as a whole counts, too.
 */
export function piecesOf(label: Label): Label[] {
  const pieces: Word[][] = [[]];
  for (const word of label.words) {
    if (lone.test(word.text)) {
      pieces.push([]);
      continue;
    }
    const characters = charactersOf(word.text);
    let from = 0;
    characters.forEach((character, at) => {
      const wall = walls.has(character);
      const buttons = character === '[' && characters[at - 1] === ']';
      if (!wall && !buttons) return;
      if (at > from) pieces.at(-1)?.push(partOfWord(word, from, at));
      pieces.push([]);
      from = wall ? at + 1 : at;
    });
    if (from < characters.length) pieces.at(-1)?.push(partOfWord(word, from, characters.length));
  }
  return pieces.length === 1
    ? []
    : pieces.filter((words) => words.length > 0).map((words) => labelOf(words, label.line));
}

const isNumber = ({ text }: Word): boolean => /^\d+$/u.test(text);

/** Width of a common small letter of the words, px. */
export function characterWidth(words: readonly Word[]): number {
  const width = words.reduce((sum, { box }) => sum + box.width, 0);
  return (
    width /
    Math.max(
      1,
      words.reduce((sum, { text }) => sum + widthInLetters(text), 0),
    )
  );
}

/** The whole line as one label. */
export function wholeLine(line: TextLine): Label {
  return labelOf(wordsOf(line), line);
}

function labelOf(words: readonly Word[], line: TextLine): Label {
  return { words, box: hull(words.map((word) => word.box)), line };
}

/** A reader that tells no words gives the line as one. */
function wordsOf(line: TextLine): readonly Word[] {
  const words = line.words.filter((word) => word.text.trim() !== '');
  return words.length > 0 ? words : [{ text: line.text, box: line.box, score: line.score }];
}
