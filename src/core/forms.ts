/** What a model may read a picture as, besides the plain answer to a question. */
export const forms = [
  'caption',
  'text',
  'ocr',
  'located',
  'boxes',
  'table',
  'html',
  'markdown',
  'changes',
] as const;
export type Form = (typeof forms)[number];

/** Those of them that a step may read a part of the screen as. */
export const readForms = ['text', 'ocr', 'located', 'boxes', 'table', 'html', 'markdown'] as const;
export type ReadForm = (typeof readForms)[number];

/** Those whose value holds places: a model must be known to write points. */
export const formsWithBoxes: readonly ReadForm[] = ['located', 'boxes', 'html', 'markdown'];

/** The last seconds of a run as a video. */
export interface LastSeconds {
  readonly seconds: number;
  /** Frames a second. */
  readonly fps: number;
}
