import { z } from 'zod';
import { deed } from './deed.js';
import { quoted, typable } from './parts.js';

export const type = deed({
  name: 'type',
  description: 'Types text, exactly as written, into whatever has the keyboard focus.',
  input: z
    .strictObject({
      text: typable.optional().describe('the text; a line feed is Return, a tab is Tab'),
      secret: z
        .string()
        .min(1)
        .optional()
        .describe('name of a secret of the task to type instead of text; its value is never shown or kept'),
      enter: z.boolean().default(false).describe('press Return afterwards'),
    })
    .refine((input) => (input.text === undefined) !== (input.secret === undefined), {
      error: 'expected exactly one of text and secret',
    }),
  kind: 'input',
  offered: true,
  patience: 'key',
  traits: (input) => ({
    points: [],
    chords: [],
    typed: `${input.text ?? ''}${input.enter ? '\n' : ''}`,
    ...(input.secret !== undefined && { secret: input.secret }),
  }),
  summary: (input) => {
    const what = input.secret === undefined ? quoted(input.text ?? '') : `the secret ${input.secret}`;
    return `type ${what}${input.enter ? ' and press Return' : ''}`;
  },
  perform: (input, world, signal) => {
    const text = input.secret === undefined ? (input.text ?? '') : world.secrets.reveal(input.secret);
    return world.hand.type(input.enter ? `${text}\n` : text, signal);
  },
});
