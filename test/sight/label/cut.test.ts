import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import { cutAtPopups } from '../../../src/sight/label/cut.js';
import { line } from '../screens.js';

const row = [line('CaTraining', frameBox(100, 50, 80, 18))];
const popup = frameBox(116, 20, 200, 60);

describe('a line that a pop-up covers in part', () => {
  it('is cut at its border', () => {
    expect(cutAtPopups(row, [popup]).map(({ text }) => text)).toEqual(['Ca', 'Training']);
    expect(cutAtPopups(row, [frameBox(0, 20, 116, 60)]).map(({ text }) => text)).toEqual(['Ca', 'Training']);
  });

  it.each([
    ['is not cut above and below the pop-up', [frameBox(116, 70, 200, 60)]],
    ['is not cut at a border beside it', [frameBox(60, 20, 42, 60)]],
    ['is not cut at a border that another window covers', [frameBox(0, 0, 400, 200), popup]],
  ])('%s', (_what, popups) => {
    expect(cutAtPopups(row, popups)).toEqual(row);
  });
});
