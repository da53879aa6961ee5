import type { FrameBox } from '../../core/geometry.js';

/** What the comparison can ask. */
export interface Witness {
  /** How much less likely the box says each text than what is read there, as logarithms; undefined: nobody knows. */
  weigh(box: FrameBox, texts: readonly string[]): Promise<readonly number[] | undefined>;
  /** What stood in the box before the text was typed. */
  before(box: FrameBox): Promise<string>;
  /** How many marks of a hidden text, such as dots, stand where something changed. */
  marks(): Promise<number>;
  /** Whether no more changed than one or two letters take. */
  isSmall(): boolean;
  /** Whether a program answers each line, as in a terminal: its words stand wherever the cursor is by then. */
  readonly answersLines: boolean;
  /** Whether Chinese and Japanese signs are read. */
  readonly readsEastAsian: boolean;
}
