import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import type { TextLine } from '../../../src/ports.js';
import { continued } from '../../../src/sight/typed/continued.js';

/** A line of one word, in a box with some ground around its letters, px. */
const line = (text: string, left: number, right: number, word: [number, number], y = 214): TextLine => ({
  text,
  box: frameBox(left, y, right - left, 20),
  score: 1,
  words: [{ text, box: frameBox(word[0], y, word[1] - word[0], 20), score: 1 }],
});

describe('lines that go on in each other', () => {
  it('should be one where a completion is selected behind what was typed', () => {
    // As LibreOffice Calc shows it, and the reader sees it.
    const lines = [line('Ann', 40, 67, [44, 63]), line('abel', 67, 100, [68, 94])];
    expect(continued(lines).map(({ text }) => text)).toEqual(['Annabel']);
  });

  it('should be one however often the ground changes', () => {
    const lines = [line('An', 40, 60, [44, 58]), line('na', 60, 80, [61, 79]), line('bel', 80, 99, [80, 95])];
    expect(continued(lines).map(({ text }) => text)).toEqual(['Annabel']);
  });

  it.each([
    ['a space stands between them', [line('Ann', 40, 70, [44, 63]), line('abel', 70, 106, [73, 100])]],
    ['one stands in the next column', [line('Ann', 40, 67, [44, 63]), line('Rome', 105, 140, [107, 137])]],
    ['one stands below', [line('Ann', 40, 67, [44, 63]), line('abel', 67, 100, [68, 94], 230)]],
  ])('should stay two where %s', (_why, lines) => {
    expect(continued(lines)).toEqual(lines);
  });
});
