import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import { rowsIn } from '../../../src/sight/text/rows.js';
import { Paint } from './paint.js';

const rowsOf = (paint: Paint, box = paint.all): number[][] =>
  rowsIn(paint.raster, box).map(({ y, height }) => [y, y + height]);

describe('rows in a detected box', () => {
  it('are one where it holds one, with the marks above its letters', () => {
    const paint = new Paint(100, 30, 255).stems(5, 10, 17, 12, 0).fill(30, 6, 2, 2, 0);
    expect(rowsOf(paint)).toEqual([[0, 30]]);
  });

  it('keep their room above the border of a panel', () => {
    const paint = new Paint(100, 40, 255).stems(5, 6, 17, 10, 0).fill(0, 21, 100, 19, 90);
    expect(rowsOf(paint, frameBox(0, 2, 100, 21))).toEqual([[2, 23]]);
  });

  it('are each for itself where it holds several, one above the other', () => {
    const paint = new Paint(100, 50, 255)
      .stems(5, 4, 17, 12, 0)
      .stems(5, 19, 17, 12, 0)
      .stems(5, 34, 17, 12, 0);
    expect(rowsOf(paint)).toEqual([
      [0, 19],
      [16, 34],
      [31, 50],
    ]);
  });

  it('leave out the ends of the rows above and below, pale letters beside black ones, too', () => {
    const paint = new Paint(100, 60, 180)
      .stems(5, 0, 17, 14, 0)
      .stems(5, 20, 4, 8, 210)
      .stems(5, 34, 17, 16, 0);
    expect(rowsOf(paint, frameBox(0, 12, 100, 26))).toEqual([[18, 30]]);
  });

  it('are two where a small number stands above two bold letters that touch', () => {
    const paint = new Paint(35, 40, 130).stems(12, 7, 2, 7, 240).fill(8, 20, 20, 14, 60);
    expect(rowsOf(paint)).toHaveLength(2);
  });

  it('keep the bars of a sign together', () => {
    const paint = new Paint(24, 30, 255).fill(6, 10, 12, 7, 0).fill(6, 20, 12, 7, 0);
    expect(rowsOf(paint)).toEqual([[0, 30]]);
  });
});
