import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import { openTextReader, type TextReader } from '../../../src/sight/text/reader.js';

let reader: TextReader;
beforeAll(async () => {
  reader = await openTextReader({ languages: ['en'] });
}, 60_000);
afterAll(() => reader.close());

/** What is read on a screen that a real program drew. */
async function linesOn(name: string): Promise<string[]> {
  const path = fileURLToPath(new URL(`../../fixtures/reading/${name}.png`, import.meta.url));
  return (await reader.read({ key: name, path })).map(({ text }) => text);
}

it('reads bold Java labels on shaded buttons and menu bars', async () => {
  expect(await linesOn('swing-bold')).toEqual(expect.arrayContaining(['OK', 'Cancel', 'File']));
}, 60_000);

it('parts what the border of a pop-up parts', async () => {
  expect(await linesOn('swing-popup')).toContain('Training');
}, 60_000);

it('reads a character once where two boxes meet', async () => {
  const lines = await linesOn('terminal-total');
  expect(lines).toContain('TOTAL VALUE: 2142.59 EUR');
  expect(lines).toContain('OPEN ORDERS: 13');
}, 60_000);

it('reads every digit on the shaded keys of a dark calculator', async () => {
  const lines = await linesOn('dark-keys');
  expect(lines).toEqual(expect.arrayContaining([...'0123456789']));
}, 60_000);

it('reads a number in letters of 60 points with its point, in one line', async () => {
  expect(await linesOn('large-total')).toContain('Total 42.50');
}, 60_000);

it('reads the label inside a dotted focus ring, beside its icon', async () => {
  const lines = await linesOn('gtk2-focus');
  expect(lines.map((line) => line.toLowerCase())).toContain('ok');
}, 60_000);

it('reads labels behind close icons and check boxes, in fields side by side and on pop-ups over other text', async () => {
  const lines = await linesOn('close-controls');
  const labels = ['Close', 'Skip network list on startup', 'Show favorites only', '2', '9', 'Key bindings'];
  expect(lines).toEqual(expect.arrayContaining(labels));
}, 60_000);

it('reads only the letters that lie in an area, where that is asked for', async () => {
  const path = fileURLToPath(new URL('../../fixtures/reading/large-total.png', import.meta.url));
  const area = frameBox(10, 30, 90, 90);
  const read = async (cut: boolean): Promise<string[]> =>
    (await reader.read({ key: 'large-total', path }, { area, cut })).map(({ text }) => text);
  // The middle of the line lies elsewhere.
  expect(await read(false)).toEqual([]);
  expect(await read(true)).toEqual(['To']);
}, 60_000);
