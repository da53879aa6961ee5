import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import { parted, stitched } from '../../../src/sight/text/arrange.js';
import { cellsOf } from '../../../src/sight/text/cells.js';
import { Paint } from './paint.js';

const plain = new Paint(1280, 800, 255).raster;
const text = (x: number, y: number, width: number, height = 20) => ({
  box: frameBox(x, y, width, height),
  origin: 'text' as const,
});

describe('windows', () => {
  it('cover the whole picture and reach into each other', () => {
    const cells = cellsOf(plain, { width: 800, height: 450 });
    expect(cells).toHaveLength(4);
    expect(cells[0]).toEqual(frameBox(0, 0, 688, 448));
    expect(cells[3]).toEqual(frameBox(592, 352, 688, 448));
  });
});

describe('what several windows saw', () => {
  const [left, right] = [frameBox(0, 0, 688, 800), frameBox(592, 0, 688, 800)];

  it('counts once, and a text that both cut is one', () => {
    const spots = stitched(plain, [
      { window: left, spots: [text(610, 40, 60), text(500, 100, 186), text(100, 10, 40)] },
      { window: right, spots: [text(610, 40, 61), text(594, 100, 200)] },
    ]);
    expect(spots.map(({ box }) => Object.values(box))).toEqual([
      [610, 40, 60, 20],
      [100, 10, 40, 20],
      [500, 100, 294, 20],
    ]);
  });

  it('is whole where one window saw more than half of it as if it were all', () => {
    const [lowerLeft, lowerRight] = [frameBox(0, 100, 688, 700), frameBox(592, 100, 688, 700)];
    const spots = stitched(plain, [
      { window: right, spots: [text(600, 100, 230)] },
      { window: lowerLeft, spots: [text(440, 100, 246)] },
      { window: lowerRight, spots: [text(594, 100, 200)] },
    ]);
    expect(spots.map(({ box }) => [box.x, box.x + box.width])).toEqual([[440, 830]]);
  });

  it('is one row by itself, though boxes of rows overlap', () => {
    const spots = stitched(plain, [
      { window: left, spots: [text(500, 100, 186), text(500, 117, 186)] },
      { window: right, spots: [text(594, 100, 200), text(594, 117, 100)] },
    ]);
    expect(spots.map(({ box }) => Object.values(box))).toEqual([
      [500, 100, 294, 20],
      [500, 117, 194, 20],
    ]);
  });

  it('is not lost where a window sees a bit of it apart', () => {
    const spots = stitched(plain, [
      { window: left, spots: [text(500, 100, 186)] },
      { window: right, spots: [text(599, 104, 10, 12), text(594, 100, 200)] },
    ]);
    expect(spots.map(({ box }) => Object.values(box))).toEqual([[500, 100, 294, 20]]);
  });

  it('is kept where the same window saw a tick that reaches into it', () => {
    const spots = stitched(plain, [{ window: left, spots: [text(205, 99, 21, 21), text(212, 92, 249, 37)] }]);
    expect(spots).toHaveLength(2);
  });

  it('is taken whole where another one saw a piece of it', () => {
    const spots = stitched(plain, [
      { window: left, spots: [text(600, 40, 30)] },
      { window: right, spots: [text(600, 40, 80)] },
    ]);
    expect(spots.map(({ box }) => box.width)).toEqual([80]);
  });

  it('is taken whole where one of them saw it whole', () => {
    const spots = stitched(plain, [
      { window: left, spots: [text(600, 40, 86)] },
      { window: right, spots: [text(600, 40, 120)] },
    ]);
    expect(spots.map(({ box }) => box.width)).toEqual([120]);
  });
});

describe('boxes that overlap', () => {
  const letters = new Paint(200, 60, 255)
    .fill(20, 20, 8, 12, 0)
    .fill(40, 20, 8, 12, 0)
    .fill(60, 20, 8, 12, 0).raster;

  it('end at the gap between letters, so that none is in both', () => {
    const boxes = parted(letters, [frameBox(15, 15, 36, 22), frameBox(36, 16, 40, 20)]);
    expect(boxes).toHaveLength(2);
    expect((boxes[0]?.x ?? 0) + (boxes[0]?.width ?? 0)).toBe(boxes[1]?.x);
  });

  it('are one where a letter lies in both, and none where one adds nothing', () => {
    expect(parted(letters, [frameBox(15, 15, 30, 22), frameBox(42, 15, 30, 22)])).toEqual([
      frameBox(15, 15, 57, 22),
    ]);
    expect(parted(letters, [frameBox(15, 15, 60, 22), frameBox(36, 17, 16, 18)])).toHaveLength(1);
  });

  it('keep the one that was cut, though a speck begins before what is left of it', () => {
    // A label, what is typed in the field behind it with the dot of the label's colon, and that dot once more.
    const raster = new Paint(160, 60, 255)
      .fill(56, 32, 36, 12, 0)
      .fill(94, 34, 2, 2, 0)
      .fill(94, 41, 2, 2, 0)
      .stems(107, 32, 6, 12, 0).raster;
    const boxes = parted(raster, [
      frameBox(54, 29, 48, 21),
      frameBox(93, 29, 49, 20),
      frameBox(96, 38, 4, 5),
    ]);
    const field = boxes.find(({ x, width }) => x <= 107 && x + width >= 134);
    expect(field).toBeDefined();
  });

  it('stay as they are on rows of their own, however close', () => {
    const rows = [frameBox(15, 15, 60, 22), frameBox(20, 28, 60, 22)];
    expect(parted(letters, rows)).toEqual(rows);
  });
});
