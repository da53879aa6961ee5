import type { Size } from '../../core/geometry.js';

const signature = '89504e470d0a1a0a';
/** Chunks beside header and end that say nothing about the picture but its px and their density. */
const plainChunks: readonly string[] = ['IDAT', 'pHYs'];
/** Bytes of a chunk besides its data: length, type and checksum. */
const chunkFrame = 12;

/**
 * The size of a PNG that holds 8-bit RGB px and nothing else: no transparency, no profile, no words about
 * where it came from. Undefined for every other file.
 */
export function plainPngSize(bytes: Buffer): Size | undefined {
  if (bytes.subarray(0, 8).toString('hex') !== signature) return undefined;
  let size: Size | undefined;
  for (let at = 8; at + chunkFrame <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'IEND') return size;
    if (type === 'IHDR') size = sizeInHeader(bytes.subarray(at + 8, at + 8 + length));
    else if (!plainChunks.includes(type)) return undefined;
    if (size === undefined) return undefined;
    at += length + chunkFrame;
  }
  return undefined;
}

function sizeInHeader(header: Buffer): Size | undefined {
  if (header.length !== 13) return undefined;
  // 8 bits, RGB, deflate, the usual filters, not interlaced (W3C PNG, 11.2.1).
  if (header.subarray(8).toString('hex') !== '0802000000') return undefined;
  return { width: header.readUInt32BE(0), height: header.readUInt32BE(4) };
}
