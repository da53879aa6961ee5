import * as z from 'zod';
import { Proof } from '../core/proof.js';
import { deed, untouched } from './deed.js';
import { quoted, words } from './parts.js';

export const done = deed({
  name: 'done',
  description: 'Ends the task: everything that was asked is done and can be seen to be done.',
  input: z.strictObject({
    summary: words.describe('what was done and how the screen shows it'),
    proof: Proof.optional().describe(
      'what shows that it is done, and was not so at the start: each a visible or gone text, a window, closed window or file',
    ),
    outputs: z.record(z.string(), z.json()).optional().describe('values that the task asked for, by name'),
  }),
  kind: 'end',
  offered: true,
  patience: 'none',
  traits: () => untouched,
  summary: (input) => `done: ${quoted(input.summary)}`,
  // Ending the run is the loop's work; the hand has nothing to do.
  perform: () => Promise.resolve(undefined),
});
