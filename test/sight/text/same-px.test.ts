import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encloses, type FrameBox, frameBox } from '../../../src/core/geometry.js';
import { openTextReader, type TextReader } from '../../../src/sight/text/reader.js';
import type { TextLine } from '../../../src/sight/text/text-line.js';
import { screen } from '../screens.js';

const size = { width: 640, height: 400 };
const whole = frameBox(0, 0, size.width, size.height);

/** Real screens that fit into several windows of the reader, and one with a box drawn over it. */
async function pictures(): Promise<{ key: string; png: Uint8Array }[]> {
  const made = ['tk-form-light', 'web-settings-light'].map(async (name) => {
    const png = await sharp(readFileSync(screen(name).path))
      .extract({ left: 200, top: 60, width: 1000, height: 700 })
      .png()
      .toBuffer();
    return { key: name, png };
  });
  const [form, page] = await Promise.all(made);
  if (!form || !page) throw new Error('there are no screens');
  const note = Buffer.from(
    '<svg width="220" height="48"><rect width="220" height="48" fill="#ffe"/><text x="8" y="20" font-size="14" font-family="DejaVu Sans">Changed value</text></svg>',
  );
  const changed = await sharp(page.png)
    .composite([{ input: note, left: 300, top: 330 }])
    .png()
    .toBuffer();
  return [form, page, { key: 'changed', png: changed }];
}

const said = (lines: readonly TextLine[], area: FrameBox): string[] =>
  lines.filter(({ box }) => encloses(area, box)).map(({ text, box }) => `${text} @${Object.values(box)}`);

let readers: TextReader[] = [];
beforeAll(async () => {
  readers = await Promise.all([openTextReader({ languages: ['en'] }), openTextReader({ languages: ['en'] })]);
}, 60_000);
afterAll(() => Promise.all(readers.map((reader) => reader.close())));

it('tells the same text of the same px, whatever was read before, and in whichever parts', async () => {
  const [fresh, busy] = readers as [TextReader, TextReader];
  const all = await pictures();
  const truth = new Map<string, TextLine[]>();
  for (const picture of all) truth.set(picture.key, await fresh.read(picture));
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: all.length - 1 }),
      fc.integer({ min: 0, max: 700 }),
      fc.integer({ min: 0, max: 500 }),
      fc.integer({ min: 40, max: 900 }),
      fc.integer({ min: 40, max: 600 }),
      fc.constantFrom('part', 'find', 'whole'),
      async (which, x, y, width, height, how) => {
        const picture = all[which] ?? { key: '', png: new Uint8Array() };
        const area =
          how === 'part'
            ? frameBox(x, y, Math.min(width, 1000 - x), Math.min(height, 700 - y))
            : frameBox(0, 0, 1000, 700);
        const lines = truth.get(picture.key) ?? [];
        if (how === 'find') {
          const wanted = lines[x % lines.length];
          const found = await busy.find(picture, wanted?.text ?? '');
          expect(said(found, area)).toContain(`${wanted?.text} @${Object.values(wanted?.box ?? whole)}`);
          return;
        }
        const read = await busy.read(picture, { area });
        expect(said(read, area)).toEqual(said(lines, area));
      },
    ),
    { numRuns: 25, seed: 7 },
  );
}, 240_000);
