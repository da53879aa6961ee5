import { plainSigns } from '../../core/plain-signs.js';

/**
 * How strictly text is compared.
 * - `exact`: runs of spaces, typographic quotes, dashes and the ellipsis are equal to their plain forms
 * - `loose`: besides, spaces (but between digits), accents, quotes, ¿ ¡ ~ and the marks of mnemonics (`_File`,
 *   `&File`) do not count
 * - `shape`: besides, letters that readers confuse (l I i 1, O 0, rn m …) are equal
 */
export type Form = 'exact' | 'loose' | 'shape';

/** Text in one form, with the number of the word that each character came from. */
export interface Folded {
  readonly text: string;
  readonly word: readonly number[];
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
  const chars: string[] = [];
  const word: number[] = [];
  words.forEach((written, index) => {
    // “1 2” are two numbers, “12” is one.
    const numbers = /\d$/u.test(chars.at(-1) ?? '') && /^\d/u.test(written);
    if ((form === 'exact' || numbers) && index > 0 && chars.length > 0) {
      chars.push(' ');
      word.push(index);
    }
    for (const char of foldWord(written, form, sameCase)) {
      chars.push(char);
      word.push(index);
    }
  });
  if (form === 'shape') joinPairs(chars, word);
  return { text: chars.join(''), word: spread(chars, word) };
}

/** Folds one text, split at its spaces. */
export function foldText(text: string, form: Form, sameCase: boolean): string {
  return fold(splitWords(text), form, sameCase).text;
}

export function splitWords(text: string): string[] {
  return text.split(/\s+/u).filter((part) => part !== '');
}

function* foldWord(written: string, form: Form, sameCase: boolean): Generator<string> {
  const whole = written.replace(/\.{2,4}$/u, '…');
  const composed = form === 'exact' ? whole.normalize('NFKC') : whole.normalize('NFKD');
  for (const char of composed) {
    const simple = plainSigns[char] ?? char;
    if (form !== 'exact' && /[\p{M}_&¿¡~]/u.test(char)) continue;
    // A lone quote or star is a sign; around words they are read as each other, or not at all.
    if (form !== 'exact' && /^["'*]$/u.test(simple) && /[\p{L}\p{N}]/u.test(written)) continue;
    for (const single of simple) {
      if (form === 'shape') yield shapeOf.get(single) ?? single.toLowerCase();
      else yield sameCase ? single : single.toLowerCase();
    }
  }
}

function joinPairs(chars: string[], word: number[]): void {
  for (let i = 0; i + 1 < chars.length; i++) {
    const joined = pairs.find(([pair]) => pair === `${chars[i]}${chars[i + 1]}`);
    if (joined === undefined) continue;
    chars.splice(i, 2, joined[1]);
    word.splice(i + 1, 1);
  }
}

/** Words by UTF-16 unit, since searches answer in those. */
function spread(chars: readonly string[], word: readonly number[]): number[] {
  return chars.flatMap((char, i) => new Array<number>(char.length).fill(word[i] ?? 0));
}
