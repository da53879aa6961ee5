import sharp from 'sharp';
import type { FrameBox } from '../../../core/geometry.js';
import { tilesIn } from './difference.js';
import { strideOfTile, type TilePicture, type TileStore, tilePlace } from './tiles.js';

/** zlib level of evidence: measured, 3 costs half a time more than 1 and saves a third of the bytes. */
const pngLevel = 3;

/**
 * Makes PNGs out of tile pictures, one at a time: all share one RGB space. The last whole picture is
 * remembered, so a screen that did not change is encoded once.
 */
export class Encoder {
  readonly #store: TileStore;
  #turn: Promise<unknown> = Promise.resolve();
  #last: { tiles: Uint32Array; picture: TilePicture; png: Promise<Uint8Array> } | undefined;

  constructor(store: TileStore) {
    this.#store = store;
  }

  /** The whole picture as PNG. */
  whole(picture: TilePicture): Promise<Uint8Array> {
    const last = this.#last;
    if (last !== undefined && sameTiles(last.tiles, picture.tiles)) return last.png;
    // The remembered picture holds on to its tiles, so that no other pixels can come to lie at their places.
    const held = this.#store.share(picture);
    const png = this.#inTurn(held, { x: 0, y: 0, ...held.size });
    if (last !== undefined) this.#store.drop(last.picture);
    this.#last = { tiles: held.tiles, picture: held, png };
    png.catch(() => {
      // A picture that could not be encoded is not remembered; whoever asked gets the error.
      if (this.#last?.png === png) this.#forget();
    });
    return png;
  }

  /** Makes the PNG of a picture that will probably be asked for. */
  prepare(picture: TilePicture): void {
    // Whoever asks for the picture meets the error again.
    this.whole(picture).catch(() => undefined);
  }

  /** A part of the picture as PNG; `box` lies inside the picture and is whole px. */
  part(picture: TilePicture, box: FrameBox): Promise<Uint8Array> {
    const held = this.#store.share(picture);
    const png = this.#inTurn(held, box);
    const drop = (): void => this.#store.drop(held);
    png.then(drop, drop);
    return png;
  }

  #forget(): void {
    if (this.#last !== undefined) this.#store.drop(this.#last.picture);
    this.#last = undefined;
  }

  #inTurn(
    picture: TilePicture,
    box: { x: number; y: number; width: number; height: number },
  ): Promise<Uint8Array> {
    const made = this.#turn.then(() => this.#encode(picture, box));
    this.#turn = made.catch(() => undefined);
    return made;
  }

  async #encode(
    picture: TilePicture,
    box: { x: number; y: number; width: number; height: number },
  ): Promise<Uint8Array> {
    this.#paint(picture, box);
    const pixels = this.#store.bytes(this.#store.rgb, box.width * box.height * 3);
    const raw = { width: box.width, height: box.height, channels: 3 as const };
    return sharp(pixels, { raw, limitInputPixels: false }).png({ compressionLevel: pngLevel }).toBuffer();
  }

  /** Writes the box of the picture as RGB without gaps. */
  #paint(picture: TilePicture, box: { x: number; y: number; width: number; height: number }): void {
    const { loops, rgb } = this.#store;
    const stride = box.width * 3;
    for (const index of tilesIn(picture, box as FrameBox)) {
      const place = tilePlace(picture, index);
      const left = Math.max(place.x, box.x);
      const top = Math.max(place.y, box.y);
      const right = Math.min(place.x + place.width, box.x + box.width);
      const bottom = Math.min(place.y + place.height, box.y + box.height);
      const to = rgb + (top - box.y) * stride + (left - box.x) * 3;
      const from = (picture.tiles[index] ?? 0) + (top - place.y) * strideOfTile + (left - place.x) * 4;
      loops.rgb(to, stride, from, strideOfTile, right - left, bottom - top);
    }
  }
}

function sameTiles(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((tile, index) => tile === b[index]);
}
