import { type FrameBox, frameBox } from '../../core/geometry.js';
import type { TextLine } from '../../ports.js';

export type Word = TextLine['words'][number];

/** Widths of characters in parts of a common small letter, by what they are. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u, 1.8],
  [/[il.,:;'|!Ij]/u, 0.5],
  [/[rtf()[\]{}/\\"-]/u, 0.7],
  [/[mwMW@%…—]/u, 1.6],
  [/[\p{Lu}&=+<>#]/u, 1.25],
];

/** The characters of a word as they are counted: one each, marks joined to their letters. */
export const charactersOf = (text: string): string[] => [...text.normalize('NFC')];

/** How wide a text is in common small letters. */
export const widthInLetters = (text: string): number =>
  charactersOf(text).reduce((sum, character) => sum + widthOf(character), 0);

/**
 * The box of some characters of a word, frame px: where the engine says that they stand, else in proportion to
 * their usual widths. The whole word for all of them.
 *
 * @param from first character, from 0
 * @param to the one after the last
 */
export function boxOfLetters(word: Word, from: number, to: number): FrameBox {
  const characters = charactersOf(word.text);
  const { box } = word;
  if (from <= 0 && to >= characters.length) return box;
  const edge = edgesIn(word, characters);
  const left = edge(Math.max(0, from));
  const right = edge(Math.min(characters.length, to));
  return frameBox(left, box.y, Math.max(1, right - left), box.height);
}

/** The word cut to some of its characters. */
export function partOfWord(word: Word, from: number, to: number): Word {
  const characters = charactersOf(word.text);
  if (from <= 0 && to >= characters.length) return word;
  return {
    text: characters.slice(from, to).join(''),
    score: word.score,
    box: boxOfLetters(word, from, to),
    ...(word.letters?.length === characters.length && { letters: word.letters.slice(from, to) }),
  };
}

/** Where the word is cut before its n-th character, frame px. */
function edgesIn({ box, letters }: Word, characters: readonly string[]): (at: number) => number {
  const end = box.x + box.width;
  const inside = (x: number): number => Math.min(end, Math.max(box.x, Math.round(x)));
  if (letters?.length === characters.length)
    return (at) => {
      const before = letters[at - 1];
      const next = letters[at];
      if (before === undefined || next === undefined) return at <= 0 ? box.x : end;
      return inside((before.right + next.left) / 2);
    };
  const sums = [0];
  for (const character of characters) sums.push((sums.at(-1) ?? 0) + widthOf(character));
  const all = Math.max(1e-9, sums.at(-1) ?? 0);
  return (at) => inside(box.x + (box.width * (sums[at] ?? 0)) / all);
}

const widthOf = (character: string): number => widths.find(([kind]) => kind.test(character))?.[1] ?? 1;
