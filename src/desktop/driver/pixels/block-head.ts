import { type PrefixCode, prefixCode } from './huffman.js';

/** The order in which the lengths of the code of code lengths are written (RFC 1951, 3.2.7). */
const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;

/** Whole bytes, and the bits that are left. */
export interface Head {
  readonly bytes: readonly number[];
  readonly bits: number;
  readonly count: number;
}

/** The head of a block of deflate that is not the last and has codes of its own. */
export function blockHead(literals: PrefixCode, distances: PrefixCode): Head {
  const out = new BitWriter();
  const literalCount = Math.max(257, usedTo(literals.lengths));
  const distanceCount = Math.max(1, usedTo(distances.lengths));
  const runs = runsOf([
    ...literals.lengths.subarray(0, literalCount),
    ...distances.lengths.subarray(0, distanceCount),
  ]);
  const uses = new Uint32Array(19);
  for (const { symbol } of runs) uses[symbol] = (uses[symbol] ?? 0) + 1;
  // A code of one symbol alone is refused by decoders.
  if (uses.filter((count) => count > 0).length < 2) uses[uses[0] === 0 ? 0 : 1] = 1;
  const code = prefixCode(uses, 7);
  const lengthCount = Math.max(4, order.findLastIndex((symbol) => code.lengths[symbol] !== 0) + 1);
  out.put(0b100, 3);
  out.put(literalCount - 257, 5);
  out.put(distanceCount - 1, 5);
  out.put(lengthCount - 4, 4);
  for (const symbol of order.slice(0, lengthCount)) out.put(code.lengths[symbol] ?? 0, 3);
  for (const { symbol, extra, extraBits } of runs) {
    out.put(code.bits[symbol] ?? 0, code.lengths[symbol] ?? 0);
    out.put(extra, extraBits);
  }
  return out;
}

function usedTo(lengths: Uint8Array): number {
  return lengths.findLastIndex((length) => length !== 0) + 1;
}

interface Run {
  readonly symbol: number;
  readonly extra: number;
  readonly extraBits: number;
}

/** Code lengths with their repetitions as symbols 16, 17 and 18. */
function runsOf(lengths: readonly number[]): Run[] {
  const runs: Run[] = [];
  const put = (symbol: number, extra = 0, extraBits = 0): number => runs.push({ symbol, extra, extraBits });
  for (let at = 0; at < lengths.length; ) {
    const length = lengths[at] ?? 0;
    let end = at + 1;
    while (end < lengths.length && lengths[end] === length) end++;
    let left = end - at;
    at = end;
    if (length !== 0) {
      put(length);
      left--;
    }
    while (left >= 3) {
      const most = length !== 0 ? 6 : left > 10 ? 138 : 10;
      const take = Math.min(left, most);
      if (length !== 0) put(16, take - 3, 2);
      else if (take > 10) put(18, take - 11, 7);
      else put(17, take - 3, 3);
      left -= take;
    }
    while (left-- > 0) put(length);
  }
  return runs;
}

/** Collects bits, the first one lowest. */
class BitWriter implements Head {
  readonly bytes: number[] = [];
  bits = 0;
  count = 0;

  put(value: number, count: number): void {
    this.bits |= value << this.count;
    this.count += count;
    for (; this.count >= 8; this.count -= 8) {
      this.bytes.push(this.bits & 255);
      this.bits >>>= 8;
    }
  }
}
