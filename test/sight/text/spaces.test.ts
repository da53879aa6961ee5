import { describe, expect, it } from 'vitest';
import { withMargins } from '../../../src/sight/text/margin.js';
import { spaced } from '../../../src/sight/text/spaces.js';
import { Paint } from './paint.js';

const glyph = (char: string, left: number, right: number) => ({ char, left, right, score: 1 });

describe('words', () => {
  it('end and begin at their ink, whatever steps the network sees in', () => {
    const strip = {
      raster: new Paint(100, 20, 255).stems(10, 4, 4, 12, 0).stems(50, 4, 4, 12, 0).raster,
      x: 200,
    };
    const [a, space, b] = spaced(strip, [glyph('a', 208, 216), glyph(' ', 216, 240), glyph('b', 252, 268)]);
    expect([a?.right, space?.left, space?.right, b?.left]).toEqual([227, 227, 250, 250]);
  });
});

describe('a line', () => {
  it('gets background beside a letter at its very edge, and nothing else changes', () => {
    const edge = withMargins({ raster: new Paint(60, 20, 200).stems(0, 4, 6, 12, 0).raster, x: 30 });
    expect(edge.x).toBe(26);
    expect(edge.raster.width).toBe(64);
    expect(edge.raster.data.slice(0, 4)).toEqual(new Uint8Array(4).fill(200));
    const inner = { raster: new Paint(60, 20, 200).stems(10, 4, 6, 12, 0).raster, x: 30 };
    expect(withMargins(inner)).toBe(inner);
  });
});
