import { foldText } from '../label/fold.js';
import type { ReadLine } from './letters.js';

/** A script: its letters, and for so many of them how many others a reader gives that knows none, as shares. */
interface Script {
  readonly name: string;
  readonly letter: RegExp;
  readonly least: number;
}

/** Alphabets that the reader's networks do not know: they take their letters for Latin ones. */
const ALPHABETS: readonly Script[] = (
  ['Cyrillic', 'Greek', 'Hebrew', 'Arabic', 'Hangul', 'Thai', 'Devanagari', 'Armenian', 'Georgian'] as const
).map((name) => ({ name, letter: new RegExp(`\\p{Script=${name}}`, 'u'), least: 0.4 }));
/** Signs that they read only where they are asked to; else nothing is read in their place. */
const EAST_ASIAN: Script = {
  name: 'Chinese or Japanese',
  letter: /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u,
  least: 0,
};
const MOST = 2;

/**
 * Names the script of a text that the reader cannot read, where all that it can read stands around it, with about as
 * many other letters between; undefined when it can read the text, or when that is not there. Letters that look alike
 * count as the same, and one right beside such a script may be missing: readers lose it.
 *
 * @param piece one line or cell of the typed text
 */
export function foreignScript(
  piece: string,
  lines: readonly ReadLine[],
  readsEastAsian: boolean,
): string | undefined {
  const scripts = readsEastAsian ? ALPHABETS : [...ALPHABETS, EAST_ASIAN];
  const script = scripts.find(({ letter }) => letter.test(piece));
  if (script === undefined) return undefined;
  // Where nothing of it can be read, nothing tells it from any other text.
  if (script === EAST_ASIAN && runsOf(piece, scripts).length === 1) return undefined;
  const pattern = patternOf(piece, scripts);
  const changed = lines.map((line) => line.filter((word) => word.changed).map(({ text }) => text));
  // A long text may go on in the next line.
  const texts = [...changed, changed.flat()].map((words) => plain(words.join('')));
  return texts.some((text) => text !== '' && pattern.test(text)) ? script.name : undefined;
}

const plain = (text: string): string => foldText(text, 'shape', true);

/** The letters of a text in runs: those of one script, and those between. */
function runsOf(piece: string, scripts: readonly Script[]): { text: string; script: Script | undefined }[] {
  const runs: { text: string; script: Script | undefined }[] = [];
  for (const char of [...piece].filter((each) => each.trim() !== '')) {
    const script = scripts.find(({ letter }) => letter.test(char));
    const last = runs.at(-1);
    if (last !== undefined && last.script === script) last.text += char;
    else runs.push({ text: char, script });
  }
  return runs;
}

function patternOf(piece: string, scripts: readonly Script[]): RegExp {
  const runs = runsOf(piece, scripts);
  const parts = runs.map(({ text, script }, at) => {
    if (script === undefined) return literally(plain(text), at > 0, at < runs.length - 1);
    const count = [...text].length;
    return `.{${Math.floor(script.least * count)},${MOST * count}}`;
  });
  return new RegExp(parts.join(''), 'u');
}

/** A text as a pattern, its first or last letter as one that may be missing. */
function literally(text: string, first: boolean, last: boolean): string {
  const chars = [...text].map((char) => char.replace(/[\\^$.*+?()[\]{}|/]/u, '\\$&'));
  return chars
    .map((char, at) => ((first && at === 0) || (last && at === chars.length - 1) ? `${char}?` : char))
    .join('');
}
