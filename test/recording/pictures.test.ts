import { cp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Recording } from '../../src/core/recording.js';
import { readPictures, readRecording } from '../../src/recording/index.js';
import { temporaryFolder } from './support.js';

const GOLDEN = fileURLToPath(new URL('../fixtures/recordings/format-1', import.meta.url));

async function copyOfGolden(): Promise<string> {
  const folder = await temporaryFolder();
  await cp(GOLDEN, folder, { recursive: true });
  return folder;
}

/** The golden recording with another file named as the crop of its second act. */
async function withCrop(folder: string, crop: string): Promise<Recording> {
  const recording = await readRecording(folder);
  const acts = recording.acts.map((act) =>
    act.confirmation === undefined ? act : { ...act, confirmation: { ...act.confirmation, crop } },
  );
  return { ...recording, acts };
}

describe('pictures for a report', () => {
  it('are the bytes that were recorded, each once', async () => {
    const pictures = await readPictures(await readRecording(GOLDEN));
    expect([...pictures.keys()]).toEqual(['frames/f0001.png', 'frames/f0002.png', 'crops/a2.png']);
    const first = pictures.get('frames/f0001.png');
    expect(first?.mime).toBe('image/png');
    expect(Buffer.from(first?.base64 ?? '', 'base64')).toEqual(
      await readFile(join(GOLDEN, 'frames/f0001.png')),
    );
  });

  it('leave out what is missing or was changed', async () => {
    const folder = await copyOfGolden();
    await rm(join(folder, 'frames/f0001.png'));
    await writeFile(join(folder, 'frames/f0002.png'), await readFile(join(folder, 'crops/a2.png')));
    const pictures = await readPictures(await readRecording(folder));
    expect([...pictures.keys()]).toEqual(['crops/a2.png']);
  });

  it('never come from outside the folder or through a link', async () => {
    const folder = await copyOfGolden();
    const outside = join(await temporaryFolder(), 'secret.png');
    await cp(join(GOLDEN, 'frames/f0001.png'), outside);
    await symlink(outside, join(folder, 'crops/link.png'));
    await symlink(join(GOLDEN, 'frames'), join(folder, 'elsewhere'));
    for (const crop of [
      `../${outside.split('/').slice(-2).join('/')}`,
      'crops/link.png',
      'elsewhere/f0001.png',
      outside,
    ]) {
      const pictures = await readPictures(await withCrop(folder, crop));
      expect([...pictures.keys()]).toEqual(['frames/f0001.png', 'frames/f0002.png']);
    }
  });

  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['nothing', ''],
  ])('are never %s', async (_, content) => {
    const folder = await copyOfGolden();
    await writeFile(join(folder, 'crops/other.png'), content);
    expect((await readPictures(await withCrop(folder, 'crops/other.png'))).has('crops/other.png')).toBe(
      false,
    );
  });

  it('are shrunk when they are too big together, and broken ones left out', async () => {
    const folder = await copyOfGolden();
    await writeFile(join(folder, 'crops/broken.png'), Buffer.from('89504e470d0a1a0a0000', 'hex'));
    const pictures = await readPictures(await withCrop(folder, 'crops/broken.png'), 1000);
    expect([...pictures.keys()]).toEqual(['frames/f0001.png', 'frames/f0002.png']);
    for (const { mime, base64 } of pictures.values()) {
      expect(mime).toBe('image/jpeg');
      const { format, width, height } = await sharp(Buffer.from(base64, 'base64')).metadata();
      expect([format, width, height]).toEqual(['jpeg', 640, 400]);
    }
  });
});
