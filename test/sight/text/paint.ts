import { frameBox } from '../../../src/core/geometry.js';
import type { Raster } from '../../../src/sight/text/raster.js';

/** A grey picture to draw on. */
export class Paint {
  readonly raster: Raster;

  constructor(width: number, height: number, grey: number) {
    this.raster = { width, height, data: new Uint8Array(width * height).fill(grey) };
  }

  fill(x: number, y: number, width: number, height: number, grey: number): this {
    for (let row = y; row < y + height; row++)
      this.raster.data.fill(grey, row * this.raster.width + x, row * this.raster.width + x + width);
    return this;
  }

  /** Strokes like the stems of letters, two px wide and three apart. */
  stems(x: number, y: number, count: number, height: number, grey: number): this {
    for (let stem = 0; stem < count; stem++) this.fill(x + 5 * stem, y, 2, height, grey);
    return this;
  }

  get all() {
    return frameBox(0, 0, this.raster.width, this.raster.height);
  }
}
