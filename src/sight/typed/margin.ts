import { frameBox } from '../../core/geometry.js';
import { plainLetters } from '../label/fold.js';
import type { ReadLine, ReadWord } from './letters.js';

/** px by which readers miss where a letter begins: less than a narrow letter is wide. */
const SLACK = 4;
/** Signs of an editor's margin are few, such as the brackets of a fold. */
const MOST = 3;
/** So many letters tell that a line is one of the text. */
const ENOUGH = 4;

/**
 * Leaves out what stands in the margin right before a line of a text, such as the sign of a fold, which readers take
 * for its first letter. Where the margin ends is told by the lines of the same text that begin beside it.
 *
 * @returns undefined when nothing stands there
 */
export function withoutMargin(text: string, lines: readonly ReadLine[]): ReadLine[] | undefined {
  const starts = text
    .split('\n')
    .filter((line) => /^\S/u.test(line))
    .flatMap((line) => startOf(line, lines) ?? []);
  if (starts.length === 0) return undefined;
  const margin = Math.min(...starts);
  const bare = lines.map((line) => cutAt(line, margin));
  return bare.some((line, at) => line !== lines[at]) ? bare : undefined;
}

/** Where a line of the text begins that was read with its first letters, frame px. */
function startOf(typed: string, lines: readonly ReadLine[]): number | undefined {
  const first = plainLetters(typed).slice(0, ENOUGH).join('').trim();
  const line = lines.find((words) => {
    const read = plainLetters(words.map((word) => word.text).join(' ')).join('');
    return words[0]?.changed === true && read.startsWith(first);
  });
  return line?.[0]?.letters?.[0]?.left;
}

function cutAt(line: ReadLine, margin: number): ReadLine {
  const [first, ...rest] = line;
  const { letters } = first ?? {};
  if (first === undefined || letters === undefined || letters.length !== [...first.text].length) return line;
  const at = letters.findIndex(({ left }) => left >= margin - SLACK);
  const start = letters[at];
  if (at < 1 || at > MOST || start === undefined || start.left > margin + SLACK) return line;
  const right = first.box.x + first.box.width;
  const word: ReadWord = {
    ...first,
    text: [...first.text].slice(at).join(''),
    box: frameBox(start.left, first.box.y, right - start.left, first.box.height),
    letters: letters.slice(at),
  };
  return [word, ...rest];
}
