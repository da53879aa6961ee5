import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prefixCode } from '../../src/desktop/driver/pixels/huffman.js';
import { Press, scratchBytes } from '../../src/desktop/driver/pixels/press.js';
import { pixelMemory } from '../../src/desktop/driver/pixels/simd.js';

const at = 128;

/** Presses pixels (0xRRGGBB) and unpacks them with zlib, the filter undone. */
function roundTrip(
  pixels: Uint32Array,
  width: number,
): { rows: Buffer; filter: number; bytes: number; dirty: boolean } {
  const height = pixels.length / width;
  const space = scratchBytes(width, height);
  const memory = pixelMemory(at + space + 1024);
  const guard = new Uint8Array(memory.buffer, at + space);
  guard.fill(0xa5);
  const press = new Press(memory, at);
  new Uint32Array(memory.buffer, press.pixels, pixels.length).set(pixels);
  const { blocks, filter } = press.press(width, height);
  const last = Buffer.from([0x03, 0x00]);
  const rows = inflateRawSync(Buffer.concat([blocks, last]));
  const stride = 1 + width * 3;
  for (let row = 1; row < height && filter === 2; row++)
    for (let x = 1; x < stride; x++)
      rows[row * stride + x] = ((rows[row * stride + x] ?? 0) + (rows[(row - 1) * stride + x] ?? 0)) & 255;
  return { rows, filter, bytes: blocks.length, dirty: guard.some((byte) => byte !== 0xa5) };
}

/** The rows as they are before they are filtered, each behind the filter byte that it got. */
function expected(pixels: Uint32Array, width: number, filter: number): Buffer {
  const height = pixels.length / width;
  const out = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0, to = 0; y < height; y++) {
    out[to++] = y === 0 ? 0 : filter;
    for (let x = 0; x < width; x++) {
      const pixel = pixels[y * width + x] ?? 0;
      for (const shift of [16, 8, 0]) out[to++] = pixel >>> shift;
    }
  }
  return out;
}

function expectRoundTrip(pixels: Uint32Array, width: number): { filter: number; bytes: number } {
  const { rows, filter, bytes, dirty } = roundTrip(pixels, width);
  expect(rows.equals(expected(pixels, width, filter))).toBe(true);
  expect(dirty).toBe(false);
  return { filter, bytes };
}

/** Numbers that look random, from a seed. */
function noise(count: number, seed: number, mask = 0xffffff): Uint32Array {
  let state = seed | 1;
  return Uint32Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & mask;
  });
}

describe('a strip', () => {
  it('is unpacked to its pixels by zlib, whatever is in it', () => {
    const pieces = fc.array(
      fc.record({
        colour: fc.nat(0xffffff),
        count: fc.integer({ min: 1, max: 400 }),
        kind: fc.constantFrom('plain', 'few', 'noise', 'again'),
      }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 64 }),
        pieces,
        (width, height, all) => {
          const pixels = new Uint32Array(width * height);
          for (let to = 0, turn = 0; to < pixels.length; turn++) {
            const { colour, count, kind } = all[turn % all.length] ?? { colour: 0, count: 1, kind: 'plain' };
            const end = Math.min(to + count, pixels.length);
            if (kind === 'again')
              pixels.copyWithin(to, Math.max(0, to - (colour % 999) - 1), Math.min(to, end));
            else if (kind === 'plain') pixels.fill(colour, to, end);
            else pixels.set(noise(end - to, colour, kind === 'few' ? 0x030303 : 0xffffff), to);
            to = end;
          }
          expectRoundTrip(pixels, width);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('stays within its space when nothing in it repeats', () => {
    for (const width of [1, 2, 3, 5, 640]) {
      const { bytes } = expectRoundTrip(noise(width * 64, 77), width);
      expect(bytes).toBeLessThan(width * 64 * 3.2 + 400);
    }
  });

  it('may be wider than the window of deflate', () => {
    const line = noise(11_000, 5, 0x070707);
    const pixels = new Uint32Array(11_000 * 3);
    for (let row = 0; row < 3; row++) pixels.set(line, row * 11_000);
    expectRoundTrip(pixels, 11_000);
  });

  it('of one colour takes less than a hundredth, and a slope of colours is filtered', () => {
    expect(expectRoundTrip(new Uint32Array(1920 * 64).fill(0xf4f4f8), 1920).bytes).toBeLessThan(
      (1920 * 64 * 3) / 100,
    );
    const slope = Uint32Array.from({ length: 640 * 64 }, (_, pixel) => {
      const [x, y] = [pixel % 640, Math.floor(pixel / 640)];
      return ((x * 5 + y * 3) & 255) * 0x10000 + ((x * 11 + y) & 255) * 0x100 + ((x * x + y) & 255);
    });
    const { filter, bytes } = expectRoundTrip(slope, 640);
    expect(filter).toBe(2);
    expect(bytes).toBeLessThan(640 * 64);
  });
});

describe('a prefix code', () => {
  it('is complete and keeps to its limit', () => {
    const uses = fc.array(fc.oneof(fc.constant(0), fc.nat(9), fc.nat(200_000)), {
      minLength: 2,
      maxLength: 286,
    });
    fc.assert(
      fc.property(uses, fc.constantFrom(9, 15), (counts, longest) => {
        if (counts.filter((count) => count > 0).length < 2) return;
        const { lengths } = prefixCode(Uint32Array.from(counts), longest);
        const share = lengths.reduce((sum, length) => sum + (length === 0 ? 0 : 2 ** -length), 0);
        expect(share).toBe(1);
        for (const [symbol, count] of counts.entries()) expect((lengths[symbol] ?? 0) > 0).toBe(count > 0);
        expect(Math.max(...lengths)).toBeLessThanOrEqual(longest);
      }),
    );
  });

  it('is made flatter where its lengths would be too long', () => {
    const fibonacci = [1, 1];
    while (fibonacci.length < 30) fibonacci.push((fibonacci.at(-1) ?? 0) + (fibonacci.at(-2) ?? 0));
    const { lengths } = prefixCode(Uint32Array.from(fibonacci), 15);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(15);
    expect(lengths.reduce((sum, length) => sum + 2 ** -length, 0)).toBe(1);
  });
});
