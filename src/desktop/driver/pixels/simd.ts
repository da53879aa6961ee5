import { simdBytes } from './simd-bytes.js';

/** The loops of `simd.wat` over one linear memory; places are byte offsets, strides are bytes, widths are px. */
export interface PixelLoops {
  readonly memory: WebAssembly.Memory;
  /** Whether any pixel differs; the fourth byte of a pixel has no meaning and is left out. */
  differs(a: number, aStride: number, b: number, bStride: number, width: number, height: number): boolean;
  copy(
    to: number,
    toStride: number,
    from: number,
    fromStride: number,
    rowBytes: number,
    height: number,
  ): void;
  /** BGRX pixels with 0 for X. */
  clean(to: number, toStride: number, from: number, fromStride: number, width: number, height: number): void;
  /** BGRX pixels to RGB. */
  rgb(to: number, toStride: number, from: number, fromStride: number, width: number, height: number): void;
  /** Adler-32 of `count` bytes. */
  adler(from: number, count: number): number;
}

type Loop = (...numbers: number[]) => number;

const pageBytes = 65536;
const compiled = new WebAssembly.Module(Buffer.from(simdBytes, 'base64'));

/**
 * Memory for pixels. It never grows and is shared between threads; pages that were never written cost address
 * space only.
 */
export function pixelMemory(bytes: number): WebAssembly.Memory {
  const pages = Math.ceil(bytes / pageBytes);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

/** The loops over such a memory. */
export function pixelLoops(memory: WebAssembly.Memory): PixelLoops {
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  const loop = (name: string): Loop => exports[name] as Loop;
  const differs = loop('differs');
  const adler = loop('adler');
  return {
    memory,
    differs: (...args) => differs(...args) === 1,
    copy: loop('copy'),
    clean: loop('clean'),
    rgb: loop('rgb'),
    adler: (...args) => adler(...args) >>> 0,
  };
}
