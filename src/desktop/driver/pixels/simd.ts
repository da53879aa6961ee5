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
 * The loops over a memory of their own. It never grows, so views of it stay valid while other threads read
 * them; pages that were never written cost address space only.
 */
export function pixelLoops(bytes: number): PixelLoops {
  const pages = Math.ceil(bytes / pageBytes);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
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
