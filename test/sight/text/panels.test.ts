import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import { isBare, isParted, panelsIn } from '../../../src/sight/text/panels.js';
import { Paint } from './paint.js';

describe('panels', () => {
  it('are one where letters stand on one background, however close', () => {
    const { raster, all } = new Paint(100, 20, 240).stems(5, 4, 17, 12, 20);
    expect(panelsIn(raster, all)).toEqual([all]);
  });

  it('are two where a badge stands beside a label', () => {
    const paint = new Paint(100, 20, 240).stems(5, 4, 8, 12, 20);
    paint.fill(60, 3, 36, 14, 90).stems(68, 5, 4, 10, 250);
    const [label, badge, ...others] = panelsIn(paint.raster, paint.all);
    expect(others).toEqual([]);
    expect(label?.x).toBe(0);
    expect(badge?.x).toBeGreaterThanOrEqual(60);
    expect(badge?.x).toBeLessThan(68);
    expect((label?.x ?? 0) + (label?.width ?? 0)).toBeLessThanOrEqual(60);
  });

  it('end where a block cursor begins, not at a letter of its grey', () => {
    const paint = new Paint(100, 20, 255).stems(5, 4, 4, 12, 0).stems(35, 4, 8, 12, 0).fill(75, 2, 10, 16, 0);
    const [line, ...others] = panelsIn(paint.raster, paint.all);
    expect(line).toMatchObject({ x: 0 });
    expect(line?.width).toBeGreaterThanOrEqual(72);
    for (const { x } of others) expect(x).toBeGreaterThanOrEqual(72);
  });

  it('are three where one cell of a row is selected', () => {
    const paint = new Paint(120, 20, 255).stems(8, 4, 3, 12, 0);
    paint.fill(40, 0, 40, 20, 80).stems(52, 4, 3, 12, 255).stems(92, 4, 3, 12, 0);
    expect(panelsIn(paint.raster, paint.all)).toHaveLength(3);
  });

  it('are two where a line stands between two cells, and one where it is a letter', () => {
    const cells = new Paint(100, 20, 255)
      .stems(8, 4, 5, 12, 0)
      .fill(50, 0, 1, 20, 128)
      .stems(58, 4, 5, 12, 0);
    expect(panelsIn(cells.raster, cells.all)).toHaveLength(2);
    const letters = new Paint(100, 20, 255)
      .stems(8, 4, 5, 12, 0)
      .fill(50, 3, 1, 14, 0)
      .stems(58, 4, 5, 12, 0);
    expect(panelsIn(letters.raster, letters.all)).toEqual([letters.all]);
  });

  it('do not count when nothing is written on them', () => {
    const paint = new Paint(100, 20, 240).stems(5, 4, 8, 12, 20).fill(60, 0, 40, 20, 90);
    expect(panelsIn(paint.raster, paint.all)).toEqual([paint.all]);
  });

  it('part two boxes that stand on different ones', () => {
    const paint = new Paint(100, 20, 240).stems(5, 4, 7, 12, 20);
    paint.fill(50, 0, 50, 20, 90).stems(60, 4, 6, 12, 250);
    const [left, right] = [frameBox(0, 0, 46, 20), frameBox(54, 0, 46, 20)];
    expect(isParted(paint.raster, left, right)).toBe(true);
    expect(isParted(new Paint(100, 20, 240).stems(5, 4, 18, 12, 20).raster, left, right)).toBe(false);
    expect(isBare(paint.raster, frameBox(42, 0, 8, 20))).toBe(true);
    expect(isBare(paint.raster, frameBox(42, 0, 12, 20))).toBe(false);
  });
});
