import { plainSigns, unstruck } from '../../core/plain-signs.js';
import { charactersOf } from './letters.js';

/**
 * How strictly text is compared.
 * - `exact`: runs of spaces, typographic quotes, dashes and the ellipsis are equal to their plain forms
 * - `loose`: besides, spaces (but between digits), accents, strokes through letters (ł ø đ), quotes, ¿ ¡ ~ and the
 *   marks of mnemonics (`_File`, `&File`) do not count
 * - `shape`: besides, letters that readers confuse (l I i 1, O 0, rn m …) are equal
 */
export type Form = 'exact' | 'loose' | 'shape';

/** Text in one form, with the number of the word, and of the character in it, that each character came from. */
export interface Folded {
  readonly text: string;
  readonly word: readonly number[];
  readonly letter: readonly number[];
}

/** A text letter by letter, with typographic quotes, dashes and the ellipsis in their plain forms. */
export function plainLetters(text: string): string[] {
  return [...text.normalize('NFKC')].flatMap((char) => [...(plainSigns[char] ?? char)]);
}

/** Characters that look alike at 9 px; all of a class become its first. */
const lookalikes = [
  'lIi1|![]',
  'oO0QD',
  'sS5',
  'Bß8',
  'zZ2',
  'gq9',
  'cC',
  'eE€',
  'vV',
  'wW',
  'xX',
  'uU',
  'pP',
  'kK',
  ',.',
];
const shapeOf = new Map(
  lookalikes.flatMap((alike) => [...alike].map((char) => [char, alike[0] ?? char] as const)),
);
/** Pairs that touch at small sizes and then look like one letter. */
const pairs: readonly (readonly [string, string])[] = [
  ['rn', 'm'],
  ['vv', 'w'],
  ['cl', 'd'],
];

/** Folds words to one form. With `sameCase`, upper and lower case stay different. */
export function fold(words: readonly string[], form: Form, sameCase: boolean): Folded {
  const units: Unit[] = [];
  words.forEach((written, index) => {
    // “1 2” are two numbers, “12” is one.
    const numbers = /\d$/u.test(units.at(-1)?.char ?? '') && /^\d/u.test(written);
    if ((form === 'exact' || numbers) && index > 0 && units.length > 0)
      units.push({ char: ' ', word: index, letter: 0 });
    for (const { char, letter } of foldWord(written, form, sameCase))
      units.push({ char, word: index, letter });
  });
  if (form === 'shape') joinPairs(units);
  // By UTF-16 unit, since searches answer in those.
  const spread = units.flatMap((unit) => new Array<Unit>(unit.char.length).fill(unit));
  return {
    text: units.map(({ char }) => char).join(''),
    word: spread.map(({ word }) => word),
    letter: spread.map(({ letter }) => letter),
  };
}

interface Unit {
  readonly char: string;
  readonly word: number;
  readonly letter: number;
}

/** Folds one text, split at its spaces. */
export function foldText(text: string, form: Form, sameCase: boolean): string {
  return fold(splitWords(text), form, sameCase).text;
}

export function splitWords(text: string): string[] {
  return text.split(/\s+/u).filter((part) => part !== '');
}

function* foldWord(
  written: string,
  form: Form,
  sameCase: boolean,
): Generator<{ char: string; letter: number }> {
  const named = /[\p{L}\p{N}]/u.test(written);
  for (const [letter, whole] of lettersOf(written).entries()) {
    const composed = form === 'exact' ? whole.normalize('NFKC') : whole.normalize('NFKD');
    for (const char of composed) {
      const simple = plainSigns[char] ?? char;
      if (form !== 'exact' && /[\p{M}_&¿¡~]/u.test(char)) continue;
      // A lone quote or star is a sign; around words they are read as each other, or not at all.
      if (form !== 'exact' && /^["'*]$/u.test(simple) && named) continue;
      for (const single of simple) yield* foldLetter(single, form, sameCase, letter);
    }
  }
}

function* foldLetter(
  single: string,
  form: Form,
  sameCase: boolean,
  letter: number,
): Generator<{ char: string; letter: number }> {
  const shape = form === 'shape' ? shapeOf.get(single) : undefined;
  const plain = form === 'exact' ? single : (unstruck[single] ?? single);
  if (shape !== undefined) yield { char: shape, letter };
  else if (form === 'shape')
    for (const char of plain) yield { char: shapeOf.get(char) ?? char.toLowerCase(), letter };
  else for (const char of plain) yield { char: sameCase ? char : char.toLowerCase(), letter };
}

/** The characters of a word, its dots at the end as one ellipsis. */
function lettersOf(written: string): string[] {
  return charactersOf(written.replace(/\.{2,4}$/u, '…'));
}

function joinPairs(units: Unit[]): void {
  for (let i = 0; i + 1 < units.length; i++) {
    const unit = units[i];
    const joined = pairs.find(([pair]) => pair === `${unit?.char}${units[i + 1]?.char}`);
    if (joined === undefined || unit === undefined) continue;
    units.splice(i, 2, { ...unit, char: joined[1] });
  }
}
