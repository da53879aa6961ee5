import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Size } from '../../src/core/geometry.js';
import { encodePicture } from '../../src/model/pictures/encode.js';
import { plainPngSize } from '../../src/model/pictures/plain-png.js';
import { growsSlightly, stretch } from '../../src/model/pictures/stretch.js';

const mostBytes = 7_000_000;

/** Rows of px that depend on their place only: few colours, as on a screen. */
function drawnPixels({ width, height }: Size): Buffer {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 3) {
      data[at] = (x >> 3) & 1 ? 200 : 30;
      data[at + 1] = (y >> 2) & 1 ? 90 : 250;
      data[at + 2] = (x + y) % 97 === 0 ? 0 : 180;
    }
  return data;
}

const png = (size: Size): Promise<Buffer> =>
  sharp(drawnPixels(size), { raw: { ...size, channels: 3 } })
    .png()
    .toBuffer();

function bytesOf(url: string): Buffer {
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

describe('a picture for the model', () => {
  it('goes as it is when it has the size already', async () => {
    const source = await png({ width: 640, height: 416 });
    const { url, bytes } = await encodePicture(source, { width: 640, height: 416 }, { mostBytes });
    expect(url.startsWith('data:image/png;base64,')).toBe(true);
    expect(bytesOf(url).equals(source)).toBe(true);
    expect(bytes).toBe(source.length);
  });

  it('keeps every px when it grows slightly', async () => {
    const size = { width: 1900, height: 410 };
    const sent = { width: 1920, height: 416 };
    const { url } = await encodePicture(await png(size), sent, { mostBytes });
    expect(url.startsWith('data:image/png;base64,')).toBe(true);
    const { data, info } = await sharp(bytesOf(url)).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject(sent);
    const all = stretch({ size, channels: 3, data: drawnPixels(size) }, sent);
    expect(data.equals(all.data)).toBe(true);
  });

  it('keeps every px when only rows are added, however its rows are filtered', async () => {
    const size = { width: 320, height: 410 };
    const sent = { width: 320, height: 416 };
    const rows = stretch({ size, channels: 3, data: drawnPixels(size) }, sent);
    for (const adaptiveFiltering of [false, true]) {
      const source = await sharp(drawnPixels(size), { raw: { ...size, channels: 3 } })
        .png({ adaptiveFiltering })
        .toBuffer();
      const { url } = await encodePicture(source, sent, { mostBytes });
      expect(url.startsWith('data:image/png;base64,')).toBe(true);
      const { data, info } = await sharp(bytesOf(url)).raw().toBuffer({ resolveWithObject: true });
      expect(info).toMatchObject(sent);
      expect(data.equals(rows.data)).toBe(true);
    }
  });

  it('goes as JPEG when it shrinks, is no plain PNG, shows a part, or is a photograph', async () => {
    const size = { width: 640, height: 416 };
    const source = await png(size);
    const noise = Buffer.from(
      Array.from({ length: 640 * 416 * 3 }, (_, at) => (at * at * 2654435761) >>> 13),
    );
    const sources: [Buffer, Size, object][] = [
      [source, { width: 320, height: 224 }, {}],
      [await sharp(source).ensureAlpha().png().toBuffer(), size, {}],
      [source, size, { region: { x: 10, y: 10, width: 100, height: 60 } }],
      [
        await sharp(noise, { raw: { ...size, channels: 3 } })
          .png()
          .toBuffer(),
        size,
        {},
      ],
    ];
    for (const [bytes, sent, more] of sources) {
      const { url } = await encodePicture(bytes, sent, { mostBytes, ...more });
      expect(url.startsWith('data:image/jpeg;base64,')).toBe(true);
      expect(await sharp(bytesOf(url)).metadata()).toMatchObject(sent);
    }
  });

  it('says that it does not fit', async () => {
    const sent = { width: 640, height: 416 };
    const tooLarge = encodePicture(await png(sent), sent, { mostBytes: 500 });
    await expect(tooLarge).rejects.toMatchObject({ code: 'picture-bytes' });
  });
});

describe('a plain PNG', () => {
  it('is told from those that carry more than px', async () => {
    const size = { width: 64, height: 48 };
    const plain = await png(size);
    expect(plainPngSize(plain)).toEqual(size);
    const others = [
      sharp(plain).ensureAlpha().png(),
      sharp(plain).png({ palette: true }),
      sharp(plain).png({ progressive: true }),
      sharp(plain)
        .withExif({ IFD0: { Artist: 'somebody' } })
        .png(),
      sharp(plain).toColourspace('rgb16').png(),
      sharp(plain).jpeg(),
    ];
    for (const other of others) expect(plainPngSize(await other.toBuffer())).toBeUndefined();
    for (let length = 0; length < plain.length - 4; length += 7)
      expect(plainPngSize(plain.subarray(0, length))).toBeUndefined();
  });
});

describe('stretching', () => {
  it('keeps the order of all rows and columns, and each of them stands near its place', () => {
    const sides = fc.tuple(fc.integer({ min: 50, max: 400 }), fc.nat(8)).map(([side, more]) => ({
      before: side,
      after: Math.min(side + more, Math.floor(side * 1.02)),
    }));
    fc.assert(
      fc.property(sides, sides, (across, down) => {
        const size = { width: across.before, height: down.before };
        const sent = { width: across.after, height: down.after };
        expect(growsSlightly(size, sent)).toBe(true);
        // Two channels: the column and the row the px came from.
        const data = Buffer.alloc(size.width * size.height * 4);
        for (let y = 0; y < size.height; y++)
          for (let x = 0; x < size.width; x++) {
            data.writeUInt16LE(x, (y * size.width + x) * 4);
            data.writeUInt16LE(y, (y * size.width + x) * 4 + 2);
          }
        const out = stretch({ size, channels: 4, data }, sent);
        const at = (x: number, y: number, channel: number): number =>
          out.data.readUInt16LE((y * sent.width + x) * 4 + channel * 2);
        const columns = Array.from({ length: sent.width }, (_, x) => at(x, 0, 0));
        const rows = Array.from({ length: sent.height }, (_, y) => at(0, y, 1));
        for (const [line, from, to] of [
          [columns, size.width, sent.width],
          [rows, size.height, sent.height],
        ] as const) {
          expect(new Set(line).size).toBe(from);
          expect(line).toEqual(line.toSorted((a, b) => a - b));
          for (const [place, came] of line.entries())
            expect(Math.abs(came - (place * from) / to)).toBeLessThanOrEqual(1);
        }
        for (let y = 0; y < sent.height; y += 7) expect(at(sent.width - 1, y, 1)).toBe(rows[y]);
      }),
      { numRuns: 40 },
    );
  });
});
