import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import { withoutIndicator } from '../../../src/sight/text/indicator.js';
import { decode, type Raster, whole } from '../../../src/sight/text/raster.js';
import { busyRegions, changedRegions } from '../../../src/sight/text/regions.js';
import { loneShapes } from '../../../src/sight/text/shapes.js';
import { signIn } from '../../../src/sight/text/signs.js';
import { withoutUnderlines } from '../../../src/sight/text/underline.js';

async function draw(svg: string, width = 320, height = 160): Promise<Raster> {
  const page = `<svg width="${width}" height="${height}"><rect width="100%" height="100%" fill="#eee"/>${svg}</svg>`;
  return decode(await sharp(Buffer.from(page)).png().toBuffer());
}

const rect = (x: number, y: number, w: number, h: number, fill = '#111'): string =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}" shape-rendering="crispEdges"/>`;

describe('regions', () => {
  it('leaves out panels and their straight edges', async () => {
    const raster = await draw(rect(0, 0, 100, 160, '#bbb') + rect(220, 40, 6, 9));
    const regions = busyRegions(raster, whole(raster));
    expect(regions).toHaveLength(1);
    expect(regions[0]?.x).toBeGreaterThan(100);
  });

  it('finds what changed, with room for a whole line', async () => {
    const [before, after] = [await draw(''), await draw(rect(200, 80, 4, 4))];
    const [region] = changedRegions(before, after);
    expect(region && region.x <= 184 && region.width >= 48 && region.height >= 48).toBe(true);
    expect(changedRegions(after, after)).toEqual([]);
  });
});

describe('lone shapes', () => {
  const row = rect(40, 60, 3, 14) + rect(46, 60, 3, 14) + rect(40, 60, 9, 2);

  it('are found inside small buttons, without the border', async () => {
    const border = '<rect x="20" y="45" width="50" height="44" fill="none" stroke="#555"/>';
    const raster = await draw(border + row);
    const [shape] = loneShapes(raster, whole(raster), []);
    expect(shape && shape.x > 25 && shape.x + shape.width < 65).toBe(true);
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
