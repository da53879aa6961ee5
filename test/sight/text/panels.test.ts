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

  it('end at the edge that is seen above and below letters, though a letter touches it', () => {
    const paint = new Paint(100, 24, 255).fill(0, 3, 40, 18, 0).fill(40, 3, 60, 18, 180);
    paint.stems(20, 7, 3, 9, 255).fill(40, 7, 2, 9, 0).stems(46, 7, 8, 9, 0);
    const [key, name] = panelsIn(paint.raster, paint.all);
    expect((key?.x ?? 0) + (key?.width ?? 0)).toBeLessThanOrEqual(40);
    expect(name?.x).toBe(40);
  });

  it('are one where the bars of a large E are as long as backgrounds are', () => {
    const letter = (x: number, paint: Paint): Paint =>
      paint.fill(x, 10, 5, 36, 0).fill(x, 10, 24, 5, 0).fill(x, 26, 22, 4, 0).fill(x, 41, 24, 5, 0);
    const paint = letter(150, letter(100, new Paint(260, 54, 255).stems(10, 20, 12, 26, 0)));
    expect(panelsIn(paint.raster, paint.all)).toEqual([paint.all]);
  });

  it('are two where buttons with borders stand close, lower than the box', () => {
    const button = (x: number, width: number, paint: Paint): Paint =>
      paint
        .fill(x, 4, width, 1, 100)
        .fill(x, 26, width, 1, 100)
        .fill(x, 4, 1, 23, 100)
        .fill(x + width - 1, 4, 1, 23, 100);
    const paint = button(52, 40, button(4, 44, new Paint(100, 33, 220)));
    paint.stems(10, 10, 6, 11, 0).stems(60, 10, 5, 11, 0);
    const parts = panelsIn(paint.raster, paint.all);
    expect(parts).toHaveLength(2);
    expect((parts[0]?.x ?? 0) + (parts[0]?.width ?? 0)).toBeLessThanOrEqual(48);
  });

  it('are one where letters stand below each other in a list of close rows', () => {
    const paint = new Paint(100, 60, 255);
    for (const y of [2, 17, 32, 47]) paint.stems(10, y, 8, 11, 0).stems(52, y, 8, 11, 0);
    const row = frameBox(0, 13, 100, 20);
    expect(panelsIn(paint.raster, row)).toEqual([row]);
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
