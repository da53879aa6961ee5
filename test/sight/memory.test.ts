import { readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { frameBox, grow, screenBox } from '../../src/core/geometry.js';
import { redactor } from '../../src/core/secrets/redact.js';
import type { Target } from '../../src/core/target.js';
import { openEyes } from '../../src/sight/ladder.js';
import { openPlaceMemory } from '../../src/sight/memory.js';
import { cropPicture, encodePicture, type RawPicture } from '../../src/sight/picture.js';
import { alterLabel, repeatable } from './alter-label.js';
import { boxOf, knownReader, labelsAsLines, pictureOf, screen, viewOf } from './screens.js';

const size = { width: 1280, height: 800 };
const form = viewOf(screen('tk-form-light').path, size);
const signal = new AbortController().signal;
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskhand-memory-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Eyes with a memory, and what their reader was asked. */
async function eyesOf(task = 'orders') {
  const memory = await openPlaceMemory({ folder, task });
  const reader = knownReader(labelsAsLines('tk-form-light'));
  return { memory, reader, eyes: openEyes({ reader, imageFolder: folder, memory }) };
}

async function saved(picture: RawPicture): Promise<ReturnType<typeof viewOf>> {
  const path = join(folder, `screen-${Math.random()}.png`);
  await writeFile(path, await encodePicture(picture));
  return viewOf(path, size);
}

function paste(picture: RawPicture, piece: RawPicture, x: number, y: number): RawPicture {
  const data = new Uint8Array(picture.data);
  for (let row = 0; row < piece.height; row++)
    data.set(
      piece.data.subarray(row * piece.width * 3, (row + 1) * piece.width * 3),
      ((y + row) * picture.width + x) * 3,
    );
  return { ...picture, data };
}

describe('memory of places', () => {
  it('keeps no secret of a title or a target, and nothing that others can read', async () => {
    const redact = redactor({ pw: 'Tr0ub4dor-Kx93' });
    const place = join(folder, 'places');
    const memory = await openPlaceMemory({ folder: place, task: 'orders', redact });
    const reader = knownReader(labelsAsLines('tk-form-light'));
    const eyes = openEyes({ reader, imageFolder: folder, memory });
    const windows = [
      {
        id: '1',
        title: 'Login of TR0UB4DOR-KX93',
        class: 'Form',
        box: screenBox(0, 0, 1280, 800),
        active: true,
      },
    ];
    const view = { ...form, frame: { ...form.frame, windows } };
    const target = { text: 'Cancel', window: 'Login*' };
    for (let look = 0; look < 2; look++)
      expect((await eyes.locate(view, target, signal)).found).toBe('found');
    expect(memory.stats()).toMatchObject({ hits: 1 });
    expect(statSync(place).mode & 0o777).toBe(0o700);
    const files = readdirSync(place);
    expect(files).toHaveLength(2);
    for (const name of files) {
      expect(statSync(join(place, name)).mode & 0o777, name).toBe(0o600);
      expect(readFileSync(join(place, name), 'latin1').toLowerCase()).not.toContain('tr0ub4dor');
    }
  });

  it.each([
    ['a file in its place', async (place: string) => writeFile(place, 'x')],
    ['a link in its place', async (place: string) => symlinkSync('/proc', place)],
    [
      'a folder that vanishes',
      async (place: string) => {
        await openPlaceMemory({ folder: place, task: 'orders' });
      },
    ],
  ])('that cannot be written is none, and no fault of the run: %s', async (what, prepare) => {
    const place = join(folder, 'places');
    await prepare(place);
    const memory = await openPlaceMemory({ folder: place, task: 'orders' });
    if (what.includes('vanishes')) await rm(place, { recursive: true });
    const eyes = openEyes({
      reader: knownReader(labelsAsLines('tk-form-light')),
      imageFolder: folder,
      memory,
    });
    for (let look = 0; look < 2; look++)
      expect((await eyes.locate(form, { text: 'Cancel' }, signal)).found).toBe('found');
    expect(memory.stats().hits).toBe(0);
  });

  it('answers the second time without reading, and reports it', async () => {
    const first = await eyesOf();
    const seen = await first.eyes.locate(form, { text: 'Cancel' }, signal);
    const second = await eyesOf();
    const again = await second.eyes.locate(form, { text: 'Cancel' }, signal);
    expect(second.reader.asked).toEqual([]);
    expect(again).toMatchObject({
      found: 'found',
      sighting: { rung: 'text', box: seen.found === 'found' && seen.sighting.box },
    });
    expect(first.memory.stats()).toMatchObject({ asked: 1, hits: 0, hitRate: 0 });
    expect(second.memory.stats()).toMatchObject({ asked: 1, hits: 1, outdated: 0, hitRate: 1 });
  });

  it('is not shared between tasks', async () => {
    await (await eyesOf('orders')).eyes.locate(form, { text: 'Cancel' }, signal);
    const other = await eyesOf('invoices');
    await other.eyes.locate(form, { text: 'Cancel' }, signal);
    expect(other.memory.stats().hits).toBe(0);
  });

  it('looks again when one letter of the label is another', async () => {
    const { eyes, memory, reader } = await eyesOf();
    await eyes.locate(form, { text: 'Cancel' }, signal);
    const once = reader.asked.length;
    const altered = alterLabel(
      await pictureOf('tk-form-light'),
      boxOf('tk-form-light', 'Cancel'),
      repeatable(2),
    );
    if (altered === undefined) throw new Error('not altered');
    await eyes.locate(await saved(altered), { text: 'Cancel' }, signal);
    expect(memory.stats()).toMatchObject({ hits: 0, outdated: 1 });
    expect(reader.asked).toHaveLength(2 * once);
  });

  it('looks again when the same button stands somewhere else, too', async () => {
    const { eyes, memory } = await eyesOf();
    await eyes.locate(form, { text: 'Cancel' }, signal);
    const picture = await pictureOf('tk-form-light');
    const button = cropPicture(picture, grow(boxOf('tk-form-light', 'Cancel'), 12));
    await eyes.locate(await saved(paste(picture, button, 200, 500)), { text: 'Cancel' }, signal);
    expect(memory.stats()).toMatchObject({ hits: 0, outdated: 1 });
  });

  it('looks again when the anchor of a row is another, though the target is the same', async () => {
    const { eyes, memory } = await eyesOf();
    const target: Target = { text: 'Margaret Hamilton', 'right-of': 'Full name' };
    await eyes.locate(form, target, signal);
    await eyes.locate(form, target, signal);
    expect(memory.stats()).toMatchObject({ hits: 1 });
    const picture = await pictureOf('tk-form-light');
    const other = cropPicture(picture, boxOf('tk-form-light', 'Phone'));
    const anchor = boxOf('tk-form-light', 'Full name');
    await eyes.locate(await saved(paste(picture, other, anchor.x, anchor.y)), target, signal);
    expect(memory.stats()).toMatchObject({ hits: 1, outdated: 1 });
  });

  it('keeps nothing of targets that are counted, pointed at or chosen by others', async () => {
    const { eyes } = await eyesOf();
    await eyes.locate(form, { text: 'Cancel', index: 0 }, signal);
    await eyes.locate(form, { point: '50%,50%' }, signal);
    const asking = openEyes({
      reader: knownReader([]),
      imageFolder: folder,
      memory: await openPlaceMemory({ folder, task: 'orders' }),
      askModel: async () => ({
        found: 'found',
        sighting: {
          rung: 'model',
          box: frameBox(1, 1, 9, 9),
          point: { x: 5, y: 5 } as never,
          score: 1,
          ms: 1,
        },
      }),
    });
    await asking.locate(form, { text: 'Bin', describe: 'the bin' }, signal);
    expect(await readdir(folder)).toEqual([]);
  });

  it('forgets a damaged place', async () => {
    await (await eyesOf()).eyes.locate(form, { text: 'Cancel' }, signal);
    for (const file of await readdir(folder))
      if (file.endsWith('.json')) await writeFile(join(folder, file), '{"format"');
    const { eyes, memory } = await eyesOf();
    expect((await eyes.locate(form, { text: 'Cancel' }, signal)).found).toBe('found');
    expect(memory.stats()).toMatchObject({ asked: 1, hits: 0 });
  });
});
