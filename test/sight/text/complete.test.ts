import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import { completed } from '../../../src/sight/text/complete.js';
import { Paint } from './paint.js';

describe('a low box', () => {
  it('grows until it holds the letters that it cuts, and their neighbours', () => {
    const { raster } = new Paint(60, 40, 0)
      .fill(20, 14, 2, 12, 226)
      .fill(25, 14, 1, 12, 226)
      .fill(29, 14, 1, 12, 226);
    const box = completed(raster, frameBox(23, 16, 9, 8));
    expect([box.x <= 20, box.y <= 14, box.x + box.width >= 30, box.y + box.height >= 26]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(box.height).toBeLessThanOrEqual(16);
  });

  it('does not grow along a border, nor when it is high enough', () => {
    const border = new Paint(60, 40, 0).fill(24, 0, 2, 40, 226).raster;
    expect(completed(border, frameBox(20, 16, 10, 8))).toMatchObject({ y: 16, height: 8 });
    const high = frameBox(20, 10, 20, 18);
    expect(completed(border, high)).toBe(high);
  });
});
