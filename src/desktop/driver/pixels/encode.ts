import type { FrameBox } from '../../../core/geometry.js';
import { tilesIn } from './difference.js';
import { pngOf, type Strip, stripOf } from './png.js';
import { strideOfTile, type TilePicture, type TileStore, tilePlace, tileSide } from './tiles.js';

/** Whole px inside a picture. */
type Box = Pick<FrameBox, 'x' | 'y' | 'width' | 'height'>;

/** A whole picture that was encoded. It holds on to its tiles, so that no other pixels can come to lie at their places. */
interface Known {
  readonly picture: TilePicture;
  /** One for each row of tiles. */
  readonly strips: readonly Strip[];
}

/**
 * Makes PNGs out of tile pictures, one at a time: all share one RGB space. A PNG is made of strips that are
 * compressed on several threads, one for each row of tiles; those that are the same as in the whole picture
 * before are not made again.
 */
export class Encoder {
  readonly #store: TileStore;
  #turn: Promise<unknown> = Promise.resolve();
  /** How many pictures are being made or wait for their turn. */
  #pending = 0;
  #known: Known | undefined;
  /** The whole picture that was asked for last. */
  #last: { readonly tiles: Uint32Array; readonly png: Promise<Uint8Array> } | undefined;

  constructor(store: TileStore) {
    this.#store = store;
  }

  /** The whole picture as PNG. */
  whole(picture: TilePicture): Promise<Uint8Array> {
    if (this.#last !== undefined && sameTiles(this.#last.tiles, picture.tiles)) return this.#last.png;
    const held = this.#store.share(picture);
    const last = { tiles: held.tiles, png: this.#inTurn(() => this.#encodeWhole(held)) };
    this.#last = last;
    last.png.catch(() => {
      // A picture that could not be encoded is not remembered; whoever asked gets the error.
      this.#store.drop(held);
      if (this.#last === last) this.#last = undefined;
    });
    return last.png;
  }

  /** Makes the PNG of a picture that will probably be asked for, unless another one is being made. */
  prepare(picture: TilePicture): void {
    if (this.#pending > 0) return;
    // Whoever asks for the picture meets the error again.
    this.whole(picture).catch(() => undefined);
  }

  /** A part of the picture as PNG; `box` lies inside the picture and is whole px. */
  part(picture: TilePicture, box: FrameBox): Promise<Uint8Array> {
    const held = this.#store.share(picture);
    const png = this.#inTurn(async () => pngOf(box, await Promise.all(this.#strips(held, box))));
    const drop = (): void => this.#store.drop(held);
    png.then(drop, drop);
    return png;
  }

  #inTurn(encode: () => Promise<Uint8Array>): Promise<Uint8Array> {
    this.#pending++;
    const made = this.#turn.then(encode).finally(() => this.#pending--);
    this.#turn = made.catch(() => undefined);
    return made;
  }

  async #encodeWhole(picture: TilePicture): Promise<Uint8Array> {
    const known = this.#known;
    const same = known?.strips.map((strip, row) =>
      sameRow(known.picture, picture, row) ? strip : undefined,
    );
    const strips = await Promise.all(this.#strips(picture, { x: 0, y: 0, ...picture.size }, same));
    if (known !== undefined) this.#store.drop(known.picture);
    this.#known = { picture, strips };
    return pngOf(picture.size, strips);
  }

  /** The box in strips of as many rows as a tile has; `made` has those that need not be made. */
  #strips(picture: TilePicture, box: Box, made?: readonly (Strip | undefined)[]): Promise<Strip>[] {
    const { loops, rgb } = this.#store;
    const rowBytes = 1 + box.width * 3;
    return Array.from({ length: Math.ceil(box.height / tileSide) }, (_, index) => {
      const strip = made?.[index];
      if (strip !== undefined) return Promise.resolve(strip);
      const y = box.y + index * tileSide;
      const height = Math.min(tileSide, box.y + box.height - y);
      const at = rgb + index * tileSide * rowBytes;
      this.#paint(picture, { ...box, y, height }, at);
      const rows = this.#store.bytes(at, height * rowBytes);
      return stripOf(rows, loops.adler(at, rows.byteLength));
    });
  }

  /** Writes the rows of the box at byte `to`, each as filter 0, which changes nothing, and its RGB px. */
  #paint(picture: TilePicture, box: Box, to: number): void {
    const { loops } = this.#store;
    const stride = 1 + box.width * 3;
    const rows = this.#store.bytes(to, box.height * stride);
    for (let at = 0; at < rows.byteLength; at += stride) rows[at] = 0;
    for (const index of tilesIn(picture, box as FrameBox)) {
      const place = tilePlace(picture, index);
      const left = Math.max(place.x, box.x);
      const top = Math.max(place.y, box.y);
      const right = Math.min(place.x + place.width, box.x + box.width);
      const bottom = Math.min(place.y + place.height, box.y + box.height);
      const pixels = to + (top - box.y) * stride + 1 + (left - box.x) * 3;
      const from = (picture.tiles[index] ?? 0) + (top - place.y) * strideOfTile + (left - place.x) * 4;
      loops.rgb(pixels, stride, from, strideOfTile, right - left, bottom - top);
    }
  }
}

function sameTiles(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((tile, index) => tile === b[index]);
}

function sameRow(a: TilePicture, b: TilePicture, row: number): boolean {
  const [from, to] = [row * a.columns, (row + 1) * a.columns];
  return sameTiles(a.tiles.subarray(from, to), b.tiles.subarray(from, to));
}
