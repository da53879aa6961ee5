import type { FrameBox } from '../core/geometry.js';
import type { TextLine } from '../ports.js';

/** A picture as the text reader takes it: `key` is its sha256, so that nothing is read twice. */
export interface ReadablePicture {
  readonly key: string;
  readonly path?: string;
  readonly png?: Uint8Array;
}

/** What the ladder needs of a text reader (see `text/reader.ts`). */
export interface Reading {
  /** All lines of text, in the area or everywhere. */
  read(
    picture: ReadablePicture,
    options?: { area?: FrameBox; signal?: AbortSignal },
  ): Promise<readonly TextLine[]>;
  /** The lines that could hold the text; faster than `read`. */
  find(
    picture: ReadablePicture,
    text: string | RegExp,
    options?: { area?: FrameBox; signal?: AbortSignal },
  ): Promise<readonly TextLine[]>;
}
