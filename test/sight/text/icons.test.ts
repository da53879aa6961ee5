import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import { withoutIcons } from '../../../src/sight/text/icons.js';
import { Paint } from './paint.js';

/** A row 26 px high; letters 10 px high end on row 17. */
const row = (): Paint => new Paint(200, 26, 240);
const letters = (paint: Paint, x: number, count: number): Paint => paint.stems(x, 8, count, 10, 20);
const icon = (paint: Paint, x: number): Paint => paint.fill(x, 5, 16, 16, 90);

describe('the parts of a line beside its icons', () => {
  it('begin behind the icon that leads it', () => {
    const [part, ...more] = withoutIcons(letters(icon(row(), 5), 26, 5).raster, frameBox(0, 0, 80, 26));
    expect(more).toEqual([]);
    expect(part?.x).toBeGreaterThanOrEqual(21);
    expect(part?.x).toBeLessThanOrEqual(26);
  });

  it('are as many as buttons of a tool bar that were framed together', () => {
    const paint = letters(icon(letters(icon(row(), 5), 26, 4), 70), 91, 4);
    const parts = withoutIcons(paint.raster, frameBox(0, 0, 130, 26));
    expect(parts).toHaveLength(2);
    expect((parts[0]?.x ?? 0) + (parts[0]?.width ?? 0)).toBeLessThanOrEqual(70);
    expect(parts[1]?.x).toBeGreaterThanOrEqual(86);
  });

  it.each([
    ['letters alone', letters(row(), 5, 8)],
    ['a wide capital as high as the others', letters(row().fill(5, 8, 12, 10, 20), 22, 5)],
    ['a first word that hangs lower, as My does', letters(row().fill(5, 8, 12, 13, 20), 23, 5)],
    ['something high within a word', letters(icon(letters(row(), 5, 4), 26), 47, 4)],
    [
      'a sign behind the border of its field',
      letters(row().fill(5, 0, 1, 26, 90).fill(8, 12, 6, 2, 20), 20, 5),
    ],
    ['signs of Chinese that stand apart, one higher', letters(icon(row(), 40), 5, 2).stems(70, 8, 2, 10, 20)],
    ['an icon alone', icon(row(), 5)],
  ])('%s stay whole', (_what, paint) => {
    const box = frameBox(0, 0, 120, 26);
    expect(withoutIcons(paint.raster, box)).toEqual([box]);
  });
});
