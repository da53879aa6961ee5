import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
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
