import * as z from 'zod';
import { deed, untouched } from './deed.js';
import { quoted, words } from './parts.js';

export const note = deed({
  name: 'note',
  description: 'Writes a remark into the recording, such as something to remember for later.',
  input: z.strictObject({ text: words.describe('the remark') }),
  kind: 'say',
  offered: true,
  patience: 'none',
  traits: () => untouched,
  summary: (input) => `note ${quoted(input.text)}`,
  // The remark is the action itself, which the recording holds.
  perform: () => Promise.resolve(undefined),
});
