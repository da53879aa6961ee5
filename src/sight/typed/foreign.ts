import { plainLetters } from '../label/fold.js';
import type { ReadLine } from './letters.js';

/** Letters of scripts that the reader's networks do not know, and what these scripts are called. */
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/\p{Script=Cyrillic}/u, 'Cyrillic'],
  [/\p{Script=Greek}/u, 'Greek'],
  [/\p{Script=Hebrew}/u, 'Hebrew'],
  [/\p{Script=Arabic}/u, 'Arabic'],
  [/\p{Script=Hangul}/u, 'Korean'],
  [/\p{Script=Thai}/u, 'Thai'],
  [/\p{Script=Devanagari}/u, 'Devanagari'],
  [/\p{Script=Armenian}/u, 'Armenian'],
  [/\p{Script=Georgian}/u, 'Georgian'],
];
const FOREIGN = new RegExp(SCRIPTS.map(([{ source }]) => source).join('|'), 'u');
/** For so many letters that it does not know a reader gives so many others, as shares. */
const GIVEN = { least: 0.4, most: 2 };

/**
 * Names the script of a text that the reader cannot read, where something as long stands in its place and all that it
 * can read stands around it; undefined when it can read the text, or when that is not there.
 *
 * @param piece one line or cell of the typed text
 */
export function foreignScript(piece: string, lines: readonly ReadLine[]): string | undefined {
  const script = SCRIPTS.find(([letter]) => letter.test(piece))?.[1];
  if (script === undefined) return undefined;
  const pattern = patternOf(piece);
  const changed = lines.map((line) => line.filter((word) => word.changed));
  const isThere = changed.some((words) => pattern.test(lettersIn(words.map(({ text }) => text).join(''))));
  return isThere ? script : undefined;
}

function patternOf(piece: string): RegExp {
  const chars = [...lettersIn(piece)];
  let source = '';
  for (let at = 0; at < chars.length; ) {
    const isForeign = FOREIGN.test(chars[at] ?? '');
    let end = at;
    while (end < chars.length && FOREIGN.test(chars[end] ?? '') === isForeign) end++;
    source += isForeign ? someLetters(end - at) : literally(chars.slice(at, end).join(''));
    at = end;
  }
  return new RegExp(source, 'u');
}

const lettersIn = (text: string): string =>
  plainLetters(text)
    .filter((char) => char.trim() !== '')
    .join('');
const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
const someLetters = (count: number): string =>
  `.{${Math.max(1, Math.floor(GIVEN.least * count))},${Math.ceil(GIVEN.most * count)}}`;
