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

  it('begin behind an icon that stands hardly further away than letters do', () => {
    const paint = letters(row().fill(2, 3, 15, 18, 90), 21, 5);
    const [part, ...more] = withoutIcons(paint.raster, frameBox(0, 0, 60, 26));
    expect(more).toEqual([]);
    expect(part?.x).toBeGreaterThanOrEqual(17);
    expect(part?.x).toBeLessThanOrEqual(21);
  });

  it('begin behind an icon that the box cuts off above', () => {
    const paint = letters(row().fill(2, 3, 15, 18, 90), 21, 5);
    expect(withoutIcons(paint.raster, frameBox(0, 5, 60, 17))[0]?.x).toBeGreaterThanOrEqual(17);
  });

  it('end before a check box that is lighter than the ground, and begin behind it', () => {
    const box = row().fill(40, 7, 12, 12, 20).fill(41, 8, 10, 10, 255);
    const dark = new Paint(200, 26, 200);
    dark.raster.data.set(box.raster.data.map((grey) => (grey === 240 ? 200 : grey)));
    const parts = withoutIcons(letters(letters(dark, 5, 6), 58, 6).raster, frameBox(0, 0, 95, 26));
    expect(parts).toHaveLength(2);
    expect((parts[0]?.x ?? 0) + (parts[0]?.width ?? 0)).toBeLessThanOrEqual(40);
    expect(parts[1]?.x).toBeGreaterThanOrEqual(52);
  });

  it.each([
    [
      'a plus and a number in a field, whose border stands as close',
      letters(row().fill(1, 2, 1, 19, 90).fill(6, 13, 9, 1, 20).fill(10, 9, 1, 9, 20), 17, 6),
    ],
    ['a Q, which hangs a little lower', letters(row().fill(2, 8, 11, 12, 20), 15, 5)],
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
