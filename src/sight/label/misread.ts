import { foldText } from './fold.js';

/** Letters that an underline turns into each other, as in the names of menus. */
const underlined = ['EF', 'TJIl'];
/** Shorter texts have too much in common with others to be read into what stands there. */
const SHORTEST = 4;
/** What letters with marks are read as, besides the letter without: reader's alphabets lack some of them. */
const marked: Readonly<Record<string, readonly string[]>> = {
  ü: ['i', 'ii'],
  Ü: ['o'],
  ä: ['ai', 'ii'],
  ö: ['oi'],
  ñ: ['f', 'i'],
  ó: ['6'],
  Ó: ['6'],
  ł: ['t'],
  Ł: ['t', 'f'],
  ø: ['0'],
  Ø: ['0'],
  đ: ['o', 'a'],
  ħ: ['n', 'b'],
};

/** How many words in front of the text are no part of it, or undefined when the words are not the text misread. */
export function misreadWords(
  words: readonly string[],
  wanted: string,
  sameCase: boolean,
): number | undefined {
  const loose = (text: string): string => foldText(text, 'loose', sameCase);
  const aim = loose(wanted);
  const written = words.join('');
  // A radio button, a tick box or a border; a round one looks like a C or an O before a capital.
  const sign = /^(?:[CO0](?=\p{Lu})|[|[\]()©®✓☐□◯○])/u.exec(written)?.[0];
  if (sign !== undefined && loose(written.slice(sign.length)) === aim)
    return words[0] === sign && words.length > 1 ? 1 : 0;
  const [first = ''] = written;
  const others = underlined.find((pair) => pair.includes(first)) ?? '';
  const said = aim.length >= SHORTEST && [...others].some((other) => loose(other + written.slice(1)) === aim);
  return said || withoutMarks(written, wanted, loose) || endsInDots(written, wanted, loose) ? 0 : undefined;
}

/** Whether the letters with marks were read as something else. */
function withoutMarks(written: string, wanted: string, loose: (text: string) => string): boolean {
  const letters = [...wanted.normalize('NFC')];
  if (!letters.some((letter) => Object.hasOwn(marked, letter))) return false;
  const pattern = letters.map((letter) => {
    const others = [loose(letter), ...(marked[letter] ?? [])];
    return `(?:${others.map((other) => other.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')).join('|')})`;
  });
  return new RegExp(`^${pattern.join('')}$`, 'u').test(loose(written));
}

/** Whether both are the same but for how the dots behind were read. */
function endsInDots(written: string, wanted: string, loose: (text: string) => string): boolean {
  const dots = /[.…,–-]+$/u;
  if (!dots.test(written)) return false;
  const stem = loose(wanted.replace(dots, ''));
  return stem.length >= SHORTEST && /\p{L}$/u.test(stem) && loose(written.replace(dots, '')) === stem;
}
