import { describe, expect, it } from 'vitest';
import { frameBox, hull } from '../../../src/core/geometry.js';
import { widthInLetters } from '../../../src/sight/label/letters.js';
import { labelsOf } from '../../../src/sight/label/segment.js';

/** A line of words in letters of different widths, a small one 8 px wide, with gaps of so many px. */
function lineOf(text: string, gap: number, letter = (word: string) => 8 * widthInLetters(word)) {
  let x = 10;
  const words = text.split(' ').map((word) => {
    const box = frameBox(x, 10, Math.round(letter(word)), 24);
    x += box.width + gap;
    return { text: word, box, score: 1 };
  });
  return { text, box: hull(words.map(({ box }) => box)), score: 1, words };
}
const labels = (line: ReturnType<typeof lineOf>) =>
  labelsOf(line).map(({ words }) => words.map(({ text }) => text).join(' '));

describe('the labels of a line', () => {
  it('are the names of a menu bar, though they stand nearly as close as words', () => {
    const bar = 'File Edit View Message Configuration Help';
    expect(labels(lineOf(bar, 8))).toEqual(bar.split(' '));
  });

  it('are one where the gaps are those between words', () => {
    expect(labels(lineOf('Delete All Selected Messages', 6))).toEqual(['Delete All Selected Messages']);
    expect(labels(lineOf('Skip network list on startup', 6))).toEqual(['Skip network list on startup']);
  });

  it('are one where not all begin as names do, however loosely they are set', () => {
    expect(labels(lineOf('Delete all of Messages', 9))).toEqual(['Delete all of Messages']);
  });

  it('are a tab and the cross that closes it', () => {
    expect(labels(lineOf('untitled x', 12))).toEqual(['untitled', 'x']);
    expect(labels(lineOf('Factor x', 6))).toEqual(['Factor x']);
  });

  it('are parted by a gap that no space has, but in letters of fixed width', () => {
    expect(labels(lineOf('Find all Undo', 12))).toEqual(['Find', 'all', 'Undo']);
    expect(labels(lineOf('list all files', 10, (word) => 9 * word.length))).toEqual(['list all files']);
  });
});
