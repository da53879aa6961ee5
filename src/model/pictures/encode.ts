import sharp from 'sharp';
import type { Picture } from '../../core/chat.js';
import { DeskhandError } from '../../core/errors.js';
import { clip, type FrameBox, type Size } from '../../core/geometry.js';

/** A picture as it is sent. */
export interface EncodedPicture {
  readonly url: string;
  /** Bytes before base64. */
  readonly bytes: number;
}

/** Tried in turn until the bytes fit: detail is lost before size, for size is what points depend on. */
const qualities = [90, 80, 65, 50] as const;

/**
 * Draws a picture at exactly the size it is sent with and encodes it. The size is never changed to save bytes.
 *
 * @param region part of the picture, frame px; all of it when missing
 * @throws DeskhandError `picture-bytes` when it does not fit even at the lowest quality
 */
export async function encodePicture(
  source: string | Uint8Array,
  sent: Size,
  options: { region?: FrameBox; mostBytes: number },
): Promise<EncodedPicture> {
  const whole = sharp(source);
  const { region } = options;
  const part =
    region === undefined
      ? whole
      : whole.extract({ left: region.x, top: region.y, width: region.width, height: region.height });
  const size = region ?? (await whole.metadata());
  const drawn = part
    .flatten()
    .resize(sent.width, sent.height, { fit: 'fill', kernel: kernelFor(size, sent) });
  for (const quality of qualities) {
    // Colour at full resolution, for thin coloured text; tables as they are, for a tenth more bytes and a third less time.
    const jpeg = { quality, chromaSubsampling: '4:4:4', optimiseCoding: false };
    const bytes = await drawn.clone().jpeg(jpeg).toBuffer();
    if (bytes.length <= options.mostBytes)
      return { url: `data:image/jpeg;base64,${bytes.toString('base64')}`, bytes: bytes.length };
  }
  throw new DeskhandError(
    'failed',
    'picture-bytes',
    `A picture of ${sent.width}x${sent.height} px takes more than ${options.mostBytes} bytes.`,
    { hint: 'Use a smaller desktop (--size), or a profile with fewer pixels.' },
  );
}

/** Growth below this share doubles a row here and there, which nobody sees; 1080p becomes 1088 rows. */
const SLIGHT_GROWTH = 0.02;

/** Interpolation blurs text and takes most of the time; where the size hardly changes it is left out. */
function kernelFor(from: Size, to: Size): 'nearest' | 'cubic' {
  const slight = (before: number, after: number): boolean =>
    after >= before && after <= before * (1 + SLIGHT_GROWTH);
  return slight(from.width, to.width) && slight(from.height, to.height) ? 'nearest' : 'cubic';
}

/** The part of the frame that is shown: whole px inside the frame. */
export function shownRegion({ region, size }: Picture): FrameBox | undefined {
  return region === undefined ? undefined : clip(region, size);
}
