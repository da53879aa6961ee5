import * as z from 'zod';

const PART = /^(?!\.{1,2}$)[^/\\\0]{1,200}$/u;

/**
 * The name of a file of a recording, relative to its folder: at most three parts, none of which leads out of it.
 * A recording may come from anybody.
 */
export const KeptFile = z
  .string()
  .refine((name) => name.split('/').length <= 3 && name.split('/').every((part) => PART.test(part)), {
    message: 'it is no name of a file within the recording',
  });
