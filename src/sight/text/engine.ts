import type { FrameBox } from '../../core/geometry.js';
import type { CellSize } from './cells.js';
import type { Raster } from './raster.js';

/** One read character: where it starts and ends in frame px, and how sure the engine was (0..1). */
export interface Glyph {
  char: string;
  left: number;
  right: number;
  score: number;
}

/** A place where text was detected, and what it says once it was read. */
export interface Spot {
  box: FrameBox;
  /** How it was found: by the engine's detector, or as a lone shape that may be one character. */
  origin: 'text' | 'shape';
  /** Whether it was cut out of a box that holds several panels: its neighbours are no part of its line. */
  apart?: boolean;
  glyphs?: readonly Glyph[];
  /** Whether marks on letters (ä, é, ñ) were looked for. */
  marked?: boolean;
}

/** What was found in one window. */
export interface Part {
  readonly window: FrameBox;
  readonly spots: readonly Spot[];
}

/** What a reader needs of a text engine. All boxes are frame px. */
export interface Engine {
  readonly name: string;
  /** The size of the windows it looks for text in; what it finds there hangs on nothing beyond. */
  readonly cell: CellSize;
  /** Places of text inside `region`; each connected run of text is a spot of its own. */
  detect(raster: Raster, region: FrameBox): Promise<Spot[]>;
  /** What was detected in the regions of a window, with what only the whole of the window tells. */
  completed?(raster: Raster, window: FrameBox, found: readonly Spot[]): Spot[];
  /** The spots of a picture, made of what was found in its windows; these are not changed. */
  arrange(raster: Raster, parts: readonly Part[]): Spot[];
  /** Reads the spots that have not been read; `stopped` is asked between batches. */
  recognise(raster: Raster, spots: readonly Spot[], stopped: () => boolean): Promise<void>;
  /** Looks for letters with marks in spots that were read, where the first reading cannot tell. */
  refine?(raster: Raster, spots: readonly Spot[], stopped: () => boolean): Promise<void>;
  /**
   * How much less likely each box says the text than what it was read as: the natural logarithm of the ratio, at
   * most about 0. Undefined when the engine lacks a character of the text.
   */
  doubt?(raster: Raster, boxes: readonly FrameBox[], text: string): Promise<readonly number[] | undefined>;
  /**
   * The same for one box and several texts; for characters that the engine lacks stand their base letters, or
   * nothing. One answer per text, in their order.
   */
  weigh?(raster: Raster, box: FrameBox, texts: readonly string[]): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** The characters of a spot that was read, as they stand. */
export function readingOf(spot: Pick<Spot, 'glyphs'>): string {
  return (spot.glyphs ?? []).map((g) => g.char).join('');
}
