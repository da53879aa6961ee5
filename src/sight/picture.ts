import { stat } from 'node:fs/promises';
import sharp from 'sharp';
import { DeskhandError, messageOf } from '../core/errors.js';
import { clip, type FrameBox, frameBox, type Size } from '../core/geometry.js';

/** Decoded pixels, row by row from the top left corner, `channels` bytes a pixel (1 gray, 3 RGB, 4 RGBA). */
export interface RawPicture extends Size {
  readonly channels: 1 | 3 | 4;
  readonly data: Uint8Array;
}

/** How many decoded pictures are kept; a 1080p picture takes 6 MB. */
const KEPT = 6;
const cache = new Map<string, Promise<RawPicture>>();

/**
 * Decodes a picture file to RGB, or to RGBA when some of it is transparent. A file that did not change is
 * decoded once; the answer is shared, so nobody may write to it.
 *
 * @throws DeskhandError `no-picture` when the file is missing or is no picture
 */
export async function loadPicture(path: string): Promise<RawPicture> {
  const facts = await stat(path).catch((cause: unknown) => {
    throw noPicture(path, cause);
  });
  const key = `${path}\0${facts.size}\0${facts.mtimeMs}`;
  const kept = cache.get(key);
  const picture = kept ?? decodePicture(path);
  cache.delete(key);
  cache.set(key, picture);
  for (const oldest of cache.keys()) {
    if (cache.size <= KEPT) break;
    cache.delete(oldest);
  }
  try {
    return await picture;
  } catch (error) {
    cache.delete(key);
    throw error;
  }
}

/** Decodes an encoded picture, given as its path or its bytes; see `loadPicture`, which keeps what it decoded. */
export async function decodePicture(source: string | Uint8Array): Promise<RawPicture> {
  try {
    const image = sharp(source).toColourspace('srgb');
    // Asking for transparent px costs a pass of its own, so only pictures that can have some are asked.
    const opaque = !(await image.metadata()).hasAlpha || (await image.stats()).isOpaque;
    const plain = opaque ? image.removeAlpha() : image.ensureAlpha();
    const { data, info } = await plain.raw().toBuffer({ resolveWithObject: true });
    return {
      width: info.width,
      height: info.height,
      channels: opaque ? 3 : 4,
      data: new Uint8Array(data.buffer, data.byteOffset, data.length),
    };
  } catch (cause) {
    throw noPicture(typeof source === 'string' ? source : 'the given bytes', cause);
  }
}

/** The picture as PNG. */
export async function encodePicture(picture: RawPicture): Promise<Uint8Array> {
  const { width, height, channels } = picture;
  return sharp(picture.data, { raw: { width, height, channels } }).png({ compressionLevel: 3 }).toBuffer();
}

/** A copy of the part of the picture inside the box; the box is clipped to the picture first. */
export function cropPicture(picture: RawPicture, box: FrameBox): RawPicture {
  const inside = clip(box, picture) ?? frameBox(0, 0, 1, 1);
  const { channels } = picture;
  const line = inside.width * channels;
  const data = new Uint8Array(line * inside.height);
  for (let y = 0; y < inside.height; y++) {
    const from = ((inside.y + y) * picture.width + inside.x) * channels;
    data.set(picture.data.subarray(from, from + line), y * line);
  }
  return { width: inside.width, height: inside.height, channels, data };
}

/** A copy of the picture in which the boxes have the colour that lies left of their upper left corner. */
export function covered(picture: RawPicture, boxes: readonly FrameBox[]): RawPicture {
  const data = picture.data.slice();
  const { width, channels } = picture;
  for (const box of boxes) {
    const from = (box.y * width + Math.max(0, box.x - 1)) * channels;
    const colour = picture.data.subarray(from, from + channels);
    for (let y = box.y; y < box.y + box.height; y++)
      for (let x = box.x; x < box.x + box.width; x++) data.set(colour, (y * width + x) * channels);
  }
  return { ...picture, data };
}

/** The picture with three channels; itself when it has three already. */
export function toRgb(picture: RawPicture): RawPicture {
  const { width, height, channels, data } = picture;
  if (channels === 3) return picture;
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0, o = 0; o < rgb.length; i += channels, o += 3) {
    const second = channels === 1 ? 0 : 1;
    rgb[o] = data[i] ?? 0;
    rgb[o + 1] = data[i + second] ?? 0;
    rgb[o + 2] = data[i + 2 * second] ?? 0;
  }
  return { width, height, channels: 3, data: rgb };
}

function noPicture(path: string, cause: unknown): DeskhandError {
  return new DeskhandError(
    'failed',
    'no-picture',
    `The picture ${path} cannot be read: ${messageOf(cause)}.`,
    {
      hint: 'Give the path of a PNG, JPEG or WebP file.',
      cause,
    },
  );
}
