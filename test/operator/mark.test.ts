import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { markTarget } from '../../src/operator/mark.js';

const grey = () =>
  sharp({ create: { width: 200, height: 100, channels: 3, background: '#888888' } })
    .png()
    .toBuffer();

async function pixels(png: Uint8Array) {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    info,
    at: (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)],
  };
}

const RED = [224, 0, 0];
const GREY = [136, 136, 136];

describe('markTarget', () => {
  it('should draw the box and the cross where the target is and leave its middle free', async () => {
    const marked = await markTarget(await grey(), {
      box: { x: 40, y: 20, width: 80, height: 50 },
      point: { x: 80, y: 45 },
    });
    const { info, at } = await pixels(marked);
    expect([info.width, info.height]).toEqual([200, 100]);
    expect(at(40, 30)).toEqual(RED);
    expect(at(60, 20)).toEqual(RED);
    expect(at(72, 45)).toEqual(RED);
    expect(at(80, 45)).toEqual(GREY);
    expect(at(150, 80)).toEqual(GREY);
  });

  it('should take frame px when told where in the frame the picture begins', async () => {
    const here = { box: { x: 40, y: 20, width: 80, height: 50 }, point: { x: 80, y: 45 } };
    const there = {
      box: { ...here.box, x: 540, y: 320 },
      point: { x: 580, y: 345 },
      origin: { x: 500, y: 300 },
    };
    const png = await grey();
    expect(Buffer.compare(await markTarget(png, here), await markTarget(png, there))).toBe(0);
  });

  it('should mark a target at the edge without growing the picture', async () => {
    const marked = await markTarget(await grey(), {
      box: { x: -10, y: -10, width: 30, height: 30 },
      point: { x: 0, y: 0 },
    });
    expect((await pixels(marked)).info.width).toBe(200);
  });
});
