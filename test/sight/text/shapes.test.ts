import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import { withoutBorders } from '../../../src/sight/text/borders.js';
import type { Glyph } from '../../../src/sight/text/engine.js';
import { withoutIndicator } from '../../../src/sight/text/indicator.js';
import { afterLetter, ledByLetter, settled } from '../../../src/sight/text/lone.js';
import { decode, type Raster, whole } from '../../../src/sight/text/raster.js';
import { loneShapes } from '../../../src/sight/text/shapes.js';
import { signIn } from '../../../src/sight/text/signs.js';
import { spaced } from '../../../src/sight/text/spaces.js';
import { withoutUnderlines } from '../../../src/sight/text/underline.js';

async function draw(svg: string, width = 320, height = 160): Promise<Raster> {
  const page = `<svg width="${width}" height="${height}"><rect width="100%" height="100%" fill="#eee"/>${svg}</svg>`;
  return decode(await sharp(Buffer.from(page)).png().toBuffer());
}

const rect = (x: number, y: number, w: number, h: number, fill = '#111'): string =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}" shape-rendering="crispEdges"/>`;

describe('underlines of one letter', () => {
  const letters = rect(20, 20, 2, 12) + rect(27, 20, 2, 12) + rect(41, 20, 2, 12);

  it('go, though a letter stands right on them below the baseline of the others', async () => {
    // A T whose stem ends on its underline, as Java draws it.
    const box = frameBox(12, 14, 40, 26);
    const t = rect(32, 20, 7, 2) + rect(35, 20, 2, 12) + rect(32, 32, 7, 1);
    const bare = withoutUnderlines(await draw(letters + t), box);
    expect(inkIn(bare, 18)).toBe(0);
    expect(inkIn(withoutUnderlines(await draw(letters + rect(32, 20, 7, 12)), box), 17)).toBeGreaterThan(0);
  });

  it('are not the lower bar of an equals sign', async () => {
    const box = frameBox(20, 20, 15, 10);
    const bare = withoutUnderlines(await draw(rect(24, 23, 7, 1) + rect(24, 26, 7, 1)), box);
    expect([3, 6].map((y) => inkIn(bare, y))).toEqual([7, 7]);
  });
});

/** Dark px in a row. */
const inkIn = ({ data, width }: Raster, y: number): number =>
  data.subarray(y * width, (y + 1) * width).filter((value) => value < 100).length;

describe('lone shapes', () => {
  const row = rect(40, 60, 3, 14) + rect(46, 60, 3, 14) + rect(40, 60, 9, 2);

  it('are found inside small buttons, without the border', async () => {
    const border = '<rect x="20" y="45" width="50" height="44" fill="none" stroke="#555"/>';
    const raster = await draw(border + row);
    const [shape] = loneShapes(raster, whole(raster), []);
    expect(shape && shape.x > 25 && shape.x + shape.width < 65).toBe(true);
  });

  it('are a small number and the large letters below it, each by itself', async () => {
    const number = rect(100, 40, 2, 7) + rect(104, 40, 3, 7);
    const letters = rect(96, 52, 4, 14) + rect(103, 52, 6, 14);
    const raster = await draw(number + letters);
    expect(loneShapes(raster, whole(raster), [])).toHaveLength(2);
  });

  it('are as high as they are, whatever the region cuts beside them', async () => {
    // The right ends of the borders of a higher key, left of the region.
    const cut = rect(30, 54, 24, 1) + rect(30, 89, 24, 1) + rect(53, 54, 1, 36);
    const equals = rect(90, 70, 9, 1) + rect(90, 73, 9, 1);
    const raster = await draw(cut + equals);
    const region = frameBox(40, 20, 200, 120);
    const sign = loneShapes(raster, region, []).find(({ x, width }) => x <= 90 && x + width >= 99);
    expect(sign?.height).toBeLessThan(30);
    expect(sign && signIn(raster, sign)).toBe('=');
  });

  it('take the height of their row, which tells a dash from a dot', async () => {
    const raster = await draw(
      row + rect(120, 66, 7, 2) + rect(200, 72, 2, 2) + rect(260, 63, 8, 2) + rect(260, 69, 8, 2),
    );
    const signs = loneShapes(raster, whole(raster), [])
      .sort((a, b) => a.x - b.x)
      .map((box) => signIn(raster, box));
    expect(signs).toEqual([undefined, '-', '.', '=']);
  });
});

const glyphs = (text: string, score: number, left = 0, step = 8): Glyph[] =>
  [...text].map((char, i) => ({ char, left: left + i * step, right: left + (i + 1) * step, score }));
const said = (read: readonly Glyph[]): string => read.map((g) => g.char).join('');

describe('signs of several strokes', () => {
  const reference = rect(20, 60, 3, 14) + rect(26, 60, 3, 14) + rect(20, 60, 9, 2);
  it.each([
    ['÷', rect(60, 66, 11, 2) + rect(64, 61, 3, 2) + rect(64, 71, 3, 2)],
    ['±', rect(60, 64, 11, 2) + rect(65, 60, 2, 10) + rect(60, 72, 11, 2)],
    ['=', rect(60, 64, 11, 2) + rect(60, 69, 11, 2)],
  ])('%s is told by its shape', async (sign, svg) => {
    const raster = await draw(reference + svg);
    const box = loneShapes(raster, whole(raster), []).find((b) => b.x > 40);
    expect(box && signIn(raster, box)).toBe(sign);
  });

  it('are not confused with the rules of a button', async () => {
    const raster = await draw(
      rect(50, 50, 45, 2) + rect(50, 84, 45, 2) + reference.replaceAll('x="2', 'x="6'),
    );
    const shapes = loneShapes(raster, whole(raster), []);
    expect(shapes).toHaveLength(1);
    expect(shapes[0]?.height).toBeLessThan(30);
  });
});

