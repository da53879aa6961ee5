import { describe, expect, it } from 'vitest';
import { frameBox, framePoint } from '../../src/core/geometry.js';
import type { Traits } from '../../src/core/traits.js';
import { controlsAround, labelsIn, pressedByDrag, pressingOf } from '../../src/policy/pressed.js';
import type { ScreenLabel } from '../../src/ports.js';

const keys = (...chord: string[]): Traits => ({ points: [], chords: [chord] });
const typed = (text: string): Traits => ({ points: [], chords: [], typed: text });
const idle = { editing: false, menu: false };
const label = (text: string, x: number, y: number, width = 60): ScreenLabel => {
  const box = frameBox(x, y, width, 14);
  return { text, box, line: { text, box, score: 1, words: [{ text, box, score: 1 }] } };
};

describe('what presses a control without a click', () => {
  it.each([
    ['Space', keys('space'), idle, { by: 'focus' }],
    ['Return', keys('enter'), idle, { by: 'focus' }],
    ['Ctrl and Return', keys('ctrl', 'enter'), idle, { by: 'focus' }],
    ['a space as a text', typed(' '), idle, { by: 'focus' }],
    ['a line feed as a text', typed('\n'), idle, { by: 'focus' }],
    ['Tab and Space in one text', typed('\t\t '), { editing: true, menu: false }, { by: 'way' }],
    ['Alt and a letter', keys('alt', 'd'), idle, { by: 'letter', letter: 'd' }],
    ['a letter in a menu', keys('d'), { editing: false, menu: true }, { by: 'letter', letter: 'd' }],
    ['a text in a menu', typed('d'), { editing: false, menu: true }, { by: 'letter', letter: 'd' }],
    ['Space in a field', keys('space'), { editing: true, menu: false }, undefined],
    ['a letter', keys('d'), idle, undefined],
    ['a text', typed('some words'), idle, undefined],
    ['Ctrl and a letter', keys('ctrl', 's'), idle, undefined],
    ['Tab', keys('tab'), idle, undefined],
  ] as const)('%s', (_, traits, now, pressing) => {
    expect(pressingOf(traits, now)).toEqual(pressing);
  });
});

describe('a drag', () => {
  const labels = [label('Delete all', 200, 100), label('Refresh', 500, 100)];
  it.each([
    ['of a few px', [230, 107], [234, 108], 2],
    ['over the button', [150, 105], [280, 105], 1],
    ['away from it', [230, 107], [420, 300], 0],
    ['between two', [230, 107], [530, 107], 0],
    ['of a few px on nothing', [20, 400], [23, 400], 1],
  ] as const)('%s presses so many places', (_, [x1, y1], [x2, y2], places) => {
    expect(pressedByDrag(framePoint(x1, y1), framePoint(x2, y2), labels)).toHaveLength(places);
  });
});

it('the four sides of a focus ring are one control, another one is its own', () => {
  const ring = [
    frameBox(100, 100, 200, 1),
    frameBox(100, 130, 200, 1),
    frameBox(100, 100, 1, 31),
    frameBox(299, 100, 1, 31),
  ];
  const [first, second, ...more] = controlsAround([...ring, frameBox(100, 400, 50, 2)]);
  expect(more).toEqual([]);
  expect(first).toMatchObject({ x: 86, y: 86, width: 228, height: 59 });
  expect(second).toMatchObject({ y: 386 });
});

it('labels are short, stand in the areas, and hold the letter', () => {
  const labels = [
    label('Delete all', 10, 10),
    label('Copy', 10, 40),
    label('Nothing of what you delete here can be found again', 10, 70, 300),
    label('Delete', 400, 400),
  ];
  const areas = [frameBox(0, 0, 350, 200)];
  expect(labelsIn(labels, areas).map(({ text }) => text)).toEqual(['Delete all', 'Copy']);
  expect(labelsIn(labels, areas, 'D').map(({ text }) => text)).toEqual(['Delete all']);
});
