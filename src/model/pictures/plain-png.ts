import type { Size } from '../../core/geometry.js';

/** The first bytes of every PNG. */
export const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** Chunks beside header and end that say nothing about the picture but its px and their density. */
const plainChunks: readonly string[] = ['IDAT', 'pHYs'];
/** Bytes of a chunk besides its data: length, type and checksum. */
const chunkFrame = 12;

/** The chunks of a PNG up to its end; nothing where it is none. */
export function* chunksOf(png: Buffer): Generator<{ readonly type: string; readonly data: Buffer }> {
  if (!png.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return;
  for (let at = SIGNATURE.length; at + chunkFrame <= png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    yield { type, data: png.subarray(at + 8, at + 8 + length) };
    at += length + chunkFrame;
  }
}

/**
 * The size of a PNG that holds 8-bit RGB px and nothing else: no transparency, no profile, no words about
 * where it came from. Undefined for every other file.
 */
export function plainPngSize(bytes: Buffer): Size | undefined {
  let size: Size | undefined;
  for (const { type, data } of chunksOf(bytes)) {
    if (type === 'IEND') return size;
    if (type === 'IHDR') size = sizeInHeader(data);
    else if (!plainChunks.includes(type)) return undefined;
    if (size === undefined) return undefined;
  }
  return undefined;
}

function sizeInHeader(header: Buffer): Size | undefined {
  if (header.length !== 13) return undefined;
  // 8 bits, RGB, deflate, the usual filters, not interlaced (W3C PNG, 11.2.1).
  if (header.subarray(8).toString('hex') !== '0802000000') return undefined;
  return { width: header.readUInt32BE(0), height: header.readUInt32BE(4) };
}
