import type { Size } from '../../core/geometry.js';

/** Gapless rows of px, 8 bits a channel. */
export interface Rows {
  readonly size: Size;
  readonly channels: number;
  readonly data: Buffer;
}

/** Growth below this share doubles a row here and there, which nobody sees; 1080p becomes 1088 rows. */
const SLIGHT = 0.02;

/** Whether a picture keeps its px when it is made this size, but for a doubled row or column here and there. */
export function growsSlightly(from: Size, to: Size): boolean {
  const slight = (before: number, after: number): boolean =>
    after >= before && after <= before * (1 + SLIGHT);
  return slight(from.width, to.width) && slight(from.height, to.height);
}

/** The picture grown to `size` by doubling rows and columns at even distances: every px stays as it is. */
export function stretch({ size: from, channels, data }: Rows, size: Size): Rows {
  const stride = from.width * channels;
  const wide = size.width * channels;
  const out = Buffer.allocUnsafe(wide * size.height);
  const columns = runs(from.width, size.width);
  const write = (row: number, y: number): void => {
    for (const { from: first, to, count } of columns) {
      const start = row * stride + first * channels;
      data.copy(out, y * wide + to * channels, start, start + count * channels);
    }
  };
  for (const { from: first, to, count } of runs(from.height, size.height))
    for (let row = 0; row < count; row++) write(first + row, to + row);
  return { size, channels, data: out };
}

/** Where pieces of a line, or rows, of `before` px go in one of `after` px; a piece begins with the last px of the one before it. */
export function runs(before: number, after: number): { from: number; to: number; count: number }[] {
  const extra = after - before;
  return Array.from({ length: extra + 1 }, (_, piece) => {
    const edge = (at: number): number => Math.round((at * before) / (extra + 1));
    const from = piece === 0 ? 0 : edge(piece) - 1;
    return { from, to: from + piece, count: edge(piece + 1) - from };
  });
}
