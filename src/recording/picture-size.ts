import type { Size } from '../core/geometry.js';

const SIGNATURE = '89504e470d0a1a0a';
const HEADER_BYTES = 24;

/**
 * Reads the size that a PNG file says it has, px, without unpacking it.
 * Source: PNG specification, IHDR chunk.
 *
 * @returns undefined when the bytes are no PNG
 */
export function pngSize(bytes: Buffer): Size | undefined {
  if (bytes.length < HEADER_BYTES || bytes.subarray(0, 8).toString('hex') !== SIGNATURE) return undefined;
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}
