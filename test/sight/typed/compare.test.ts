import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import { readsAs } from '../../../src/sight/typed/compare.js';
import { placesToRead } from '../../../src/sight/typed/places.js';

describe('what of a typed text was read', () => {
  it.each([
    ['Hello, World! 50% of #7', ['Editor', 'Hello, World! 50% of #7'], 'exact'],
    ['one\ntwo\tthree', ['one', 'two', 'threl'], 'partly'],
    ['a long line that wraps', ['a long line', 'that wraps'], 'exact'],
    ['/home/ada/letters/to-the-bank.txt', ['ers/to-the-bank.txt'], 'partly'],
    ['Lond', ['London'], 'exact'],
    ['1234.5', ['1,234.50 €'], 'partly'],
    ['opensesame', ['•ooooooooo'], 'changed'],
    ['opensesame', [], 'changed'],
    ['Ada', ['Wrong key pressed'], 'changed'],
  ])('should tell of %j in %j: %s', (text, lines, expected) => {
    expect(readsAs(text, lines)).toBe(expected);
  });
});

describe('the places to read', () => {
  it('should merge what stands together, leave out what is flat or huge, and keep inside the frame', () => {
    const boxes = [
      frameBox(2, 100, 20, 12),
      frameBox(30, 101, 60, 12),
      frameBox(300, 400, 90, 2),
      frameBox(300, 10, 40, 14),
    ];
    expect(placesToRead(boxes, { width: 800, height: 600 })).toEqual([
      frameBox(276, 4, 88, 26),
      frameBox(0, 94, 114, 25),
    ]);
    expect(placesToRead([frameBox(0, 0, 800, 600)], { width: 800, height: 600 })).toEqual([]);
  });
});
