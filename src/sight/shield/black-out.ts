import { clip, type FrameBox, type Size } from '../../core/geometry.js';
import type { RawPicture } from '../picture.js';

/** The picture with the boxes black; the boxes may reach beyond it. */
export async function blackOut(png: Uint8Array, boxes: readonly FrameBox[], size: Size): Promise<Uint8Array> {
  const inside = boxes.flatMap((box) => clip(box, size) ?? []);
  if (inside.length === 0) return png;
  const { default: sharp } = await import('sharp');
  return sharp(png)
    .composite(
      inside.map(({ x, y, width, height }) => ({
        input: { create: { width, height, channels: 3, background: 'black' } },
        left: x,
        top: y,
      })),
    )
    .removeAlpha()
    .png({ compressionLevel: 3 })
    .toBuffer();
}

/** A copy of the pixels with the boxes black. */
export function blackenPixels(picture: RawPicture, boxes: readonly FrameBox[]): RawPicture {
  const data = new Uint8Array(picture.data);
  for (const box of boxes) {
    const inside = clip(box, picture);
    if (inside === undefined) continue;
    for (let y = inside.y; y < inside.y + inside.height; y += 1) {
      const from = (y * picture.width + inside.x) * picture.channels;
      data.fill(0, from, from + inside.width * picture.channels);
    }
  }
  return { ...picture, data };
}
