import { setImmediate } from 'node:timers/promises';
import type { FrameBox } from '../../../core/geometry.js';
import { tilesIn } from './difference.js';
import { pngOf, type Strip, stripOf } from './png.js';
import { Press } from './press.js';
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
 * Makes PNGs out of tile pictures, one at a time: all share one press. A PNG is made of strips, one for each row
 * of tiles; those that are the same as in the whole picture before are not made again.
 */
export class Encoder {
  readonly #store: TileStore;
  readonly #press: Press;
  #turn: Promise<unknown> = Promise.resolve();
  /** How many pictures are being made or wait for their turn. */
  #pending = 0;
  #known: Known | undefined;
  /** The whole picture that was asked for last. */
  #last: { readonly tiles: Uint32Array; readonly png: Promise<Uint8Array> } | undefined;

  constructor(store: TileStore) {
    this.#store = store;
    this.#press = new Press(store.loops.memory, store.scratch);
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
    const png = this.#inTurn(async () => pngOf(box, await this.#strips(held, box)));
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
    const strips = await this.#strips(picture, { x: 0, y: 0, ...picture.size }, same);
    if (known !== undefined) this.#store.drop(known.picture);
    this.#known = { picture, strips };
    return pngOf(picture.size, strips);
  }

  /** The box in strips of as many rows as a tile has; `made` has those that need not be made. */
  async #strips(picture: TilePicture, box: Box, made?: readonly (Strip | undefined)[]): Promise<Strip[]> {
    const strips: Strip[] = [];
    for (let y = box.y; y < box.y + box.height; y += tileSide) {
      const height = Math.min(tileSide, box.y + box.height - y);
      strips.push(made?.[strips.length] ?? (await this.#strip(picture, { ...box, y, height })));
    }
    return strips;
  }

  /** Makes one strip when the messages that wait have been heard: a stop comes through between two strips. */
  async #strip(picture: TilePicture, box: Box): Promise<Strip> {
    await setImmediate();
    const { width, height } = box;
    const { loops } = this.#store;
    const { pixels } = this.#press;
    this.#paint(picture, box, pixels);
    const { blocks, filter, space } = this.#press.press(width, height);
    const stride = 1 + width * 3;
    const rows = this.#store.bytes(space, height * stride);
    for (let row = 0; row < height; row++) rows[row * stride] = row === 0 ? 0 : filter;
    loops.rgb(space + 1, stride, pixels, width * 4, width, height);
    return stripOf(blocks, loops.adler(space, rows.byteLength), rows.byteLength);
  }

  /** Writes the pixels of the box at byte `to`, without gaps. */
  #paint(picture: TilePicture, box: Box, to: number): void {
    const { loops } = this.#store;
    const stride = box.width * 4;
    for (const index of tilesIn(picture, box as FrameBox)) {
      const place = tilePlace(picture, index);
      const left = Math.max(place.x, box.x);
      const top = Math.max(place.y, box.y);
      const right = Math.min(place.x + place.width, box.x + box.width);
      const bottom = Math.min(place.y + place.height, box.y + box.height);
      const at = to + (top - box.y) * stride + (left - box.x) * 4;
      const from = (picture.tiles[index] ?? 0) + (top - place.y) * strideOfTile + (left - place.x) * 4;
      loops.clean(at, stride, from, strideOfTile, right - left, bottom - top);
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
