import * as z from 'zod';
import { deed, untouched } from './deed.js';
import { words } from './parts.js';

export const check = deed({
  name: 'check',
  description: 'Touches nothing: the promises of the step are checked on the screen as it is.',
  input: z.strictObject({ what: words.optional().describe('what is checked, in words') }),
  kind: 'look',
  offered: false,
  patience: 'none',
  traits: () => untouched,
  summary: (input) => (input.what === undefined ? 'check the screen' : `check ${input.what}`),
  // The checks belong to the decision; the loop makes them after every act.
  perform: () => Promise.resolve(undefined),
});
