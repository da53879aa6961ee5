import type { Size } from '../../core/geometry.js';
import type { Part } from '../request/messages.js';
import type { Expected } from '../self-check.js';
import type { InputReference } from './source.js';

/** An input of a question, ready to be sent. */
export interface ReadyPart {
  readonly part: Part;
  /** The same part with names in place of pixels, for what is kept. */
  readonly kept: Part;
  /** What its pictures must cost; none where only the server opens it. */
  readonly expected: readonly Expected[];
  readonly references: readonly InputReference[];
}

/** A picture of a question, ready to be sent. */
export interface ReadyImage extends ReadyPart {
  /** Its own size and the size it is sent with, px; undefined where only the server opens it. */
  readonly seen: { readonly size: Size; readonly sent: Size } | undefined;
  /** The picture as it was given, for drawing on it; undefined where only the server opens it. */
  readonly bytes: Uint8Array | undefined;
}
