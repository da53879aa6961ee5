import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Size } from '../../../src/core/geometry.js';
import type { RawPicture } from '../../../src/sight/picture.js';
import { invalid, malformed } from './errors.js';
import { type Family, resizeRule } from './families.js';
import { type ChatRequest, type Part, partsOf } from './request.js';
import { pictureTokens, type ResizeRule, seenSize } from './resize.js';

/** A picture of a request as the model sees it. */
export interface SeenPicture {
  readonly sha256: string;
  /** Media type of the data URI. */
  readonly type: string;
  readonly bytes: number;
  /** Size as sent and size after the server's own resize, px. */
  readonly sent: Size;
  readonly size: Size;
  readonly tokens: number;
  /** What the model sees: the resized px and nothing else. */
  readonly pixels: RawPicture;
}

const MOST_PICTURES = 250;
const MOST_URI_CHARS = 10_485_760;

const magic: readonly (readonly [type: string, test: (bytes: Buffer) => boolean])[] = [
  ['image/png', (bytes) => bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))],
  ['image/jpeg', (bytes) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff],
  [
    'image/webp',
    (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
  ],
  ['image/tiff', (bytes) => ['II*\0', 'MM\0*'].includes(bytes.toString('latin1', 0, 4))],
];

/** Sees the pictures of requests; those it has seen before are not decoded again. */
export class PictureStore {
  private readonly seen = new Map<string, Promise<SeenPicture>>();

  /** All pictures of the request in their order. Throws the server's refusal of the first that is wrong. */
  async see(
    request: ChatRequest,
    family: Family,
    resolved: (uri: string) => string = (uri) => uri,
  ): Promise<SeenPicture[]> {
    const asked = request.messages
      .flatMap(partsOf)
      .flatMap((part) => urisOf(part).map((uri) => ({ uri, part })));
    if (asked.length > MOST_PICTURES)
      throw invalid(`Exceeded limit on max images per request : ${MOST_PICTURES}`);
    const pictures: SeenPicture[] = [];
    for (const { uri, part } of asked) {
      pictures.push(await this.one(resolved(uri), resizeRule(family, { ...askedSize(request, part) })));
    }
    return pictures;
  }

  private async one(uri: string, rule: ResizeRule): Promise<SeenPicture> {
    const key = createHash('sha256')
      .update(`${JSON.stringify(rule)} ${uri}`)
      .digest('hex');
    const picture = this.seen.get(key) ?? decode(uri, rule);
    this.seen.delete(key);
    this.seen.set(key, picture);
    for (const oldest of this.seen.keys()) {
      if (this.seen.size <= 12) break;
      this.seen.delete(oldest);
    }
    return picture;
  }
}

/** The addresses of the pictures of a part. */
export function urisOf(part: Part): readonly string[] {
  if (part.type === 'image_url') return [part.image_url.url];
  return part.type === 'video' ? part.video : [];
}

function askedSize(request: ChatRequest, part: Part) {
  const kwargs = request.mm_processor_kwargs;
  const own = part.type === 'text' ? undefined : part;
  return {
    highResolution: request.vl_high_resolution_images === true,
    maxPixels: own?.max_pixels ?? kwargs?.max_pixels ?? kwargs?.size?.longest_edge,
    minPixels: own?.min_pixels ?? kwargs?.min_pixels ?? kwargs?.size?.shortest_edge,
  };
}

async function decode(uri: string, rule: ResizeRule): Promise<SeenPicture> {
  const { type, bytes } = bytesOf(uri);
  const image = sharp(bytes, { failOn: 'error' });
  const sent = await image.metadata().catch((cause: unknown) => {
    throw invalid(`The image format is illegal and cannot be opened. (${String(cause)})`);
  });
  checkGeometry(sent, type);
  const size = seenSize(sent, rule);
  const { data, info } = await image
    .removeAlpha()
    .toColourspace('srgb')
    .resize(size.width, size.height, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw invalid(`The image format is illegal and cannot be opened. (${String(cause)})`);
    });
  if (info.channels !== 3) throw new Error(`expected three channels, there are ${info.channels}`);
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    type,
    bytes: bytes.length,
    sent: { width: sent.width, height: sent.height },
    size,
    tokens: pictureTokens(size, rule.factor),
    pixels: { ...size, channels: 3, data },
  };
}

function bytesOf(uri: string): { type: string; bytes: Buffer } {
  const match = /^data:(image\/[a-z+.-]+);base64,([A-Za-z0-9+/]+={0,2})$/.exec(
    uri.slice(0, MOST_URI_CHARS + 100),
  );
  const [, type, encoded] = match ?? [];
  if (type === undefined || encoded === undefined)
    throw malformed('The provided URL does not appear to be valid. Ensure it is correctly formatted.');
  if (encoded.length > MOST_URI_CHARS)
    throw malformed(`Exceeded limit on max bytes per data-uri item : ${MOST_URI_CHARS}`);
  if (encoded.length % 4 !== 0) throw malformed('The provided data URI is not valid base64.');
  const bytes = Buffer.from(encoded, 'base64');
  const found = magic.find(([, test]) => test(bytes))?.[0];
  if (found === undefined) throw invalid('The image format is illegal and cannot be opened.');
  if (found !== type) throw invalid(`The image is ${found}, but its data URI says ${type}.`);
  return { type, bytes };
}

function checkGeometry({ width, height }: Size, type: string): void {
  if (width <= 10 || height <= 10)
    throw invalid(
      `The image length and width do not meet the model restrictions. [height:${height} or width:${width} must be larger than 10]`,
    );
  if (Math.max(width, height) / Math.min(width, height) > 200)
    throw invalid(
      `The image length and width do not meet the model restrictions. [absolute aspect ratio must be smaller than 200, got ${Math.max(width, height)} / ${Math.min(width, height)}]`,
    );
  const large = Math.max(width, height) > 4096;
  if (large && type !== 'image/png' && type !== 'image/jpeg')
    throw invalid(`Images above 4K must be JPEG or PNG, not ${type}.`);
  if (Math.max(width, height) > 8192) throw invalid('The image is larger than 8K.');
}
