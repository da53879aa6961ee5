import sharp from 'sharp';
import { DeskhandError, messageOf } from '../../core/errors.js';
import type { Size } from '../../core/geometry.js';
import type { Client } from '../client.js';
import { hostTraits } from '../hosts.js';
import type { ReadyImage } from '../inputs/ready.js';
import { type InputReference, nameOf, pathOf, sourceOf } from '../inputs/source.js';
import type { Part } from '../request/messages.js';
import { isOss } from '../wire/oss.js';
import { type EncodedPicture, encodePicture } from './encode.js';
import { isPdf, pdfPages } from './pdf.js';
import { resizeRule, sizeFor } from './size.js';
import { imageTokensOf, smartResize } from './smart-resize.js';

/** A picture of a question: a path, an http, https, oss or data URL, or the bytes; `name` stands in for its pixels where kept. */
export type Image = string | Uint8Array | { readonly picture: string | Uint8Array; readonly name: string };

/** How many pixels a picture is sent with: few, or all that the profile allows. */
export type Detail = 'low' | 'high' | 'auto';

/** How the pictures of a question are sent. */
export interface ImageSettings {
  readonly detail?: Detail;
  /** Limits that the server is told, px of a picture. */
  readonly min_pixels?: number;
  readonly max_pixels?: number;
  /** Pages of PDFs, such as `1-3,7`. */
  readonly pages?: string;
  /** Pictures go through the server's temporary store instead of the request. */
  readonly upload?: boolean;
}

type Server = Pick<Client, 'profile' | 'host' | 'upload'>;

/** Blocks of a picture with low detail. */
const LOW_BLOCKS = 256;

/** Loads and encodes the pictures of a question; each page of a PDF is one. */
export async function loadImages(
  server: Server,
  images: readonly Image[],
  settings: ImageSettings,
  signal: AbortSignal,
): Promise<readonly ReadyImage[]> {
  const loaded = await Promise.all(images.map((image) => loadImage(server, image, settings, signal)));
  return loaded.flat();
}

async function loadImage(
  server: Server,
  image: Image,
  settings: ImageSettings,
  signal: AbortSignal,
): Promise<readonly ReadyImage[]> {
  const named = typeof image === 'object' && 'picture' in image ? image : undefined;
  const given = named?.picture ?? (image as string | Uint8Array);
  if (typeof given === 'string' && isOss(given)) return [stored(server, given, settings)];
  const { bytes, reference } = await sourceOf(given, 'image', signal);
  if (!isPdf(bytes)) return [await ready(server, bytes, reference, settings, signal, named?.name)];
  const { maxPixels } = resizeRule(server.profile, server.host);
  const { pages } = settings;
  const drawn = await pdfPages(bytes, {
    name: pathOf(given),
    maxPixels,
    ...(pages !== undefined && { pages }),
  });
  return Promise.all(
    drawn.map(({ page, png }) => ready(server, png, { ...reference, page }, settings, signal, undefined)),
  );
}

/** What lies in the server's own store: only the server opens it, so its size is not known here. */
function stored({ host }: Server, url: string, settings: ImageSettings): ReadyImage {
  if (host !== 'dashscope')
    throw new DeskhandError(
      'usage',
      'no-store',
      `${url.slice(0, 200)} lies in the temporary store of DashScope, and the server is ${host === 'other' ? 'another one' : host}.`,
      {
        hint: 'Give the file itself, or a URL that this machine can fetch.',
      },
    );
  const part: Part = { type: 'image_url', image_url: { url }, ...limitsOf(settings) };
  return {
    part,
    kept: part,
    expected: [],
    references: [{ kind: 'image', path: url }],
    seen: undefined,
    bytes: undefined,
  };
}

async function ready(
  server: Server,
  bytes: Uint8Array,
  reference: InputReference,
  settings: ImageSettings,
  signal: AbortSignal,
  name: string | undefined,
): Promise<ReadyImage> {
  const { profile, host } = server;
  const traits = hostTraits[host];
  const detail = settings.detail ?? 'auto';
  const size = await sizeOfImage(bytes, reference.path);
  const sent = sentSize(server, size, detail);
  const encoded = await encodeGiven(bytes, sent, traits.pictureBytes, reference.path);
  const build = (url: string): Part => ({
    type: 'image_url',
    image_url: { url, ...(traits.detail && detail !== 'auto' && { detail }) },
    ...(traits.maxPixels && { max_pixels: sent.width * sent.height, ...limitsOf(settings) }),
  });
  const url = settings.upload === true ? await uploaded(server, encoded, signal) : encoded.url;
  return {
    part: build(url),
    kept: build(name ?? nameOf(reference)),
    expected: [{ sent, tokens: imageTokensOf(sent, profile.factor) }],
    references: [reference],
    seen: { size, sent },
    bytes,
  };
}

function sentSize({ profile, host }: Server, size: Size, detail: Detail): Size {
  if (detail === 'high') return sizeFor({ ...profile, highResolution: true }, size, host).sent;
  if (detail === 'auto') return sizeFor(profile, size, host).sent;
  const rule = resizeRule(profile, host);
  return smartResize(size, { ...rule, maxPixels: Math.min(rule.maxPixels, LOW_BLOCKS * rule.factor ** 2) });
}

/** The limits that somebody asked for, as they are told to the server. */
function limitsOf({ min_pixels, max_pixels }: ImageSettings): { min_pixels?: number; max_pixels?: number } {
  return { ...(min_pixels !== undefined && { min_pixels }), ...(max_pixels !== undefined && { max_pixels }) };
}

async function uploaded({ upload }: Server, { url }: EncodedPicture, signal: AbortSignal): Promise<string> {
  const [head = '', encoded = ''] = url.split(',', 2);
  const type = /^data:([^;]+)/.exec(head)?.[1] ?? 'image/png';
  const bytes = Buffer.from(encoded, 'base64');
  return upload({ body: new Blob([bytes], { type }), ending: type.replace('image/', '.') }, signal);
}

async function sizeOfImage(bytes: Uint8Array, name: string): Promise<Size> {
  try {
    const { width, height } = await sharp(bytes).metadata();
    return { width, height };
  } catch (cause) {
    throw badPicture(name, cause);
  }
}

/** A file whose beginning is right may be cut further down: that shows only where its px are needed. */
async function encodeGiven(
  bytes: Uint8Array,
  sent: Size,
  mostBytes: number,
  name: string,
): Promise<EncodedPicture> {
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
    {
      cause,
      hint: 'Open it in a viewer: it may be cut, or of another kind than its name says.',
    },
  );
}
