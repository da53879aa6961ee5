import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { type FrameBox, frameBox, type Size } from '../../src/core/geometry.js';
import type { Capture } from '../../src/desktop/driver/capture/capture.js';
import { copyArea } from '../../src/desktop/driver/native/nut-capture.js';
import { Encoder } from '../../src/desktop/driver/pixels/encode.js';
import { joinAdler } from '../../src/desktop/driver/pixels/png.js';
import { pixelLoops, pixelMemory } from '../../src/desktop/driver/pixels/simd.js';
import { StripHelper } from '../../src/desktop/driver/pixels/strip-helper.js';
import { stripBox, stripJob, takeStrip } from '../../src/desktop/driver/pixels/strip-job.js';
import { StripMaker } from '../../src/desktop/driver/pixels/strip-maker.js';
import { type TilePicture, TileStore } from '../../src/desktop/driver/pixels/tiles.js';
import { Present } from '../../src/desktop/driver/settle/present.js';
import { BrowserPage, chromium } from '../report/browser.js';

const folder = mkdtempSync(join(tmpdir(), 'deskhand-encode-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = promisify(execFile);

/** A display whose pixels a test sets: 4 bytes each in rows with a gap behind them, the fourth byte noise. */
class Painted {
  readonly size: Size;
  readonly stride: number;
  readonly bytes: Uint8Array;
  readonly #seed: () => number;

  constructor(size: Size, gap: number, seed: number) {
    this.size = size;
    this.stride = size.width * 4 + gap;
    this.bytes = new Uint8Array(this.stride * size.height);
    this.#seed = random(seed);
  }

  /** Fills a box with noise, with one colour, or with a slope of colours. */
  paint(box: Box, how: How): void {
    const next = this.#seed;
    const plain = next();
    for (let y = box.y; y < Math.min(box.y + box.height, this.size.height); y++)
      for (let x = box.x; x < Math.min(box.x + box.width, this.size.width); x++) {
        const value = how === 'noise' ? next() : how === 'plain' ? plain : x * 0x10203 + y * 0x7;
        new DataView(this.bytes.buffer).setUint32(
          y * this.stride + x * 4,
          (value ^ (next() << 24)) >>> 0,
          true,
        );
      }
  }

  capture(): Capture {
    return {
      path: 'nut',
      grab: async (area, target) =>
        copyArea({ data: this.bytes, byteWidth: this.stride, channels: 4 }, area, target),
      close: async () => undefined,
    };
  }

  /** The box as red, green, blue. */
  rgb(box: Box): Buffer {
    const out = Buffer.alloc(box.width * box.height * 3);
    for (let y = 0, at = 0; y < box.height; y++)
      for (let x = 0; x < box.width; x++, at += 3)
        for (let channel = 0; channel < 3; channel++)
          out[at + channel] = this.bytes[(box.y + y) * this.stride + (box.x + x) * 4 + 2 - channel] ?? 0;
    return out;
  }
}

type Box = Pick<FrameBox, 'x' | 'y' | 'width' | 'height'>;
type How = 'noise' | 'plain' | 'slope';

/** Numbers below 2^32 that depend on the seed only (xorshift). */
function random(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

const sizes = fc.record({
  width: fc.integer({ min: 1, max: 300 }),
  height: fc.integer({ min: 1, max: 300 }),
});
const marks = fc.record({
  x: fc.nat(299),
  y: fc.nat(299),
  width: fc.integer({ min: 1, max: 300 }),
  height: fc.integer({ min: 1, max: 300 }),
  how: fc.constantFrom<How>('noise', 'plain', 'slope'),
  /** What is asked for after it. */
  ask: fc.constantFrom('whole', 'prepare', 'part', 'nothing', 'both'),
});

describe('the pictures of the driver', () => {
  it('hold exactly the pixels that were captured, whatever was encoded before', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(40), fc.nat(), fc.array(marks, { minLength: 1, maxLength: 8 }), playAll),
      { numRuns: 80 },
    );
  }, 60_000);

  it('are read the same by other decoders', async () => {
    const { png, rgb } = await textLike({ width: 331, height: 197 });
    const file = join(folder, 'frame.png');
    writeFileSync(file, png);
    const { stdout } = await run('convert', [file, '-depth', '8', 'rgb:-'], { encoding: 'buffer' });
    expect(stdout.equals(rgb)).toBe(true);
    const told = await run('identify', ['-verbose', file]);
    expect(told.stdout).toContain('Geometry: 331x197');
    expect(told.stderr).toBe('');
  });

  it.skipIf(chromium === undefined)('are read the same by a browser', async () => {
    const { png, rgb } = await textLike({ width: 331, height: 197 });
    const url = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
    const page = await BrowserPage.open(`<img id="frame" src="${url}">`);
    const drawn = await page.value(`(() => {
      const frame = document.getElementById('frame');
      const canvas = new OffscreenCanvas(frame.naturalWidth, frame.naturalHeight);
      const context = canvas.getContext('2d');
      context.drawImage(frame, 0, 0);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      return JSON.stringify([canvas.width, canvas.height, ...data.filter((_, at) => at % 4 < 3)]);
    })()`);
    const [width, height, ...pixels] = JSON.parse(String(drawn)) as number[];
    expect([width, height]).toEqual([331, 197]);
    expect(Buffer.from(pixels).equals(rgb)).toBe(true);
  });

  it('are made of strips of their own, so that a change leaves the other bytes alone', async () => {
    const size = { width: 200, height: 320 };
    const painted = new Painted(size, 0, 5);
    painted.paint(frameBox(0, 0, 200, 320), 'noise');
    const store = new TileStore(size, 2 ** 22);
    const present = new Present(store, painted.capture());
    const encoder = new Encoder(store);
    await present.refresh();
    const before = chunksOf(await encoder.whole(present.picture));
    painted.paint(frameBox(10, 70, 5, 5), 'plain');
    await present.refresh();
    const after = chunksOf(await encoder.whole(present.picture));
    const changed = after.flatMap((chunk, at) => (chunk.equals(before[at] ?? Buffer.alloc(0)) ? [] : [at]));
    // Behind the header and the head of the stream: the second strip, and the sum at the end.
    expect(changed).toEqual([3, after.length - 2]);
  });
});

