import type { FrameBox } from '../../../core/geometry.js';
import { tilesIn } from './difference.js';
import { type Strip, stripOf } from './png.js';
import { Press } from './press.js';
import { type PixelLoops, pixelLoops } from './simd.js';
import { strideOfTile, type TilePicture, tilePlace } from './tiles.js';

/** Whole px inside a picture. */
export type Box = Pick<FrameBox, 'x' | 'y' | 'width' | 'height'>;

/** Makes strips of a PNG out of the tiles of a picture. Each thread has one, with a scratch space of its own. */
export class StripMaker {
  readonly #loops: PixelLoops;
  readonly #press: Press;

  /** @param scratch byte offset of `scratchBytes` of the memory, a multiple of 64 */
  constructor(memory: WebAssembly.Memory, scratch: number) {
    this.#loops = pixelLoops(memory);
    this.#press = new Press(memory, scratch);
  }

  /** The strip of these rows, at most as many as a tile has. */
  make(picture: TilePicture, box: Box): Strip {
    const { width, height } = box;
    const { pixels } = this.#press;
    this.#paint(picture, box, pixels);
    const { blocks, filter, space } = this.#press.press(width, height);
    const stride = 1 + width * 3;
    const rows = new Uint8Array(this.#loops.memory.buffer, space, height * stride);
    for (let row = 0; row < height; row++) rows[row * stride] = row === 0 ? 0 : filter;
    this.#loops.rgb(space + 1, stride, pixels, width * 4, width, height);
    return stripOf(blocks, this.#loops.adler(space, rows.byteLength), rows.byteLength);
  }

  /** Writes the pixels of the box at byte `to`, without gaps. */
  #paint(picture: TilePicture, box: Box, to: number): void {
    const stride = box.width * 4;
    for (const index of tilesIn(picture, box as FrameBox)) {
      const place = tilePlace(picture, index);
      const left = Math.max(place.x, box.x);
      const top = Math.max(place.y, box.y);
      const right = Math.min(place.x + place.width, box.x + box.width);
      const bottom = Math.min(place.y + place.height, box.y + box.height);
      const at = to + (top - box.y) * stride + (left - box.x) * 4;
      const from = (picture.tiles[index] ?? 0) + (top - place.y) * strideOfTile + (left - place.x) * 4;
      this.#loops.clean(at, stride, from, strideOfTile, right - left, bottom - top);
    }
  }
}
