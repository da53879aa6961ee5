import { describe, expect, it } from 'vitest';
import type { Raster } from '../../../src/sight/text/raster.js';
import { withoutUnderlines } from '../../../src/sight/text/underline.js';
import { Paint } from './paint.js';

const [PAPER, INK] = [240, 20];
/** Six stems 10 px high that end on row `y + 9`, as the letters of a menu's name. */
const name = (height: number, y: number): Paint => new Paint(60, height, PAPER).stems(10, y, 6, 10, INK);
const inkIn = ({ width, data }: Raster, from: number, to: number): number =>
  data.subarray(from * width, to * width).filter((value) => value !== PAPER).length;

describe('the line below an access key is taken out', () => {
  it('where its letters stand right on it', () => {
    const paint = name(20, 4).fill(14, 14, 6, 1, INK);
    const bare = withoutUnderlines(paint.raster, paint.all);
    expect(inkIn(bare, 14, 20)).toBe(0);
    expect(inkIn(bare, 4, 14)).toBe(inkIn(paint.raster, 4, 14));
  });

  it('where the box is much higher than the letters, so that it stands in its middle', () => {
    const paint = name(34, 4).fill(14, 15, 6, 1, INK);
    expect(inkIn(withoutUnderlines(paint.raster, paint.all), 14, 34)).toBe(0);
  });

  it('where it is etched: its second row stands one px aside', () => {
    const paint = name(20, 4).fill(14, 15, 6, 1, INK).fill(15, 16, 6, 1, INK);
    expect(inkIn(withoutUnderlines(paint.raster, paint.all), 14, 20)).toBe(0);
  });

  it('where it is that of an i, four px wide', () => {
    const paint = name(28, 4).fill(14, 15, 4, 1, INK);
    expect(inkIn(withoutUnderlines(paint.raster, paint.all), 14, 28)).toBe(0);
  });
});

describe('what is no such line stays', () => {
  it('the tail of a g', () => {
    const paint = name(20, 4).fill(21, 14, 2, 3, INK).fill(16, 16, 6, 1, INK);
    const bare = withoutUnderlines(paint.raster, paint.all);
    expect(inkIn(bare, 14, 20)).toBe(inkIn(paint.raster, 14, 20));
  });

  it('a line with nothing above it, as in my_file', () => {
    const paint = name(20, 4).fill(44, 15, 6, 1, INK);
    const bare = withoutUnderlines(paint.raster, paint.all);
    expect(inkIn(bare, 14, 20)).toBe(6);
  });
});
