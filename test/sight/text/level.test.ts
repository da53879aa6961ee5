import { expect, it } from 'vitest';
import { levelled } from '../../../src/sight/text/level.js';
import { Paint } from './paint.js';

/** A picture whose rows get darker by two grey levels each, with bold letters that fill most of the middle rows. */
function shaded(): { width: number; height: number; data: Uint8Array } {
  const data = new Uint8Array(40 * 20);
  for (let y = 0; y < 20; y++) data.fill(250 - 2 * y, y * 40, (y + 1) * 40);
  for (let y = 6; y < 14; y++) data.fill(50, y * 40 + 6, y * 40 + 30);
  return { width: 40, height: 20, data };
}

it('takes an even shade out of the background and leaves letters and borders', () => {
  const { data } = levelled(shaded());
  const background = Array.from({ length: 20 }, (_, y) => data[y * 40 + 35] as number);
  expect(Math.max(...background) - Math.min(...background)).toBeLessThanOrEqual(2);
  expect(data[10 * 40 + 10]).toBeLessThan(80);
  const border = new Paint(40, 20, 240).fill(0, 0, 3, 20, 100).raster;
  expect(levelled(border)).toBe(border);
});
