import { contains, type FrameBox, hull } from '../../core/geometry.js';
import type { TextLine } from '../../ports.js';
import { boxOfLetters, charactersOf, partOfWord, type Word } from './letters.js';

/** How far inside a line a border must stand to cut it, in heights of the line: boxes of text are a little wide. */
const INSIDE = 0.4;

/**
 * The lines, each cut where the left or right border of a pop-up crosses it: readers join what stands in a pop-up
 * with what it covers only in part.
 *
 * @param popups boxes of the windows that lie over others, topmost first, frame px
 */
export function cutAtPopups(lines: readonly TextLine[], popups: readonly FrameBox[]): TextLine[] {
  return lines.flatMap((line) => {
    const y = line.box.y + line.box.height / 2;
    const borders = popups
      .flatMap((popup, i) => bordersAt(popup, y).filter((x) => !isCovered(x, y, popups.slice(0, i))))
      .filter((x) => isInside(x, line.box))
      .sort((a, b) => a - b);
    return borders.length === 0 ? [line] : partsOf(line, borders);
  });
}

/** Where the left and right border of a pop-up stand at some height. */
function bordersAt({ x, y: top, width, height }: FrameBox, y: number): number[] {
  return y > top && y < top + height ? [x, x + width] : [];
}

function isCovered(x: number, y: number, above: readonly FrameBox[]): boolean {
  return above.some((box) => contains(box, { x, y }));
}

function isInside(x: number, { x: left, width, height }: FrameBox): boolean {
  return x > left + INSIDE * height && x < left + width - INSIDE * height;
}

function partsOf(line: TextLine, borders: readonly number[]): TextLine[] {
  const ends = [...borders, Number.POSITIVE_INFINITY];
  let from = Number.NEGATIVE_INFINITY;
  return ends.flatMap((to) => {
    const words = line.words.flatMap((word) => between(word, from, to));
    from = to;
    if (words.length === 0) return [];
    return [
      {
        text: words.map((word) => word.text).join(' '),
        box: hull(words.map((word) => word.box)),
        score: line.score,
        words,
      },
    ];
  });
}

/** The letters of the word whose middles lie between two borders. */
function between(word: Word, left: number, right: number): Word[] {
  const inside = charactersOf(word.text).flatMap((_, i) => {
    const { x, width } = boxOfLetters(word, i, i + 1);
    const middle = x + width / 2;
    return middle >= left && middle < right ? [i] : [];
  });
  const [first] = inside;
  return first === undefined ? [] : [partOfWord(word, first, (inside.at(-1) ?? first) + 1)];
}
