import * as z from 'zod';
import { FrameBox } from './coordinates.js';
import { Target, TextMatch } from './target.js';
import { WindowMatch } from './window.js';

/** A promise about the screen, a window, a file or a value. Exactly one of the first group. */
export const Check = z.object({
  visible: Target.optional().describe('this can be found on the screen'),
  gone: Target.optional().describe('this cannot be found on the screen'),
  text: TextMatch.optional().describe('this text stands somewhere in the area'),
  window: WindowMatch.optional().describe('this window is open'),
  closed: WindowMatch.optional().describe('this window is not open'),
  changed: z
    .union([z.boolean(), z.string()])
    .optional()
    .describe(
      'the screen changed since before the act; or a sentence about the change, which the model judges',
    ),
  file: z
    .object({
      path: z.string(),
      exists: z.boolean().optional(),
      equals: z.string().optional(),
      contains: z.string().optional(),
      matches: z.string().optional(),
    })
    .optional()
    .describe('a file has this content'),
  value: z
    .object({
      actual: z.unknown(),
      equals: z.unknown().optional(),
      contains: z.string().optional(),
      matches: z.string().optional(),
    })
    .optional()
    .describe('a value, such as one that was read before'),
  that: z.union([z.boolean(), z.string()]).optional().describe('an expression that must be true'),
  area: FrameBox.optional().describe('only inside this box, frame px'),
  within: z.number().nonnegative().optional().describe('how long it may take to come true, ms'),
  strict: z.boolean().optional().describe('it fails when it held already before the step did anything'),
  message: z.string().optional().describe('what to say when it fails'),
});
export type Check = z.infer<typeof Check>;

/** Unknown never passes. */
export const CheckResult = z.enum(['holds', 'fails', 'unknown']);
export type CheckResult = z.infer<typeof CheckResult>;

/**
 * What of a typed text is to be seen afterwards. Exact: all of it was read, letter by letter; partly: some of it;
 * other: something else stands in its place; changed: the screen changed, but nothing of the text was read there;
 * nothing: nothing changed that can be the text.
 */
export const Typed = z.enum(['exact', 'partly', 'other', 'changed', 'nothing']);
export type Typed = z.infer<typeof Typed>;
