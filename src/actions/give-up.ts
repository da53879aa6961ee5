import * as z from 'zod';
import { deed, untouched } from './deed.js';
import { quoted, words } from './parts.js';

export const giveUp = deed({
  name: 'give-up',
  description: 'Ends the task without success: it cannot be done, or must not be done.',
  input: z.strictObject({
    reason: words.describe('why, and what would be needed'),
    ending: z
      .enum(['failed', 'refused', 'not proven'])
      .default('failed')
      .describe(
        'failed: it cannot be done; refused: it must not be done; not proven: it is said to be done, and nothing shows it',
      ),
  }),
  kind: 'end',
  offered: true,
  patience: 'none',
  traits: () => untouched,
  summary: (input) => `give up (${input.ending}): ${quoted(input.reason)}`,
  // Ending the run is the loop's work; the hand has nothing to do.
  perform: () => Promise.resolve(undefined),
});
