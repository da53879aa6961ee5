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