describe('the helper of the encoder', () => {
  const size = { width: 640, height: 640 };
  const box = { x: 0, y: 0, ...size };
  const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

  async function noisy(): Promise<{ store: TileStore; picture: TilePicture; strips: Buffer[] }> {
    const painted = new Painted(size, 0, 11);
    painted.paint(frameBox(0, 0, size.width, size.height), 'noise');
    const store = new TileStore(size, 2 ** 22);
    const present = new Present(store, painted.capture());
    await present.refresh();
    const maker = new StripMaker(store.loops.memory, store.scratch.own);
    const strips = all.map((number) => Buffer.from(maker.make(present.picture, stripBox(box, number)).chunk));
    return { store, picture: present.picture, strips };
  }

  const helperOf = ({ loops, scratch }: TileStore): StripHelper =>
    new StripHelper({ memory: loops.memory, scratch: scratch.helper });

  it('makes the same strips, and only those that nobody has taken', async () => {
    const { store, picture, strips } = await noisy();
    const helper = helperOf(store);
    const job = stripJob(picture, box, all);
    const mine = [takeStrip(job), takeStrip(job)];
    const made = await helper.help(job);
    expect(mine).toEqual([0, 1]);
    expect(made.map(([number]) => number)).toEqual(all.slice(2));
    for (const [number, { chunk }] of made) expect(strips[number]?.equals(chunk)).toBe(true);
    expect(takeStrip(job)).toBeUndefined();
    await helper.close();
  });

  it('is not missed when it ends in the middle', async () => {
    const { store, picture } = await noisy();
    const helper = helperOf(store);
    const helped = [helper.help(stripJob(picture, box, all)), helper.help(stripJob(picture, box, all))];
    await helper.close();
    expect(await Promise.all(helped)).toEqual([[], []]);
    expect(await helper.help(stripJob(picture, box, all))).toEqual([]);
    const encoder = new Encoder(store);
    const png = encoder.whole(picture);
    await encoder.close();
    const { data } = await sharp(await png)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const painted = new Painted(size, 0, 11);
    painted.paint(frameBox(0, 0, size.width, size.height), 'noise');
    expect(data.equals(painted.rgb(box))).toBe(true);
  });
});

