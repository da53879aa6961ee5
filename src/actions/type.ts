import { z } from 'zod';
import { deed } from './deed.js';
import { typePaced } from './paced.js';
import { chord, chordOf, chordWords, delay, quoted, typable } from './parts.js';

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
      paste: z
        .union([z.boolean(), chord])
        .optional()
        .describe(
          'paste it through the clipboard, which is put back afterwards; true, or the chord that pastes there',
        ),
      delayMs: delay,
      unseen: z
        .boolean()
        .optional()
        .describe('the program shows nothing of what is typed, as at a password prompt'),
    })
    .refine((input) => (input.text === undefined) !== (input.secret === undefined), {
      error: 'expected exactly one of text and secret',
    }),
  kind: 'input',
  offered: true,
  patience: 'key',
  traits: (input) => ({
    points: [],
    chords: Array.isArray(input.paste) || typeof input.paste === 'string' ? [chordOf(input.paste)] : [],
    typed: `${input.text ?? ''}${input.enter ? '\n' : ''}`,
    ...(input.secret !== undefined && { secret: input.secret }),
  }),
  summary: (input) => {
    const what = input.secret === undefined ? quoted(input.text ?? '') : `the secret ${input.secret}`;
    return `${input.paste ? 'paste' : 'type'} ${what}${pasteWords(input.paste)}${input.enter ? ' and press Return' : ''}`;
  },
  async perform(input, world, signal) {
    const { paste, enter } = input;
    const text = input.secret === undefined ? (input.text ?? '') : world.secrets.reveal(input.secret);
    const delayMs = input.delayMs ?? world.pace();
    if (!paste || text === '') return typePaced(enter ? `${text}\n` : text, delayMs, world, signal);
    const secret = input.secret !== undefined;
    await world.hand.paste(text, { secret, ...(paste !== true && { keys: chordOf(paste) }) }, signal);
    if (enter) await world.hand.press(['enter'], 1, signal);
  },
});

function pasteWords(paste: boolean | string | readonly string[] | undefined): string {
  return paste === undefined || typeof paste === 'boolean' ? '' : ` with ${chordWords(chordOf(paste))}`;
}
