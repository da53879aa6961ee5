import { looksLike } from './align.js';
import { boxOf, type ReadLetter, type ReadLine, type ReadWord, TypedLetters } from './letters.js';
import type { Found } from './seek.js';
import type { Witness } from './witness.js';

/**
 * Least logarithm of how likely a box says the typed letters, against what it was read as: where only letters differ
 * that readers cannot tell apart, such as 0 and O; for one or two letters alone; and where others differ, such as a
 * capital and a small letter.
 */
const LEAST = { alike: -10, few: -4, other: -1.5 };
/** What was read is never taken to be less likely than this: then the pixels say neither. */
const FLOOR = -12;
/** Signs that a program may put between digits; the first ones stand before three digits each. */
const GROUPING = /(?<thousands>[.,'](?=\d{3}(?!\d)))|[/()+-]/gu;

/** The part of a text that stands in one line, and the whole words that hold it. */
export interface Part {
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

export function partsOf(
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
export async function isSaid(
  { words, typed, before, behind, read }: Part,
  witness: Witness,
): Promise<boolean> {
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
export async function wasThere({ words, before, behind }: Part, witness: Witness): Promise<boolean> {
  if (before === '' && behind === '') return true;
  const earlier = new TypedLetters(await witness.before(boxOf(words))).chars.join('');
  return earlier !== '' && earlier.includes(before) && earlier.includes(behind);
}

/** What the block of a terminal's cursor is read as. */
const BLOCK = /^[\][|█▌▯]$/u;

/** Whether what stands behind the text is the cursor of a terminal, which closes no brackets by itself. */
export function isBlockCaret({ typed, before, behind }: Part, witness: Witness): boolean {
  return witness.answersLines && before === '' && BLOCK.test(behind) && !/[[(]/u.test(typed);
}

/** Numbers that a program groups, or writes with signs of its own, such as those of telephones. */
export function isGrouped({ typed, read }: Part): boolean {
  if (!/^[\d\s.,/()+-]+$/u.test(typed) || !/^[\d.,'/()+-]+$/u.test(read)) return false;
  const plain = (text: string): string => text.replaceAll(/\s/gu, '').replaceAll(GROUPING, '');
  const signs = (text: string): number => text.replaceAll(/[\d\s]/gu, '').length;
  return plain(typed) === plain(read) && signs(read) >= signs(typed);
}

/** Whether so few letters may stand there: nothing was read, or the pixels say them hardly less likely. */
export async function saysFew(piece: string, lines: readonly ReadLine[], witness: Witness): Promise<boolean> {
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
