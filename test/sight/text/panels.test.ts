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

  it('are each one of two fields whose borders are no higher than the box, though a digit stands right beside one', () => {
    // As Tk draws them: lighter lines on the right and below.
    const paint = new Paint(60, 17, 217)
      .stems(3, 3, 2, 9, 20)
      .fill(12, 0, 1, 16, 255)
      .fill(0, 15, 13, 1, 255);
    paint.stems(16, 3, 1, 11, 20).fill(23, 0, 1, 16, 130).fill(23, 15, 37, 1, 255);
    const [field, slash] = panelsIn(paint.raster, paint.all);
    expect((field?.x ?? 0) + (field?.width ?? 0)).toBeLessThanOrEqual(13);
    expect(slash?.x).toBeGreaterThanOrEqual(12);
  });

  it('are one where the ground stands between two stems, and where a bold letter stands on its underline', () => {
    const stems = new Paint(80, 20, 240).stems(5, 8, 4, 7, 20).stems(26, 5, 2, 10, 20).stems(38, 8, 6, 7, 20);
    expect(panelsIn(stems.raster, stems.all)).toEqual([stems.all]);
    // A P of 26 px with its underline, as Java draws it.
    const p = new Paint(120, 35, 238).fill(5, 6, 4, 18, 51).fill(5, 6, 13, 3, 51).fill(5, 14, 13, 3, 51);
    p.fill(14, 6, 4, 11, 51).fill(5, 26, 18, 2, 51).stems(26, 11, 14, 13, 51);
    expect(panelsIn(p.raster, p.all)).toEqual([p.all]);
  });

  it('are two where a pop-up lies over a text of which the next row reaches into the box', () => {
    const paint = new Paint(140, 40, 255).stems(5, 7, 8, 18, 0).stems(5, 36, 8, 4, 0);
    paint.fill(60, 0, 80, 36, 217).fill(60, 36, 80, 4, 133).stems(68, 11, 12, 16, 0);
    const parts = panelsIn(paint.raster, paint.all);
    expect(parts).toHaveLength(2);
    expect(parts[1]?.x).toBeGreaterThanOrEqual(60);
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
