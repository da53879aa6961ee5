import { DeskhandError } from '../../core/errors.js';
import type { Size } from '../../core/geometry.js';

/** A longer picture is refused by the servers. */
const MOST_RATIO = 200;
/** A picture with a shorter side is refused by the servers, px; their limit is 10 px or less. */
const SHORTEST_SIDE = 11;

/** The pixel limits of a resize and the block that both sides must be multiples of. */
export interface ResizeRule {
  readonly factor: number;
  readonly minPixels: number;
  readonly maxPixels: number;
}

/**
 * The size the servers of the Qwen-VL family resize a picture to (smart_resize of transformers and
 * qwen-vl-utils). A size that it answers is left alone when it is put in again.
 *
 * @throws DeskhandError `picture-shape` when a side is too short or the sides differ more than 200 to 1
 */
export function smartResize(size: Size, { factor, minPixels, maxPixels }: ResizeRule): Size {
  const { width, height } = size;
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  if (short < SHORTEST_SIDE || long / short > MOST_RATIO) {
    throw new DeskhandError(
      'failed',
      'picture-shape',
      `A picture of ${width}x${height} px is refused by the servers.`,
      {
        hint: `Each side must have at least ${SHORTEST_SIDE} px and none more than ${MOST_RATIO} times the other.`,
      },
    );
  }
  const rounded = {
    width: Math.max(factor, factor * halfToEven(width / factor)),
    height: Math.max(factor, factor * halfToEven(height / factor)),
  };
  const pixels = rounded.width * rounded.height;
  if (pixels > maxPixels) {
    const shrink = Math.sqrt((height * width) / maxPixels);
    const side = (length: number) => Math.max(factor, factor * Math.floor(length / shrink / factor));
    return { width: side(width), height: side(height) };
  }
  if (pixels < minPixels) {
    const grow = Math.sqrt(minPixels / (height * width));
    const side = (length: number) => factor * Math.ceil((length * grow) / factor);
    return { width: side(width), height: side(height) };
  }
  return rounded;
}

/** Tokens of a picture of a size that smartResize answered: one per block, and the marks of begin and end. */
export function imageTokensOf(sent: Size, factor: number): number {
  return (sent.width * sent.height) / (factor * factor) + 2;
}

/** Python's round: a tie goes to the even neighbour (720 / 32 = 22.5 is 22, where Math.round says 23). */
export function halfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
