import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { DeskhandError, messageOf } from '../../core/errors.js';
import type { Size } from '../../core/geometry.js';
import type { Client } from '../client.js';
import { hostTraits } from '../hosts.js';
import type { Part } from '../request/messages.js';
import type { Expected } from '../self-check.js';
import { encodePicture } from './encode.js';
import { fetchPicture } from './fetch.js';
import { resizeRule, sizeFor } from './size.js';
import { imageTokensOf, smartResize } from './smart-resize.js';

/** A picture of a question: a path, an https or data URL, or the bytes; `name` stands in for its pixels where kept. */
export type Image = string | Uint8Array | { readonly picture: string | Uint8Array; readonly name: string };

/** How many pixels a picture is sent with: few, or all that the profile allows. */
export type Detail = 'low' | 'high' | 'auto';

/** Blocks of a picture with low detail. */
const LOW_BLOCKS = 256;

/** A picture of a question, ready to be sent. */
export interface ReadyImage {
  readonly part: Part;
  /** Stands in for the pixels where the exchange is kept. */
  readonly name: string;
  readonly expected: Expected;
  /** Its own size, px. */
  readonly size: Size;
}

/** Loads and encodes the pictures of a question. */
export function loadImages(
  client: Pick<Client, 'profile' | 'host'>,
  images: readonly Image[],
  detail: Detail,
  signal: AbortSignal,
): Promise<readonly ReadyImage[]> {
  return Promise.all(images.map((image) => loadImage(client, image, detail, signal)));
}

async function loadImage(
  { profile, host }: Pick<Client, 'profile' | 'host'>,
  image: Image,
  detail: Detail,
  signal: AbortSignal,
): Promise<ReadyImage> {
  const named = typeof image === 'object' && 'picture' in image ? image : undefined;
  const source = named?.picture ?? (image as string | Uint8Array);
  const bytes = typeof source === 'string' ? await bytesOf(source, signal) : source;
  const size = await sizeOfImage(bytes, typeof source === 'string' ? source : 'the picture');
  const seen = detail === 'high' ? { ...profile, highResolution: true } : profile;
  const rule = resizeRule(seen, host);
  const sent =
    detail === 'low'
      ? smartResize(size, { ...rule, maxPixels: Math.min(rule.maxPixels, LOW_BLOCKS * rule.factor ** 2) })
      : sizeFor(seen, size, host).sent;
  const shown = typeof source === 'string' ? source : 'the picture';
  const { url } = await encoded(bytes, sent, hostTraits[host].pictureBytes, shown);
  const { maxPixels } = hostTraits[host];
  return {
    part: {
      type: 'image_url',
      image_url: { url, ...(hostTraits[host].detail && detail !== 'auto' && { detail }) },
      ...(maxPixels && { max_pixels: sent.width * sent.height }),
    },
    name: named?.name ?? nameOf(source, bytes),
    expected: { sent, tokens: imageTokensOf(sent, profile.factor) },
    size,
  };
}

async function bytesOf(image: string, signal: AbortSignal): Promise<Uint8Array> {
  if (/^https?:\/\//i.test(image)) return fetchPicture(image, signal);
  const data = /^data:[^;,]+;base64,(.*)$/s.exec(image);
  if (data?.[1] !== undefined) return Buffer.from(data[1], 'base64');
  try {
    return await readFile(image);
  } catch (cause) {
    throw new DeskhandError('usage', 'no-picture', `The picture ${image.slice(0, 200)} cannot be read.`, {
      cause,
      hint: 'A picture is a file, an https URL or a data URL with base64.',
    });
  }
}

async function sizeOfImage(bytes: Uint8Array, name: string): Promise<Size> {
  try {
    const { width, height } = await sharp(bytes).metadata();
    return { width, height };
  } catch (cause) {
    throw badPicture(name, cause);
  }
}

/** The head of a file may be whole where its pixels are not. */
async function encoded(
  bytes: Uint8Array,
  sent: Size,
  mostBytes: number,
  name: string,
): ReturnType<typeof encodePicture> {
  try {
    return await encodePicture(bytes, sent, { mostBytes });
  } catch (cause) {
    throw cause instanceof DeskhandError ? cause : badPicture(name, cause);
  }
}

function badPicture(name: string, cause: unknown): DeskhandError {
  return new DeskhandError(
    'usage',
    'bad-picture',
    `${name.slice(0, 200)} is no picture that can be read: ${messageOf(cause)}.`,
    { cause, hint: 'Open it in a viewer: it may have been cut off, or be something else.' },
  );
}

function nameOf(image: string | Uint8Array, bytes: Uint8Array): string {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const name = typeof image === 'string' && !image.startsWith('data:') ? image : 'picture';
  return `file:${name}?sha256=${sha256}`;
}
