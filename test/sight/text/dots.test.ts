import { describe, expect, it } from 'vitest';
import { withDots, withoutDots } from '../../../src/sight/text/dots.js';
import { Paint } from './paint.js';

const dots = (paint: Paint, x: number): Paint =>
  paint
    .fill(x, 14, 2, 2, 20)
    .fill(x + 4, 14, 2, 2, 20)
    .fill(x + 8, 14, 2, 2, 20);
const glyph = (char: string, left: number) => ({ char, left, right: left + 4, score: 0.9 });

describe('an ellipsis', () => {
  it('is painted over behind a letter, and comes back as one sign', () => {
    const paint = dots(new Paint(60, 22, 240).stems(5, 4, 4, 12, 20), 26);
    const { raster, dots: found } = withoutDots(paint.raster);
    expect(found).toEqual([{ left: 26, right: 36 }]);
    expect(raster.data.subarray(14 * 60 + 26, 14 * 60 + 36).every((value) => value === 240)).toBe(true);
    expect(raster.data.subarray(5 * 60 + 5, 5 * 60 + 7).every((value) => value === 20)).toBe(true);
    const read = withDots([glyph('H', 105), glyph('i', 115)], found, 100);
    expect(read.map(({ char }) => char).join('')).toBe('Hi…');
  });

  it('comes back between the labels it stands between', () => {
    const read = withDots([glyph('A', 0), glyph(' ', 30), glyph('B', 50)], [{ left: 10, right: 20 }], 0);
    expect(read.map(({ char }) => char).join('')).toBe('A… B');
  });

  it('is neither a full stop, nor three dots high up, nor a row of strokes', () => {
    const stop = new Paint(60, 22, 240).stems(5, 4, 4, 12, 20).fill(26, 14, 2, 2, 20);
    const high = new Paint(60, 22, 240).stems(5, 4, 4, 12, 20);
    high.fill(26, 5, 2, 2, 20).fill(30, 5, 2, 2, 20).fill(34, 5, 2, 2, 20);
    const strokes = new Paint(60, 22, 240).stems(5, 4, 8, 12, 20);
    for (const { raster } of [stop, high, strokes]) expect(withoutDots(raster)).toEqual({ raster, dots: [] });
  });
});
