import { promisify } from 'node:util';
import { crc32, deflate, inflate } from 'node:zlib';
import type { Size } from '../../core/geometry.js';
import { chunksOf, SIGNATURE } from './plain-png.js';
import { runs } from './stretch.js';

const inflated = promisify(inflate);
const deflated = promisify(deflate);

/** Bytes of a px of a plain PNG. */
const PX = 3;
/** The filter “up” (W3C PNG, 9.2): a row that differs by nothing from the one above it. */
const UP = 2;

/**
 * A plain PNG that is made higher by doubling rows at even distances, as `stretch` does it. The rows stay as they were
 * filtered, and a doubled one is a row without a difference: no px is decoded for it.
 *
 * @param level of zlib
 */
export async function withRowsDoubled(
  png: Buffer,
  { width, height }: Size,
  sentHeight: number,
  level: number,
): Promise<Buffer> {
  const [header, ...others] = [...chunksOf(png)];
  const packed = others.flatMap(({ type, data }) => (type === 'IDAT' ? [data] : []));
  const rows = await inflated(Buffer.concat(packed));
  const stride = 1 + width * PX;
  if (header === undefined || rows.length !== stride * height)
    throw new Error(`The picture holds ${rows.length} bytes of px instead of ${stride * height}.`);
  const same = Buffer.alloc(stride);
  same[0] = UP;
  const pieces = runs(height, sentHeight).flatMap(({ from, count }, at) => {
    // A piece begins with the last row of the one before it.
    const own = at === 0 ? from : from + 1;
    const kept = rows.subarray(own * stride, (from + count) * stride);
    return at === 0 ? [kept] : [same, kept];
  });
  const head = Buffer.from(header.data);
  head.writeUInt32BE(sentHeight, 4);
  const body = await deflated(Buffer.concat(pieces), { level });
  return Buffer.concat([SIGNATURE, chunk('IHDR', head), chunk('IDAT', body), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
