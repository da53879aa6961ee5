import sharp from 'sharp';
import type { Box } from './label.js';

/** The pixels of a picture, to tell what a witness cannot have seen: blank places and cut-off texts. */
export class Ink {
  readonly #data: Uint8Array;
  readonly #width: number;
  readonly #height: number;

  private constructor(data: Uint8Array, width: number, height: number) {
    this.#data = data;
    this.#width = width;
    this.#height = height;
  }

  static async of(png: Uint8Array): Promise<Ink> {
    const { data, info } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true });
    return new Ink(data, info.width, info.height);
  }

  /**
   * Whether a text of this length can stand in the box: something is drawn there, and there is room for letters
   * of the least size. Where there is not, the text is cut off or is the name of a picture.
   */
  couldHold(text: string, [x, y, width, height]: Box, scale: number): boolean {
    if (width < text.length * 4.6 * scale || height < 9 * scale) return false;
    const [left, top] = [Math.max(0, Math.ceil(x + 2)), Math.max(0, Math.ceil(y + 2))];
    const [right, bottom] = [Math.min(this.#width, x + width - 2), Math.min(this.#height, y + height - 2)];
    const counts = new Map<number, number>();
    for (let at = top; at < bottom; at++)
      for (let across = left; across < right; across++) {
        const grey = (this.#data[at * this.#width + across] ?? 0) >> 3;
        counts.set(grey, (counts.get(grey) ?? 0) + 1);
      }
    const [ground = 0] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
    let inked = 0;
    for (const [grey, count] of counts) if (Math.abs(grey - ground) >= 4) inked += count;
    return inked >= Math.max(4, text.length * 3) * scale;
  }
}
