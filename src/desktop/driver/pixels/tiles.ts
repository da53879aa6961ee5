import type { Size } from '../../../core/geometry.js';
import { scratchBytes } from './press.js';
import { type PixelLoops, pixelLoops, pixelMemory } from './simd.js';

/** Side of a tile, px. */
export const tileSide = 64;
/** Byte stride of a row inside a tile. */
export const strideOfTile = tileSide * 4;
const tileBytes = tileSide * strideOfTile;

/**
 * A picture as a grid of tiles, row by row. Pictures share the tiles that are the same in both, so keeping
 * one costs as much as what changed since the one before.
 */
export interface TilePicture {
  readonly size: Size;
  readonly columns: number;
  readonly rows: number;
  /** Byte offset of each tile. */
  readonly tiles: Uint32Array;
}

/** Where a tile lies and which part of it is inside the picture, px. */
export interface TilePlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Place of tile `index` of a picture. */
export function tilePlace(picture: TilePicture, index: number): TilePlace {
  const x = (index % picture.columns) * tileSide;
  const y = Math.floor(index / picture.columns) * tileSide;
  return {
    x,
    y,
    width: Math.min(tileSide, picture.size.width - x),
    height: Math.min(tileSide, picture.size.height - y),
  };
}

/** Memory for the pictures of one display size, and its scratch space. */
export class TileStore {
  readonly loops: PixelLoops;
  readonly size: Size;
  /** Byte offset of a space for one whole raw frame. */
  readonly raw: number;
  /** Byte offsets of spaces in which a row of tiles is encoded: one for each thread that does. */
  readonly scratch: { readonly own: number; readonly helper: number };
  readonly #uses = new Map<number, number>();
  readonly #free: number[] = [];
  #end: number;

  /** @param keepBytes room for kept pictures besides the present one */
  constructor(size: Size, keepBytes: number) {
    const grid = Math.ceil(size.width / tileSide) * Math.ceil(size.height / tileSide) * tileBytes;
    this.size = size;
    this.raw = 64;
    const scratch = Math.ceil(scratchBytes(size.width, tileSide) / 64) * 64;
    this.scratch = { own: this.raw + grid, helper: this.raw + grid + scratch };
    this.#end = this.scratch.helper + scratch;
    // The present picture, one that is about to replace it, the one that was encoded last, and what is kept.
    this.loops = pixelLoops(pixelMemory(this.#end + 3 * grid + keepBytes));
  }

  /** Bytes of all tiles that some picture uses. */
  get usedBytes(): number {
    return this.#uses.size * tileBytes;
  }

  /** A black picture. */
  create(): TilePicture {
    const columns = Math.ceil(this.size.width / tileSide);
    const rows = Math.ceil(this.size.height / tileSide);
    const tiles = new Uint32Array(columns * rows);
    for (let index = 0; index < tiles.length; index++) {
      const tile = this.#take();
      this.words(tile).fill(0);
      tiles[index] = tile;
    }
    return { size: this.size, columns, rows, tiles };
  }

  /** Another picture of the same tiles. */
  share(picture: TilePicture): TilePicture {
    for (const tile of picture.tiles) this.#uses.set(tile, (this.#uses.get(tile) ?? 0) + 1);
    return { ...picture, tiles: picture.tiles.slice() };
  }

  /** Gives the tiles of a picture back; the picture must not be used any more. */
  drop(picture: TilePicture): void {
    for (const tile of picture.tiles) this.release(tile);
  }

  /**
   * Puts the pixels at byte `from` in the place of tile `index`; other pictures keep the old tile. The
   * old tile stays until it is released.
   */
  replace(picture: TilePicture, index: number, from: number, fromStride: number): void {
    const { width, height } = tilePlace(picture, index);
    const tile = this.#take();
    this.loops.copy(tile, strideOfTile, from, fromStride, width * 4, height);
    picture.tiles[index] = tile;
  }

  /** Gives one use of a tile back. */
  release(tile: number): void {
    const uses = (this.#uses.get(tile) ?? 0) - 1;
    if (uses > 0) this.#uses.set(tile, uses);
    else {
      this.#uses.delete(tile);
      this.#free.push(tile);
    }
  }

  /** Pixels of a tile as 32-bit words, `tileSide` in a row. */
  words(tile: number): Uint32Array {
    return new Uint32Array(this.loops.memory.buffer, tile, tileBytes / 4);
  }

  /** `count` bytes of the memory from `at`. */
  bytes(at: number, count: number): Uint8Array {
    return new Uint8Array(this.loops.memory.buffer, at, count);
  }

  #take(): number {
    const tile = this.#free.pop() ?? this.#allocate();
    this.#uses.set(tile, 1);
    return tile;
  }

  #allocate(): number {
    const at = this.#end;
    this.#end += tileBytes;
    if (this.#end > this.loops.memory.buffer.byteLength) throw new RangeError('no room for another tile');
    return at;
  }
}
