import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type FrameBox, frameBox, overlaps } from '../../../src/core/geometry.js';
import { islandsIn } from '../../../src/sight/text/islands.js';
import { whole } from '../../../src/sight/text/raster.js';
import { Paint } from './paint.js';

const size = { width: 900, height: 500 };

/** Rows of words, each of strokes, that stand `gap` px apart, beside a panel's straight edge. */
function page(words: readonly (readonly [x: number, row: number, letters: number])[]): Paint {
  const paint = new Paint(size.width, size.height, 230);
  paint.fill(0, 0, 120, size.height, 190);
  for (const [x, row, letters] of words)
    for (let i = 0; i < letters; i++) paint.fill(x + 8 * i, 20 + 40 * row, 2, 14, 20);
  return paint;
}

const everywhere = [...Array(11).keys()].flatMap((row) =>
  [0, 1, 2].map((at) => [150 + 240 * at, row, 9] as const),
);

it('leaves out what is plain', () => {
  const { raster } = new Paint(size.width, size.height, 230).fill(700, 100, 40, 14, 20);
  expect(islandsIn(raster, whole(raster))).toEqual([frameBox(683, 83, 74, 48)]);
  expect(islandsIn(new Paint(300, 200, 90).raster, frameBox(0, 0, 300, 200))).toEqual([]);
});

it('cuts a full page between rows and columns, and never through what is on them', () => {
  const { raster } = page(everywhere);
  const islands = islandsIn(raster, whole(raster));
  expect(islands.length).toBeGreaterThan(4);
  for (const [x, row, letters] of everywhere) {
    const word = frameBox(x, 20 + 40 * row, 8 * letters - 6, 14);
    expect(islands.filter((island) => overlaps(island, word))).toHaveLength(1);
  }
});

it('does not take the middle of upright letters for a gap, though the borders of a panel may cross one', () => {
  const letters = new Paint(size.width, size.height, 230);
  for (let i = 0; i < 24; i++) letters.fill(40 + 26 * i, 100, 12, 60, 20);
  letters.fill(20, 180, 800, 60, 20);
  const islands = islandsIn(letters.raster, whole(letters.raster));
  expect(islands.filter((island) => overlaps(island, frameBox(40, 100, 610, 60)))).toHaveLength(1);
});

it('leaves the other islands as they are where a word changes', () => {
  const names = (islands: readonly FrameBox[]): string[] => islands.map((box) => Object.values(box).join());
  const before = islandsIn(page(everywhere).raster, whole(page([]).raster));
  fc.assert(
    fc.property(fc.nat(everywhere.length - 1), fc.integer({ min: 5, max: 14 }), (at, letters) => {
      const words = everywhere.map((word, i) => (i === at ? ([word[0], word[1], letters] as const) : word));
      const after = new Set(names(islandsIn(page(words).raster, whole(page([]).raster))));
      const gone = names(before).filter((name) => !after.has(name));
      expect(gone.length).toBeLessThanOrEqual(before.length / 2);
    }),
  );
});
