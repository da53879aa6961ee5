import type { Typed } from '../../core/check.js';
import type { FrameBox } from '../../core/geometry.js';
import { looksLike } from './align.js';
import { indentsByItself, type SeenLine } from './indent.js';
import { boxOf, lettersOf, type ReadLetter, type ReadLine, type ReadWord, TypedLetters } from './letters.js';
import { type Found, seek, seekAnswered } from './seek.js';

/**
 * Least logarithm of how likely a box says the typed letters, against what it was read as: where only letters differ
 * that readers cannot tell apart, such as 0 and O, for one or two letters
 * alone, and where others differ, such as a capital and a small letter.
 */
const LEAST = { alike: -10, few: -4, other: -1.5 };
/** What was read is never taken to be less likely than this: then the pixels say neither. */
const FLOOR = -12;
/** So few letters may be read wrongly by every reader. */
const FEW = 2;
/** A text that has scrolled shows at least so many of its last lines. */
const SCROLLED = 3;
/** What a calculation is made of; its display often shows the last number alone. */
const CALCULATION = /^[\d.,]+(?:[-+*/×÷^%()=]+[\d.,]*)+$/u;
/** Signs that a program may put between digits; the first ones stand before three digits each. */
const GROUPING = /(?<thousands>[.,'](?=\d{3}(?!\d)))|[/()+-]/gu;
const NUMBER = /^\s*[-+]?\d+(?:\.\d+)?\s*$/u;
/** Quotes that text processors put for plain ones. */
const TYPOGRAPHIC = /[“”„«»]/u;
/** Brackets and tags that editors close by themselves, and what closes them. */
const OPENS = /[([{<]/u;
const CLOSER = /^[)\]}>;,]+$/u;

/** What the comparison can ask. */
export interface Witness {
  /** How much less likely the box says each text than what is read there, as logarithms; undefined: nobody knows. */
  weigh(box: FrameBox, texts: readonly string[]): Promise<readonly number[] | undefined>;
  /** What stood in the box before the text was typed. */
  before(box: FrameBox): Promise<string>;
  /** How many marks of a hidden text, such as dots, stand where something changed. */
  marks(): Promise<number>;
  /** Whether no more changed than one or two letters take. */
  isSmall(): boolean;
  /** Whether a program answers each line, as in a terminal: its words stand wherever the cursor is by then. */
  readonly answersLines: boolean;
}

/** Whether a typed text is seen, and if not, why. */
export interface Arrival {
  readonly typed: Typed;
  readonly arrived: boolean;
  readonly detail: string;
}

/** What became of one line or cell of the text. */
type Piece =
  /** The letters that were read for it, from one number up to another. */
  | { readonly state: 'seen'; readonly from: number; readonly to: number }
  | { readonly state: 'cut'; readonly why: string }
  | { readonly state: 'other'; readonly instead: string }
  | { readonly state: 'few' }
  | { readonly state: 'absent' };

/**
 * Holds a typed text against the lines that were read where the screen changed. Every line and cell of it has to stand
 * there, letter by letter. A letter that was read otherwise counts as misread only when the pixels say the typed one
 * hardly less likely; so a lost letter is told from a misread one.
 */
export async function arrivalOf(
  text: string,
  lines: readonly ReadLine[],
  witness: Witness,
): Promise<Arrival> {
  const pieces = piecesOf(text);
  const read = lettersOf(lines);
  const states: Piece[] = [];
  const isAnswered = witness.answersLines && pieces.length > 1;
  for (const [number, piece] of pieces.entries()) {
    const state = await stateOf(piece, isAnswered, lines, read, witness);
    const isSent = number < pieces.length - 1 || /[\n\t]\s*$/u.test(text);
    const isSeen = state.state !== 'absent' && state.state !== 'other';
    states.push(isSeen || !isSent || !isWorkedOut(piece, lines) ? state : { state: 'cut', why: WORKED_OUT });
  }
  const arrival = verdict(text, pieces, states, lines, read);
  const closed = arrival.arrived && (await closedBehind(text, states.at(-1), lines, read, witness));
  return closed ? changedBy(`closes by itself what the text opens: “${closed}” stands behind it`) : arrival;
}

/** What a text comes to that an editor has added something to. */
function changedBy(what: string): Arrival {
  const detail = `the program ${what}. Use “paste: true”, or leave out what it adds`;
  return { typed: 'other', arrived: false, detail };
}

const WORKED_OUT = 'a spreadsheet shows what it made of it';

/** Whether a cell that was left shows a number in its own way, or may show what a formula comes to. */
function isWorkedOut(piece: string, lines: readonly ReadLine[]): boolean {
  const changed = lines.flat().filter((word) => word.changed);
  if (/^\s*=/u.test(piece)) return changed.length > 0;
  const value = NUMBER.test(piece) ? Number(piece) : Number.NaN;
  return changed.some((word) => NUMBER.test(word.text) && Number(word.text) === value);
}

/** The lines and cells of a text that show something. */
function piecesOf(text: string): string[] {
  return text.split(/[\n\t]/u).filter((piece) => piece.trim() !== '');
}

async function stateOf(
  piece: string,
  isAnswered: boolean,
  lines: readonly ReadLine[],
  read: readonly ReadLetter[],
  witness: Witness,
): Promise<Piece> {
  const text = new TypedLetters(piece);
  const found = seek(text, read);
  const whole = found?.kind === 'seen' ? found : isAnswered ? answered(text, found, read) : undefined;
  const instead = found && replacedQuotes(piece, found, lines, read);
  if (instead !== undefined) return { state: 'other', instead };
  if (whole !== undefined) return { state: 'seen', from: whole.place.from, to: whole.place.to };
  const state = found && (await held(text, found, lines, read, witness));
  if (state !== undefined && state.state !== 'other') return state;
  if (text.chars.length <= FEW && (await saysFew(piece, lines, witness))) return { state: 'few' };
  if (showsLastNumber(piece, read)) return { state: 'cut', why: 'the last number of it is shown' };
  if (state === undefined && (await witness.marks()) === [...piece].length)
    return { state: 'cut', why: 'as many marks hide it' };
  return state ?? { state: 'absent' };
}

/** The words in which a program has put typographic quotes for the plain ones that were typed. */
function replacedQuotes(
  piece: string,
  { place }: Found,
  lines: readonly ReadLine[],
  read: readonly ReadLetter[],
): string | undefined {
  if (!piece.includes('"') || TYPOGRAPHIC.test(piece)) return undefined;
  const places = new Set(read.slice(place.from, place.to).map(({ line, word }) => `${line} ${word}`));
  const words = lines.flatMap((line, at) => line.filter((_word, number) => places.has(`${at} ${number}`)));
  const text = words.map((word) => word.text).join(' ');
  return TYPOGRAPHIC.test(text) ? text : undefined;
}

/** Where a line stands that a program has answered: its words may stand right behind it, or in its middle. */
function answered(
  text: TypedLetters,
  found: Found | undefined,
  read: readonly ReadLetter[],
): Found | undefined {
  return found?.kind === 'attached' ? found : seekAnswered(text, read);
}

/** Whether so few letters may stand there: nothing was read, or the pixels say them hardly less likely. */
async function saysFew(piece: string, lines: readonly ReadLine[], witness: Witness): Promise<boolean> {
  if (lines.length === 0) return witness.isSmall();
  for (const line of lines) {
    for (const word of line.filter(({ changed }) => changed)) {
      const [own = 0, said = Number.NEGATIVE_INFINITY] =
        (await witness.weigh(word.box, [word.text, piece])) ?? [];
      if (said - Math.max(own, FLOOR) >= LEAST.few) return true;
    }
  }
  return false;
}

/** What a place comes to at which the text was not read letter by letter. */
async function held(
  text: TypedLetters,
  found: Found,
  lines: readonly ReadLine[],
  read: readonly ReadLetter[],
  witness: Witness,
): Promise<Piece> {
  const parts = partsOf(text, found, lines, read);
  const instead = parts.map(({ words }) => words.map((word) => word.text).join(' ')).join(' ');
  if (found.kind === 'attached') {
    const stoodThere = await Promise.all(parts.map((part) => wasThere(part, witness)));
    return stoodThere.every(Boolean)
      ? { state: 'seen', from: found.place.from, to: found.place.to }
      : { state: 'other', instead };
  }
  for (const part of parts) {
    if (part.same || isGrouped(part)) continue;
    if (!(await isSaid(part, witness))) return { state: 'other', instead };
  }
  if (found.kind === 'tail') return { state: 'cut', why: 'only its end is in sight' };
  return { state: 'seen', from: found.place.from, to: found.place.to };
}

/** The part of a text that stands in one line, and the whole words that hold it. */
interface Part {
  readonly words: readonly ReadWord[];
  /** The typed letters, with their spaces. */
  readonly typed: string;
  /** What the words hold before and behind them. */
  readonly before: string;
  readonly behind: string;
  /** The letters that were read for it. */
  readonly read: string;
  readonly same: boolean;
}

function partsOf(
  text: TypedLetters,
  { place }: Found,
  lines: readonly ReadLine[],
  read: readonly ReadLetter[],
): Part[] {
  const parts: Part[] = [];
  let next = place.textFrom;
  for (let from = place.from; from < place.to; ) {
    const line = read[from]?.line ?? 0;
    let to = from;
    while (to < place.to && read[to]?.line === line) to++;
    const following = place.of.slice(to - place.from).find((number) => number !== undefined);
    const end = to === place.to ? text.chars.length : (following ?? text.chars.length);
    parts.push(partOf(text.slice(next, end), { from, to, line }, lines, read));
    next = end;
    from = to;
  }
  return parts;
}

function partOf(
  typed: string,
  { from, to, line }: { readonly from: number; readonly to: number; readonly line: number },
  lines: readonly ReadLine[],
  read: readonly ReadLetter[],
): Part {
  const [first = 0, last = 0] = [read[from]?.word, read[to - 1]?.word];
  const chars = (all: readonly ReadLetter[]): string => all.map(({ char }) => char).join('');
  const inLine = (word: number) => (letter: ReadLetter, at: number) =>
    letter.line === line && letter.word === word && (at < from || at >= to);
  const seen = chars(read.slice(from, to));
  return {
    words: lines[line]?.slice(first, last + 1) ?? [],
    typed,
    before: chars(read.filter((letter, at) => inLine(first)(letter, at) && at < from)),
    behind: chars(read.filter((letter, at) => inLine(last)(letter, at) && at >= to)),
    read: seen,
    same: seen === new TypedLetters(typed).chars.join(''),
  };
}

/** Whether the pixels say the typed letters hardly less likely than what was read there. */
async function isSaid({ words, typed, before, behind, read }: Part, witness: Witness): Promise<boolean> {
  const tight = typed.replace(/\s/gu, '');
  // Which accent it is readers do not tell at all.
  if (differ(tight, read, isOtherAccent)) return true;
  const wholes = [typed, tight].map((each) => `${before}${each}${behind}`);
  const asRead = words.map((word) => word.text).join(' ');
  const doubts = await witness.weigh(boxOf(words), [asRead, ...wholes]);
  const isAlike = differ(tight, read, isConfused);
  // Without a judge letters that look alike count as misread, and no others.
  if (doubts === undefined) return isAlike;
  const [own = 0, ...said] = doubts;
  return Math.max(...said) - Math.max(own, FLOOR) >= (isAlike ? LEAST.alike : LEAST.other);
}

/** Whether two texts differ only in letters of which that can be said. */
function differ(a: string, b: string, so: (a: string, b: string) => boolean): boolean {
  const [some, others] = [[...a], [...b]];
  return (
    some.length === others.length &&
    some.every((char, at) => char === others[at] || so(char, others[at] ?? ''))
  );
}

/** Whether readers confuse the letters: those that differ by their case only, points and commas can be told apart. */
function isConfused(a: string, b: string): boolean {
  return looksLike(a, b) && a.toLowerCase() !== b.toLowerCase() && !/[.,]/u.test(a);
}

/** Whether both are the same letter, with accents over it that readers confuse. */
function isOtherAccent(a: string, b: string): boolean {
  const [some, others] = [a.normalize('NFD'), b.normalize('NFD')];
  return some.length > 1 && others.length > 1 && some[0] === others[0];
}

/** What stands around the text in its words stood there before it was typed. */
async function wasThere({ words, before, behind }: Part, witness: Witness): Promise<boolean> {
  if (before === '' && behind === '') return true;
  const earlier = new TypedLetters(await witness.before(boxOf(words))).chars.join('');
  return earlier !== '' && earlier.includes(before) && earlier.includes(behind);
}

/** Numbers that a program groups, or writes with signs of its own, such as those of telephones. */
function isGrouped({ typed, read }: Part): boolean {
  if (!/^[\d\s.,/()+-]+$/u.test(typed) || !/^[\d.,'/()+-]+$/u.test(read)) return false;
  const plain = (text: string): string => text.replaceAll(/\s/gu, '').replaceAll(GROUPING, '');
  const signs = (text: string): number => text.replaceAll(/[\d\s]/gu, '').length;
  return plain(typed) === plain(read) && signs(read) >= signs(typed);
}

/** A calculator shows the number that is being typed. */
function showsLastNumber(piece: string, read: readonly ReadLetter[]): boolean {
  if (!CALCULATION.test(piece)) return false;
  const last = /[\d.,]+(?=[^\d.,]*$)/u.exec(piece)?.[0] ?? '';
  // After “=” only the result is there.
  if (/=\s*$/u.test(piece)) return read.some(({ char, changed }) => changed && /\d/u.test(char));
  const found = seek(new TypedLetters(last), read);
  return found?.kind === 'seen' || found?.kind === 'attached';
}

function verdict(
  text: string,
  pieces: readonly string[],
  states: readonly Piece[],
  lines: readonly ReadLine[],
  read: readonly ReadLetter[],
): Arrival {
  const words = shortened(lines.map((line) => line.map((word) => word.text).join(' ')).join(' '));
  const seen = states.filter(({ state }) => state !== 'absent' && state !== 'other');
  const other = states.findIndex(({ state }) => state === 'other');
  const wrong = states[other];
  if (wrong?.state === 'other')
    return {
      typed: 'other',
      arrived: false,
      detail: `“${shortened(wrong.instead)}” stands where “${shortened(pieces[other] ?? '')}” was typed`,
    };
  if (seen.length === 0) {
    const instead = words === '' ? 'no text was read there' : `“${words}” was read there`;
    return {
      typed: 'changed',
      arrived: false,
      detail: `nothing of the typed text is to be seen: ${instead}`,
    };
  }
  const absent = states.findIndex(({ state }) => state === 'absent');
  if (absent >= 0 && !hasScrolled(states))
    return {
      typed: 'partly',
      arrived: false,
      detail: `“${shortened(pieces[absent] ?? '')}” of the typed text is not to be seen: “${words}” was read there`,
    };
  if (indentsByItself(seenLines(text, states, lines, read))) return changedBy('indents lines by itself');
  const cut = states.find((state) => state.state === 'cut');
  if (absent >= 0) return { typed: 'partly', arrived: true, detail: 'its last lines are in sight' };
  if (states.some(({ state }) => state === 'few'))
    return { typed: 'changed', arrived: true, detail: 'the screen changed; so few letters are read badly' };
  if (cut?.state === 'cut') return { typed: 'partly', arrived: true, detail: cut.why };
  return { typed: 'exact', arrived: true, detail: `the text was read back: “${words}”` };
}

/** Whether what is missing are the first lines, and enough of the last ones are there. */
function hasScrolled(states: readonly Piece[]): boolean {
  const first = states.findIndex(({ state }) => state !== 'absent');
  const rest = states.slice(first);
  return rest.length >= SCROLLED && rest.every(({ state }) => state !== 'absent');
}

/** Where the lines of a text begin that was typed in several: those with letters, which begin their line of the screen. */
function seenLines(
  text: string,
  states: readonly Piece[],
  lines: readonly ReadLine[],
  read: readonly ReadLetter[],
): SeenLine[] {
  // Tabs within lines lead to other cells and fields.
  if (/\S\t/u.test(text)) return [];
  const typed = text.split('\n').filter((line) => line.trim() !== '');
  return typed.flatMap((line, at) => {
    const state = states[at];
    const letter = state?.state === 'seen' ? read[state.from] : undefined;
    const words = letter && lines[letter.line];
    const word = words?.[letter?.word ?? 0];
    // Numbers may stand at the right of their column.
    if (letter?.after === 'letter' || words === undefined || word === undefined || !/\p{L}/u.test(line))
      return [];
    const isFirst = words.slice(0, letter?.word).every((before) => /^\d+$/u.test(before.text));
    if (!isFirst) return [];
    const indentation = line.slice(0, line.length - line.trimStart().length);
    return [{ indentation, x: word.box.x, letter: word.box.width / [...word.text].length }];
  });
}

/** What an editor has closed by itself behind the text; undefined when it has not. */
async function closedBehind(
  text: string,
  last: Piece | undefined,
  lines: readonly ReadLine[],
  read: readonly ReadLetter[],
  witness: Witness,
): Promise<string | undefined> {
  const end = last?.state === 'seen' ? read[last.to - 1] : undefined;
  if (end === undefined || !OPENS.test(text)) return undefined;
  const sameLine = (lines[end.line] ?? []).slice(end.word + 1);
  const next = lines[end.line + 1] ?? [];
  const behind = sameLine.length > 0 ? sameLine : next;
  const isCloser = behind.length > 0 && behind.every((word) => word.changed && CLOSER.test(word.text));
  if (!isCloser) return undefined;
  const closers = (words: readonly string[]): number => words.filter((word) => CLOSER.test(word)).length;
  const now = lines.flat().map((word) => word.text);
  const earlier = (await witness.before(boxOf(lines.flat()))).split(' ');
  const typed = text.split(/\s+/u);
  if (closers(now) - closers(typed) <= closers(earlier)) return undefined;
  return behind.map((word) => word.text).join(' ');
}

function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
