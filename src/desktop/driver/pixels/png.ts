import { crc32 } from 'node:zlib';
import type { Size } from '../../../core/geometry.js';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Opens a stream of deflate with a window of 32 KiB (RFC 1950). */
const zlibHeader = Buffer.from([0x78, 0x01]);
/** An empty block that is the last one (RFC 1951). */
const lastBlock = Buffer.from([0x03, 0x00]);
/** Bytes of a chunk besides its data: length, type and checksum. */
const chunkFrame = 12;
const adlerModulus = 65_521;

/** Some rows of a PNG, compressed by themselves: they stand in any PNG of this width that has these rows. */
export interface Strip {
  /** A whole IDAT chunk. */
  readonly chunk: Uint8Array;
  /** Adler-32 of the rows before they were compressed. */
  readonly adler: number;
  /** Bytes of the rows before they were compressed. */
  readonly bytes: number;
}

/**
 * A strip out of its compressed rows, each of them with its filter byte in front.
 *
 * @param blocks of deflate, none of them the last; they end at a whole byte
 * @param adler Adler-32 of the rows, `bytes` of them
 */
export function stripOf(blocks: Uint8Array, adler: number, bytes: number): Strip {
  return { chunk: chunk('IDAT', [blocks]), adler, bytes };
}

/** A PNG of 8-bit RGB px out of strips, top to bottom. */
export function pngOf({ width, height }: Size, strips: readonly Strip[]): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  header.writeUInt8(2, 9);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(strips.reduce((before, { adler, bytes }) => joinAdler(before, adler, bytes), 1));
  return Buffer.concat([
    signature,
    chunk('IHDR', [header]),
    chunk('IDAT', [zlibHeader]),
    ...strips.map((strip) => strip.chunk),
    chunk('IDAT', [lastBlock, sum]),
    chunk('IEND', []),
  ]);
}

/** A chunk, in memory of its own: one thread can hand it over to another. */
function chunk(type: string, parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const bytes = Buffer.allocUnsafeSlow(chunkFrame + length);
  bytes.writeUInt32BE(length, 0);
  bytes.write(type, 4, 'latin1');
  let at = 8;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  bytes.writeUInt32BE(crc32(bytes.subarray(4, at)), at);
  return bytes;
}

/** Adler-32 of two pieces in a row, the second `bytes` long, out of theirs (as zlib's adler32_combine). */
export function joinAdler(first: number, second: number, bytes: number): number {
  const [a1, b1] = [first & 0xffff, first >>> 16];
  const [a2, b2] = [second & 0xffff, second >>> 16];
  // Both sums of the second piece began at a = 1; in the whole they begin at a1.
  const a = (a1 + a2 + adlerModulus - 1) % adlerModulus;
  const b = (b1 + b2 + (bytes % adlerModulus) * (a1 + adlerModulus - 1)) % adlerModulus;
  return b * 0x10000 + a;
}
