import type { TextReader } from './text/reader.js';

/** What the ladder needs of a text reader. */
export type Reading = Pick<TextReader, 'read' | 'find'> &
  Partial<Pick<TextReader, 'confirm' | 'weigh' | 'languages'>>;
