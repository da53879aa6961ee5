import type { FrameBox } from '../../core/geometry.js';

/** A run of text that stands together on the screen: a label, a cell, a menu entry, a line of a paragraph. */
export interface TextLine {
  text: string;
  /** Frame px. */
  box: FrameBox;
  /** Mean certainty of the characters, 0..1. */
  score: number;
  words: TextWord[];
}

/** One word of a line, with its own box in frame px. */
export interface TextWord {
  text: string;
  box: FrameBox;
  score: number;
  /** Where each character begins and ends, frame px, as far as the engine tells; as many as the text has. */
  letters?: readonly { readonly left: number; readonly right: number }[] | undefined;
}

/** A PNG on disk or in memory. Pictures with the same key are the same picture. */
export interface Picture {
  /** sha256 of the PNG. */
  key: string;
  path?: string;
  png?: Uint8Array;
}
