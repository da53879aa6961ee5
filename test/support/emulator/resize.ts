import type { Size } from '../../../src/core/geometry.js';

/** Rounds to the nearest whole number, ties to the even neighbour, as Python's `round` does. */
export function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

/** What a server does to a picture before the model sees it. */
export interface ResizeRule {
  /** Both sides become multiples of this. */
  readonly factor: number;
  /** Least and most px of the resized picture. */
  readonly min: number;
  readonly max: number;
}

/**
 * The size that the model sees, px. Written from the description of the servers' smart_resize, not from the
 * client's: round each side to a multiple of the factor, then shrink or enlarge both by one ratio.
 */
export function seenSize({ width, height }: Size, { factor, min, max }: ResizeRule): Size {
  const whole = (side: number): number => Math.max(factor, roundHalfEven(side / factor) * factor);
  const area = whole(width) * whole(height);
  if (area > max) {
    const ratio = Math.sqrt((width * height) / max);
    const shrunk = (side: number): number => Math.max(factor, Math.floor(side / ratio / factor) * factor);
    return { width: shrunk(width), height: shrunk(height) };
  }
  if (area < min) {
    const ratio = Math.sqrt(min / (width * height));
    const grown = (side: number): number => Math.ceil((side * ratio) / factor) * factor;
    return { width: grown(width), height: grown(height) };
  }
  return { width: whole(width), height: whole(height) };
}

/** Tokens of a picture of that seen size: one a block of `factor` px squared, and two that mark its ends. */
export function pictureTokens({ width, height }: Size, factor: number): number {
  return (width / factor) * (height / factor) + 2;
}
