import type { ReadLetter, ReadLine } from './letters.js';
import type { Piece } from './piece.js';

/** A line that was typed and then seen: what was typed before its first letter, and where that stands. */
export interface SeenLine {
  /** Spaces and tabs. */
  readonly indentation: string;
  /** Left edge of its first letter, frame px. */
  readonly x: number;
  /** Mean width of its letters, px. */
  readonly letter: number;
}

/** A space is at most so much wider than a letter, and at least this share of one. */
const SPACE = { most: 1.15, least: 0.2 };
/** A tab is at most so many spaces wide. */
const TAB = 8;
/** A line stands further right than it should from this many letters on. */
const SLACK = 1.6;

/**
 * Whether a program has indented lines by itself: one stands further right, compared with one above it, than what was
 * typed before it can account for, or its tabs are wider than those of another line.
 */
export function indentsByItself(lines: readonly SeenLine[]): boolean {
  const pairs = lines.flatMap((line, at) => lines.slice(0, at).map((above) => ({ line, above })));
  return pairs.some(standsTooFarRight) || tabsDiffer(pairs);
}

interface Pair {
  readonly line: SeenLine;
  readonly above: SeenLine;
}

function standsTooFarRight({ line, above }: Pair): boolean {
  const letter = Math.max(line.letter, above.letter);
  const [spaces, tabs] = [more(line, above, ' '), more(line, above, '\t')];
  const share = (count: number): number => (count > 0 ? SPACE.most : SPACE.least);
  // A tab is at least one space.
  const width = spaces * share(spaces) + tabs * (tabs > 0 ? TAB * SPACE.most : SPACE.least);
  return line.x > above.x + width * letter + SLACK * letter;
}

/** Whether the tabs between some lines come out wider than between others. */
function tabsDiffer(pairs: readonly Pair[]): boolean {
  const tabbed = pairs.filter(
    ({ line, above }) => more(line, above, '\t') !== 0 && more(line, above, ' ') === 0,
  );
  const widths = tabbed.map(({ line, above }) => ({
    width: (line.x - above.x) / more(line, above, '\t'),
    slack: (SLACK * Math.max(line.letter, above.letter)) / Math.abs(more(line, above, '\t')),
  }));
  return widths.some((a) => widths.some((b) => a.width - b.width > a.slack + b.slack));
}

function more(line: SeenLine, above: SeenLine, char: string): number {
  const count = ({ indentation }: SeenLine): number => indentation.split(char).length - 1;
  return count(line) - count(above);
}

/** Where the lines of a text begin that was typed in several: those with letters, which begin their line of the screen. */
export function seenLines(
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
