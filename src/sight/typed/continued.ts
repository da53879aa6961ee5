import { type FrameBox, hull } from '../../core/geometry.js';
import type { TextLine } from '../../ports.js';

/** How much of the lower of two lines stands beside the other in a row at least, as a share of its height. */
const BESIDE = 0.7;
/** How far apart the boxes of two lines are at most, px, and their words, as a share of the height: less than a space. */
const TOUCH = 1;
const APART = 0.3;

type Word = TextLine['words'][number];

/**
 * Joins lines that go on in each other without a space. What a program has selected stands on another ground, so it
 * is read as a line of its own: behind a typed “Ann” the “abel” of a completion looks like another text.
 *
 * @param lines in reading order
 */
export function continued(lines: readonly TextLine[]): TextLine[] {
  const joined: TextLine[] = [];
  for (const line of lines) {
    const at = joined.findIndex((other) => goesOnIn(other, line));
    const other = joined[at];
    if (other === undefined) joined.push(line);
    else joined[at] = asOne(other, line);
  }
  return joined;
}

function goesOnIn(one: TextLine, next: TextLine): boolean {
  const [last, first] = [one.words.at(-1), next.words[0]];
  if (last === undefined || first === undefined) return false;
  const height = Math.min(one.box.height, next.box.height);
  const beside =
    Math.min(bottomOf(one.box), bottomOf(next.box)) - Math.max(one.box.y, next.box.y) >= BESIDE * height;
  const touches = Math.abs(next.box.x - rightOf(one.box)) <= TOUCH;
  return beside && touches && first.box.x - rightOf(last.box) < APART * height;
}

function asOne(one: TextLine, next: TextLine): TextLine {
  const [last, first] = [one.words.at(-1) as Word, next.words[0] as Word];
  const word: Word = {
    text: `${last.text}${first.text}`,
    box: hull([last.box, first.box]),
    score: Math.min(last.score, first.score),
    letters: last.letters && first.letters && [...last.letters, ...first.letters],
  };
  const words = [...one.words.slice(0, -1), word, ...next.words.slice(1)];
  return {
    text: words.map(({ text }) => text).join(' '),
    box: hull([one.box, next.box]),
    score: Math.min(one.score, next.score),
    words,
  };
}

const rightOf = ({ x, width }: FrameBox): number => x + width;
const bottomOf = ({ y, height }: FrameBox): number => y + height;
