import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import { holdsAlike } from '../../../src/sight/text/fit.js';
import { Paint } from './paint.js';

/** Letters as stems of these heights, 2 px wide and 5 apart, that end on one row. */
const word = (paint: Paint, x: number, heights: readonly number[], grey = 20): Paint =>
  heights.reduce((drawn, height, i) => drawn.fill(x + 5 * i, 20 - height, 2, height, grey), paint);
const said = [12, 8, 8, 12, 5, 12, 8];
const other = [8, 8, 12, 5, 8, 12, 12, 8, 5, 8, 12, 8, 8, 5];
const label = frameBox(0, 4, 40, 20);

describe('whether a longer line could hold a label', () => {
  const line = frameBox(60, 4, 130, 20);

  it('is told by its columns, whatever stands beside it', () => {
    const paint = word(word(word(new Paint(200, 30, 240), 4, said), 70, other.slice(0, 4)), 110, said);
    expect(holdsAlike(paint.raster, line, label)).toBe(true);
  });

  it('is told on a ground of another grey', () => {
    const paint = word(new Paint(200, 30, 240), 4, said).fill(60, 0, 140, 30, 60);
    expect(holdsAlike(word(paint, 110, said, 230).raster, line, label)).toBe(true);
  });

  it('is denied where other letters stand, and where there is no room', () => {
    const wide = other.reduce(
      (drawn, height, i) => drawn.fill(70 + 8 * i, 20 - height, 5, height, 20),
      new Paint(200, 30, 240),
    );
    const paint = word(wide, 4, said);
    expect(holdsAlike(paint.raster, line, label)).toBe(false);
    expect(holdsAlike(paint.raster, frameBox(60, 4, 20, 20), label)).toBe(false);
  });
});
