import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import type { Picture } from '../../core/chat.js';
import { DeskhandError } from '../../core/errors.js';
import { clip, type FrameBox, type Size } from '../../core/geometry.js';
import { plainPngSize } from './plain-png.js';
import { withRowsDoubled } from './png-rows.js';
import { growsSlightly, stretch } from './stretch.js';

/** A picture as it is sent. */
export interface EncodedPicture {
  readonly url: string;
  /** Bytes before base64. */
  readonly bytes: number;
}

/** Tried in turn until the bytes fit: detail is lost before size, for size is what points depend on. */
const qualities = [90, 80, 65, 50] as const;

/** A screen takes a tenth of a byte a px as PNG, a photograph two: above this, JPEG is smaller and quicker. */
const MOST_PNG_BYTES_PER_PX = 0.4;
/** zlib level: 3 makes half the bytes of 1 and takes a little longer. */
const PNG_LEVEL = 3;

/**
 * Draws a picture at exactly the size it is sent with and encodes it. The size is never changed to save bytes.
 * A screen that keeps its px goes as PNG, sharper and mostly smaller than JPEG; everything else as JPEG.
 *
 * @param region part of the picture, frame px; all of it when missing
 * @throws DeskhandError `picture-bytes` when it does not fit even at the lowest quality
 */
export async function encodePicture(
  source: string | Uint8Array,
  sent: Size,
  options: { region?: FrameBox; mostBytes: number },
): Promise<EncodedPicture> {
  const bytes = typeof source === 'string' ? await readFile(source) : Buffer.from(source);
  const { region, mostBytes } = options;
  const whole = sharp(bytes);
  if (region !== undefined) {
    const { x: left, y: top, width, height } = region;
    const kernel = growsSlightly(region, sent) ? 'nearest' : 'cubic';
    return asJpeg(whole.extract({ left, top, width, height }), sent, kernel, mostBytes);
  }
  const plain = plainPngSize(bytes);
  const slight = growsSlightly(plain ?? (await whole.metadata()), sent);
  if (slight && plain !== undefined) {
    const most = Math.min(mostBytes, sent.width * sent.height * MOST_PNG_BYTES_PER_PX);
    const png = await asPng(bytes, plain, sent, most);
    if (png !== undefined) return png;
  }
  // Interpolation blurs text and takes most of the time; where the size hardly changes it is left out.
  return asJpeg(whole, sent, slight ? 'nearest' : 'cubic', mostBytes);
}

/** The picture with its px as they are, a row or column doubled here and there; undefined above `most` bytes. */
async function asPng(
  bytes: Buffer,
  size: Size,
  sent: Size,
  most: number,
): Promise<EncodedPicture | undefined> {
  // What the picture takes now tells what it will take.
  if (bytes.length > most) return undefined;
  if (size.width === sent.width && size.height === sent.height) return encodedAs('png', bytes);
  if (size.width === sent.width) {
    const png = await withRowsDoubled(bytes, size, sent.height, PNG_LEVEL);
    return png.length > most ? undefined : encodedAs('png', png);
  }
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  // Done here: a resize of the library takes ten times as long.
  const grown = stretch({ size, channels: info.channels, data }, sent);
  const raw = { ...sent, channels: info.channels };
  const png = await sharp(grown.data, { raw, limitInputPixels: false })
    .png({ compressionLevel: PNG_LEVEL })
    .toBuffer();
  return png.length > most ? undefined : encodedAs('png', png);
}

async function asJpeg(
  picture: Sharp,
  sent: Size,
  kernel: 'nearest' | 'cubic',
  mostBytes: number,
): Promise<EncodedPicture> {
  const drawn = picture.flatten().resize(sent.width, sent.height, { fit: 'fill', kernel });
  for (const quality of qualities) {
    // Colour at full resolution, for thin coloured text; tables as they are, for a tenth more bytes and a third less time.
    const jpeg = { quality, chromaSubsampling: '4:4:4', optimiseCoding: false };
    const bytes = await drawn.clone().jpeg(jpeg).toBuffer();
    if (bytes.length <= mostBytes) return encodedAs('jpeg', bytes);
  }
  throw new DeskhandError(
    'failed',
    'picture-bytes',
    `A picture of ${sent.width}x${sent.height} px takes more than ${mostBytes} bytes.`,
    { hint: 'Use a smaller desktop (--size), or a profile with fewer pixels.' },
  );
}

function encodedAs(type: 'png' | 'jpeg', bytes: Buffer): EncodedPicture {
  return { url: `data:image/${type};base64,${bytes.toString('base64')}`, bytes: bytes.length };
}

/** The part of the frame that is shown: whole px inside the frame. */
export function shownRegion({ region, size }: Picture): FrameBox | undefined {
  return region === undefined ? undefined : clip(region, size);
}