describe('a lone character', () => {
  const box = frameBox(0, 0, 20, 24);
  const draws = (svg: string) => draw(svg, 20, 24);

  it('is read behind a letter of its own height and colours', async () => {
    const led = ledByLetter(await draws(rect(8, 5, 3, 14)));
    expect(led.height).toBe(24);
    expect(led.width).toBeGreaterThan(30);
    expect(Math.min(...led.data)).toBe(0x11);
    expect(led.data[0]).toBe(0xee);
    expect(said(afterLetter(glyphs('H<', 0.9)))).toBe('<');
    expect(afterLetter(glyphs('<', 0.9))).toEqual([]);
  });

  it.each([
    ['lying on its side is taken from the second reading', '^', 0.8, '<', 0.9, '<'],
    ['that both readings agree on is sure', '?', 0.4, '?', 0.45, '?'],
    ['that stands upright and sure stays', 'B', 0.97, '3', 0.9, 'B'],
    ['that neither reading is sure of is no text', 'R', 0.2, 'P', 0.3, ''],
    ['that stands cannot be a dash', '-', 0.93, 'I', 0.9, 'I'],
    ['with a flag is no plain stroke', '1', 0.6, 'I', 0.6, '1'],
  ])('%s', async (_, first, sure, second, surer, result) => {
    const part = await draws(rect(8, 5, 5, 14));
    expect(
      said(settled(part, box, { alone: glyphs(first, sure), led: glyphs(second, surer), roomy: [] })),
    ).toBe(result);
  });

  it('is what both say that show it upright, where it is hardly read alone', async () => {
    const read = { alone: glyphs('N', 0.46), led: glyphs('2', 0.2), roomy: glyphs('2', 0.05) };
    const two = await draws(rect(4, 5, 8, 2) + rect(10, 5, 2, 8) + rect(4, 12, 8, 2) + rect(4, 17, 8, 2));
    expect(said(settled(two, box, read))).toBe('2');
    expect(said(settled(two, box, { ...read, led: glyphs('Z', 0.2) }))).toBe('N');
  });

  it('that is round and narrow is a zero', async () => {
    const ring = '<ellipse cx="10" cy="12" rx="4" ry="7" fill="none" stroke="#111" stroke-width="2"/>';
    expect(
      said(settled(await draws(ring), box, { alone: glyphs('o', 0.6), led: glyphs('O', 0.4), roomy: [] })),
    ).toBe('0');
  });
});

describe('borders', () => {
  const letters = rect(60, 46, 2, 12) + rect(66, 46, 2, 12) + rect(72, 46, 2, 12) + rect(80, 46, 2, 12);
  const box = frameBox(52, 38, 36, 28);

  it('and what lies beyond them are taken away', async () => {
    const entry = '<rect x="56.5" y="41.5" width="200" height="21" fill="#fff" stroke="#555"/>';
    const bare = withoutBorders(await draw(entry + letters), box);
    expect(bare.height).toBeLessThan(box.height);
    expect([...bare.data].filter((v) => v < 0xff && v > 0x11)).toEqual([]);
    expect([...bare.data].filter((v) => v === 0x11)).toHaveLength(4 * 2 * 12);
  });

  it('leave a picture without any as it is', async () => {
    const page = await draw(letters);
    expect(withoutBorders(page, box)).toEqual(withoutUnderlines(page, box));
  });
});

describe('spaces', () => {
  it('are put where labels stand side by side', async () => {
    const row = rect(10, 44, 6, 12) + rect(18, 44, 6, 12) + rect(40, 44, 6, 12) + rect(48, 44, 6, 12);
    const raster = { ...(await draw(row)), x: 0 };
    const read = [...glyphs('ab', 1, 9), ...glyphs('cd', 1, 39)];
    expect(said(spaced({ raster: cropped(raster), x: 0 }, read))).toBe('ab cd');
    expect(said(spaced({ raster: cropped(raster), x: 0 }, glyphs('abc', 1, 9)))).toBe('abc');
  });

  const cropped = (raster: Raster): Raster => withoutBorders(raster, frameBox(0, 38, 64, 24));
});

describe('indicators', () => {
  const label =
    rect(60, 44, 3, 12) +
    rect(66, 44, 3, 12) +
    rect(72, 44, 3, 12) +
    rect(78, 44, 3, 12) +
    rect(90, 44, 3, 12);
  const box = frameBox(38, 38, 60, 24);

  it('are cut off in front of a label', async () => {
    const ring = '<circle cx="47" cy="50" r="5.5" fill="none" stroke="#111" stroke-width="1.5"/>';
    const cut = withoutIndicator(await draw(ring + label), box);
    expect(cut.x).toBeGreaterThan(52);
    expect(cut.x).toBeLessThanOrEqual(60);
  });

  it('are not made up from letters', async () => {
    const letter = rect(41, 44, 2, 12) + rect(49, 44, 2, 12) + rect(41, 44, 10, 2);
    expect(withoutIndicator(await draw(letter + label), box)).toEqual(box);
  });
});

describe('underlines', () => {
  const letter = rect(40, 40, 2, 12) + rect(40, 40, 8, 2);
  const box = frameBox(34, 36, 20, 24);

  it('are removed below a letter', async () => {
    const cleaned = withoutUnderlines(await draw(letter + rect(40, 54, 8, 1)), box);
    expect(cleaned.data).toEqual(withoutUnderlines(await draw(letter), box).data);
  });

  it('stay where they are a character', async () => {
    const page = await draw(rect(40, 54, 8, 1) + rect(50, 40, 2, 12));
    expect(withoutUnderlines(page, box).data.filter((v) => v < 64).length).toBeGreaterThanOrEqual(8);
  });
});