async function playAll(
  size: Size,
  gap: number,
  seed: number,
  all: (typeof marks extends fc.Arbitrary<infer M> ? M : never)[],
): Promise<void> {
  const painted = new Painted(size, gap, seed);
  const store = new TileStore(size, 2 ** 22);
  const present = new Present(store, painted.capture());
  const encoder = new Encoder(store);
  const used = store.usedBytes;
  const answers: { png: Promise<Uint8Array>; box: Box; rgb: Buffer }[] = [];
  const ask = (box: Box, png: Promise<Uint8Array>): number =>
    answers.push({ png, box, rgb: painted.rgb(box) });
  for (const mark of all) {
    painted.paint(mark, mark.how);
    await present.refresh();
    if (mark.ask === 'prepare') encoder.prepare(present.picture);
    if (mark.ask === 'whole' || mark.ask === 'both')
      ask({ x: 0, y: 0, ...size }, encoder.whole(present.picture));
    if (mark.ask === 'part' || mark.ask === 'both') {
      const box = insideOf(mark, size);
      ask(box, encoder.part(present.picture, box));
    }
  }
  for (const { png, box, rgb } of answers) {
    const { data, info } = await sharp(await png)
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: box.width, height: box.height, channels: 3 });
    expect(data.equals(rgb)).toBe(true);
  }
  await encoder.whole(present.picture);
  // The encoder holds on to one picture at most, the present one here.
  expect(store.usedBytes).toBe(used);
}

function insideOf(box: Box, size: Size): FrameBox {
  const x = Math.min(box.x, size.width - 1);
  const y = Math.min(box.y, size.height - 1);
  return frameBox(x, y, Math.min(box.width, size.width - x), Math.min(box.height, size.height - y));
}

async function textLike(size: Size): Promise<{ png: Uint8Array; rgb: Buffer }> {
  const painted = new Painted(size, 12, 9);
  painted.paint(frameBox(0, 0, size.width, size.height), 'slope');
  for (let word = 0; word < 60; word++)
    painted.paint(
      { x: (word * 37) % size.width, y: (word * 53) % size.height, width: 9, height: 7 },
      'noise',
    );
  const store = new TileStore(size, 2 ** 22);
  const present = new Present(store, painted.capture());
  await present.refresh();
  return {
    png: await new Encoder(store).whole(present.picture),
    rgb: painted.rgb({ x: 0, y: 0, ...size }),
  };
}

/** The chunks of a PNG, in order. */
function chunksOf(png: Uint8Array): Buffer[] {
  const bytes = Buffer.from(png);
  const chunks: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += bytes.readUInt32BE(at) + 12)
    chunks.push(bytes.subarray(at, at + bytes.readUInt32BE(at) + 12));
  return chunks;
}

describe('Adler-32', () => {
  const zlibs = (bytes: Uint8Array): number => deflateSync(bytes).readUInt32BE(deflateSync(bytes).length - 4);
  const loops = pixelLoops(pixelMemory(200_000));
  const here = (bytes: Uint8Array): number => {
    new Uint8Array(loops.memory.buffer).set(bytes, 3);
    return loops.adler(3, bytes.length);
  };

  it('is what zlib says, for any length and for the largest sums', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12_000 }), (bytes) => {
        expect(here(bytes)).toBe(zlibs(bytes));
      }),
    );
    for (const count of [0, 15, 16, 5551, 5552, 5553, 100_001])
      expect(here(new Uint8Array(count).fill(255))).toBe(zlibs(new Uint8Array(count).fill(255)));
  });

  it('of two pieces in a row comes out of theirs', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.uint8Array({ maxLength: 70_000 }),
        (first, second) => {
          const joined = joinAdler(zlibs(first), zlibs(second), second.length);
          expect(joined).toBe(zlibs(Buffer.concat([first, second])));
        },
      ),
    );
  });
});
