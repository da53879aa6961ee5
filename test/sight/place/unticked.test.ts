import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import type { TextLine, View } from '../../../src/ports.js';
import { untickedOf } from '../../../src/sight/place/unticked.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskhand-unticked-'));
});
afterAll(() => rm(folder, { recursive: true }));

const line = (text: string, x: number): TextLine => {
  const words = text.split(' ').map((word, i) => ({
    text: word,
    box: frameBox(x + 60 * i, 40, 8 * word.length, 19),
    score: 1,
  }));
  return { text, box: frameBox(x, 40, 60 * words.length, 19), score: 1, words };
};

/** The texts of the lines that are options without a tick on a picture of the shapes. */
async function options(shapes: string, ...lines: TextLine[]): Promise<string[]> {
  const path = join(folder, `${Math.random()}.png`);
  const page = `<svg width="400" height="100"><rect width="100%" height="100%" fill="#f4f3f2"/>${shapes}</svg>`;
  await writeFile(path, await sharp(Buffer.from(page)).png().toBuffer());
  const found = await untickedOf({ path } as View, lines);
  return found.map(({ text }) => text);
}

const square = '<rect x="20.5" y="42.5" width="14" height="14" rx="2" fill="#fff" stroke="#c8c2bc"/>';
const ring = '<circle cx="27.5" cy="49.5" r="7" fill="#fff" stroke="#888"/>';
const tick = '<path d="M23 49 l4 4 l6 -8" fill="none" stroke="#222" stroke-width="2"/>';
const dot = '<circle cx="27.5" cy="49.5" r="3" fill="#222"/>';

describe('options of a dialog', () => {
  it('are those behind an empty check box or radio button', async () => {
    expect(await options(square, line('Save with password', 42))).toEqual(['Save with password']);
    expect(await options(ring, line('Delete the originals', 42))).toEqual(['Delete the originals']);
    // The box itself was read, too, or its right border.
    expect(await options(square, line(']Save password', 31))).toEqual([']Save password']);
    expect(await options(square, line('C Save password', -18))).toEqual(['C Save password']);
  });

  it('are none when they are ticked, when there is no box, or when they ask', async () => {
    expect(await options(square + tick, line('Save with password', 42))).toEqual([]);
    expect(await options(ring + dot, line('Delete the originals', 42))).toEqual([]);
    expect(await options('', line('All records will be deleted', 42))).toEqual([]);
    expect(await options(square, line('Delete all records?', 42))).toEqual([]);
  });

  it('are none because of a round letter or a button before the words', async () => {
    const word = '<text x="20" y="55" font-family="DejaVu Sans" font-size="16">TO</text>';
    expect(await options(word, line('TO DELETE EVERYTHING', 20))).toEqual([]);
    const button = '<rect x="-20" y="36" width="56" height="26" fill="#eee" stroke="#888"/>';
    expect(await options(button, line('Delete the originals', 42))).toEqual([]);
  });
});
