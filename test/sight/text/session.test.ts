import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import type { Engine } from '../../../src/sight/text/engine.js';
import { Session } from '../../../src/sight/text/session.js';
import { screen } from '../screens.js';

/** Cells of one row whose boxes start a px apart, and one of the next row. */
const cells = [
  { said: '1797', box: frameBox(150, 133, 36, 19) },
  { said: '1510', box: frameBox(100, 134, 36, 18) },
  { said: '287', box: frameBox(60, 150, 27, 20) },
];

const engine: Engine = {
  name: 'known',
  cell: { width: 4000, height: 4000 },
  arrange: (_raster, parts) => parts.flatMap(({ spots }) => [...spots]),
  detect: async (_raster, region) =>
    cells
      .filter(({ box }) => box.y >= region.y && box.y < region.y + region.height)
      .map(({ box, said }) => ({
        box,
        origin: 'text',
        glyphs: [...said].map((char, i) => ({
          char,
          left: box.x + 8 * i,
          right: box.x + 8 * i + 8,
          score: 1,
        })),
      })),
  recognise: async () => undefined,
  close: async () => undefined,
};

it('tells lines row by row, though boxes of one row begin at different heights', async () => {
  const png = readFileSync(screen('tk-form-light').path);
  const lines = await new Session(engine).read({ key: 'sheet', png }, undefined, () => false);
  expect(lines.map(({ text }) => text)).toEqual(['1510', '1797', '287']);
});
