import { type FrameBox, hull } from '../../core/geometry.js';
import { plainLetters } from '../label/fold.js';

/** A word that was read, and whether something changed at its place. */
export interface ReadWord {
  readonly text: string;
  readonly changed: boolean;
  /** Frame px. */
  readonly box: FrameBox;
  /** Where each letter begins and ends, frame px, as far as the reader tells. */
  readonly letters?: readonly { readonly left: number; readonly right: number }[] | undefined;
}
/** The words of one line of the screen, left to right. */
export type ReadLine = readonly ReadWord[];

/** One letter that was read, and where it stands. */
export interface ReadLetter {
  readonly char: string;
  readonly changed: boolean;
  readonly line: number;
  readonly word: number;
  /** What stands before it: a letter of its word, a space, or the end of a line. */
  readonly after: 'letter' | 'space' | 'line';
}

/** Returns the letters of all lines, without spaces: readers lose and invent those. */
export function lettersOf(lines: readonly ReadLine[]): ReadLetter[] {
  return lines.flatMap((words, line) =>
    words.flatMap(({ text, changed }, word) =>
      plainLetters(text)
        .filter((char) => char.trim() !== '')
        .map((char, at) => ({
          char,
          changed,
          line,
          word,
          after: at > 0 ? ('letter' as const) : word > 0 ? ('space' as const) : ('line' as const),
        })),
    ),
  );
}

/** A typed text without its spaces, which can still tell where they were. */
export class TypedLetters {
  /** The letters, one by one. */
  readonly chars: readonly string[];
  readonly #spaced: readonly string[];

  constructor(text: string) {
    const all = plainLetters(text);
    const spaced: string[] = [];
    const chars: string[] = [];
    let space = '';
    for (const char of all) {
      if (char.trim() === '') space = ' ';
      else {
        chars.push(char);
        spaced.push(chars.length > 1 ? `${space}${char}` : char);
        space = '';
      }
    }
    this.chars = chars;
    this.#spaced = spaced;
  }

  /** Whether a space stands before the letter of that number. */
  isAfterSpace(at: number): boolean {
    return this.#spaced[at]?.startsWith(' ') ?? false;
  }

  hasSpaces(): boolean {
    return this.#spaced.some((char) => char.startsWith(' '));
  }

  /** The text from one letter up to another, with its spaces. */
  slice(from: number, to: number): string {
    return this.#spaced.slice(from, to).join('').trim();
  }
}

/** The box around some words of a line, frame px. */
export function boxOf(words: ReadLine): FrameBox {
  return hull(words.map(({ box }) => box));
}
