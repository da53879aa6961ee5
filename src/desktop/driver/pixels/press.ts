import { blockHead } from './block-head.js';
import { deflateBytes } from './deflate-bytes.js';
import { prefixCode } from './huffman.js';

/** Where the tables of `deflate.wat` begin, from their address; described there. */
const table = {
  literalUses: 0,
  distanceUses: 1152,
  literalPixels: 1276,
  lengthSymbols: 1280,
  distanceSymbols: 1472,
  literalBits: 1984,
  literalLengths: 3136,
  matchBits: 3424,
  matchLengths: 3776,
  distanceBits: 3872,
  distanceLengths: 4000,
  distanceFirst: 4032,
  distanceExtra: 4096,
  places: 4160,
  end: 4160 + 8192 * 4,
} as const;
const literalSymbols = 286;
const distanceSymbols = 30;
/** Pixels of the longest match: 258 bytes. */
const mostPixels = 86;
/** With more literals than this share of the pixels, the differences to the row above are tried: it is no screen but a photograph. */
const photographShare = 1 / 3;
/** Filter of PNG: the byte above is taken away (W3C PNG, 9.2). */
const filterUp = 2;

const compiled = new WebAssembly.Module(Buffer.from(deflateBytes, 'base64'));

type Loop = (...numbers: number[]) => number;

/** Bytes that a press needs for so many rows of so many px. */
export function scratchBytes(width: number, rows: number): number {
  const px = width * rows;
  return table.end + 4 * px + 4 * (px + rows) + mostBytes(width, rows);
}

/** No code has more than 15 bits and no pixel more than 48, twice what it has in the picture. */
function mostBytes(width: number, rows: number): number {
  return 2 * rows * (1 + 3 * width) + 1024;
}

/** Compresses rows of pixels: the loops of `deflate.wat` with the codes that suit each strip. */
export class Press {
  readonly #memory: WebAssembly.Memory;
  readonly #at: number;
  readonly #tokens: Loop;
  readonly #codes: Loop;
  readonly #up: Loop;

  /** @param at byte offset of `scratchBytes` of the memory, a multiple of 64 */
  constructor(memory: WebAssembly.Memory, at: number) {
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
    this.#memory = memory;
    this.#at = at;
    this.#tokens = exports.tokens as Loop;
    this.#codes = exports.codes as Loop;
    this.#up = exports.up as Loop;
    this.#prepare();
  }

  /** Byte offset at which the pixels are expected: 4 bytes each, the fourth 0, without gaps. */
  get pixels(): number {
    return this.#at + table.end;
  }

  /**
   * The pixels as blocks of deflate that end at a whole byte, none of them the last. Afterwards the pixels are as
   * they were filtered: every row but the first with `filter`. At `space` the bytes of the rows have room.
   */
  press(width: number, rows: number): { blocks: Uint8Array; filter: number; space: number } {
    const tokens = this.pixels + 4 * width * rows;
    let filter = 0;
    let end = this.#tokenise(width, rows, filter, tokens);
    const literalPixels = this.#words(table.literalPixels, 1)[0] ?? 0;
    if (literalPixels > width * rows * photographShare) {
      filter = filterUp;
      this.#up(this.pixels, width, rows);
      end = this.#tokenise(width, rows, filter, tokens);
    }
    const space = tokens + 4 * (width + 1) * rows;
    return { blocks: this.#write(tokens, end, space), filter, space };
  }

  #tokenise(width: number, rows: number, filter: number, out: number): number {
    this.#bytes(table.literalUses, table.lengthSymbols).fill(0);
    this.#bytes(table.places, table.end - table.places).fill(0);
    return this.#tokens(this.pixels, width, rows, filter, this.#at, out);
  }

  #write(tokens: number, end: number, out: number): Uint8Array {
    const literalUses = this.#words(table.literalUses, literalSymbols);
    literalUses[256] = 1;
    const literals = prefixCode(literalUses, 15);
    const distances = prefixCode(this.#words(table.distanceUses, distanceSymbols), 15);
    this.#words(table.literalBits, literalSymbols).set(literals.bits);
    this.#bytes(table.literalLengths, literalSymbols).set(literals.lengths);
    this.#words(table.distanceBits, distanceSymbols).set(distances.bits);
    this.#bytes(table.distanceLengths, distanceSymbols).set(distances.lengths);
    const matchBits = this.#words(table.matchBits, mostPixels + 1);
    const matchLengths = this.#bytes(table.matchLengths, mostPixels + 1);
    for (let px = 1; px <= mostPixels; px++) {
      const { symbol, extra, extraBits } = lengthCode(px * 3);
      const length = literals.lengths[symbol] ?? 0;
      matchBits[px] = (literals.bits[symbol] ?? 0) | (extra << length);
      matchLengths[px] = length + extraBits;
    }
    const head = blockHead(literals, distances);
    new Uint8Array(this.#memory.buffer, out).set(head.bytes);
    const last = this.#codes(tokens, end, this.#at, out + head.bytes.length, head.bits, head.count);
    return new Uint8Array(this.#memory.buffer, out, last - out).slice();
  }

  /** Fills the tables that are the same for every strip. */
  #prepare(): void {
    const lengths = new Uint16Array(this.#memory.buffer, this.#at + table.lengthSymbols, mostPixels + 1);
    for (let px = 1; px <= mostPixels; px++) lengths[px] = lengthCode(px * 3).symbol;
    const symbols = this.#bytes(table.distanceSymbols, 512);
    const first = new Uint16Array(this.#memory.buffer, this.#at + table.distanceFirst, distanceSymbols);
    const extra = this.#bytes(table.distanceExtra, distanceSymbols);
    for (let symbol = 0, less = 0; symbol < distanceSymbols; symbol++) {
      first[symbol] = less;
      extra[symbol] = Math.max(0, (symbol >> 1) - 1);
      const next = less + 2 ** (extra[symbol] ?? 0);
      for (; less < next; less++) symbols[less < 256 ? less : 256 + (less >> 7)] = symbol;
    }
  }

  #words(at: number, count: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, this.#at + at, count);
  }

  #bytes(at: number, count: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, this.#at + at, count);
  }
}

/** The code of a match of 3 to 258 bytes (RFC 1951, 3.2.5). */
function lengthCode(bytes: number): { symbol: number; extra: number; extraBits: number } {
  if (bytes === 258) return { symbol: 285, extra: 0, extraBits: 0 };
  if (bytes < 11) return { symbol: 254 + bytes, extra: 0, extraBits: 0 };
  const less = bytes - 3;
  const extraBits = 29 - Math.clz32(less);
  return {
    symbol: 257 + 4 * extraBits + (less >> extraBits),
    extra: less & (2 ** extraBits - 1),
    extraBits,
  };
}
