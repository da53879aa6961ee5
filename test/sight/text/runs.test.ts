import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import type { Spot } from '../../../src/sight/text/engine.js';
import { linesIn, runsOf } from '../../../src/sight/text/runs.js';
import { Paint } from './paint.js';

function spot(x: number, width: number, text = 'ab', more: Partial<Spot> = {}): Spot {
  const step = width / text.length;
  const glyphs = [...text].map((char, i) => ({
    char,
    left: x + i * step,
    right: x + (i + 1) * step,
    score: 1,
  }));
  return { box: frameBox(x, 10, width, 20), origin: 'text', glyphs, ...more };
}

const glyphsAt = (x: number, pitch: number, text: string) =>
  [...text].map((char, i) => ({ char, left: x + i * pitch, right: x + (i + 1) * pitch, score: 1 }));

const plain = new Paint(300, 60, 255).raster;
const texts = (raster: typeof plain, ...spots: Spot[]): string[] =>
  runsOf(raster, spots)
    .flatMap((run) => linesIn(run))
    .map(({ glyphs = [] }) => glyphs.map(({ char }) => char).join(''));

describe('runs', () => {
  it('join what the detector cut, in order and with a space', () => {
    expect(texts(plain, spot(61, 20, '14'), spot(5, 55, 'since'))).toEqual(['since 14']);
    expect(runsOf(plain, [spot(61, 20), spot(5, 55)])[0]?.box).toEqual(frameBox(5, 10, 76, 20));
  });

  it('leave apart what stands further away, on another row, or is of another size', () => {
    expect(texts(plain, spot(5, 40, 'New'), spot(60, 40, 'Open'))).toEqual(['New', 'Open']);
    const below = spot(46, 40, 'low', { box: frameBox(46, 22, 40, 20) });
    expect(texts(plain, spot(5, 40, 'New'), below)).toEqual(['New', 'low']);
    const large = spot(46, 40, 'BIG', { box: frameBox(46, 6, 40, 30) });
    expect(texts(plain, spot(5, 40, 'New'), large)).toEqual(['New', 'BIG']);
  });

  it('leave apart the cells of a row, whose letters stand further apart than words', () => {
    const [number, name] = [
      spot(5, 40, '1001', { glyphs: glyphsAt(8, 7, '1001') }),
      spot(48, 50, 'Meyer', { glyphs: glyphsAt(50, 7, 'Meyer') }),
    ];
    expect(runsOf(plain, [number, name])).toHaveLength(1);
    expect(texts(plain, number, name)).toEqual(['1001', 'Meyer']);
    const near = spot(48, 50, 'Meyer', { glyphs: glyphsAt(44, 7, 'Meyer') });
    expect(texts(plain, number, near)).toEqual(['1001 Meyer']);
  });

  it('leave apart what was cut out of panels, lone shapes, and what a border parts', () => {
    expect(texts(plain, spot(5, 40, 'OK', { apart: true }), spot(46, 20, '51', { apart: true }))).toEqual([
      'OK',
      '51',
    ]);
    expect(texts(plain, spot(5, 40, 'OK'), spot(46, 20, '=', { origin: 'shape' }))).toEqual(['OK', '=']);
    const border = new Paint(300, 60, 255).fill(50, 0, 1, 60, 0).raster;
    expect(texts(border, spot(5, 42, 'OK'), spot(53, 20, '51'))).toEqual(['OK', '51']);
  });
});
