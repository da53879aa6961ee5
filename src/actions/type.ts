import * as z from 'zod';
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
    const toSee = (shown: string): Parameters<typeof world.seen>[0] =>
      input.secret === undefined ? shown : { secret: input.secret, letters: [...shown].length };
    if (paste && text !== '') {
      await world.hand.paste(
        text,
        { secret: input.secret !== undefined, ...(paste !== true && { keys: chordOf(paste) }) },
        signal,
      );
      if (!enter) return;
      if (!input.unseen) await world.seen(toSee(text), signal);
      await world.hand.press(['enter'], 1, signal);
      return;
    }
    const { shown, rest } = untilSent(enter ? `${text}\n` : text);
    if (input.unseen || rest === '' || shown.trim() === '')
      return typePaced(shown + rest, delayMs, world, signal);
    await typePaced(shown, delayMs, world, signal);
    await world.seen(toSee(shown), signal);
    await typePaced(rest, delayMs, world, signal);
  },
});

/** The text, and the Returns and tabs at its end: they send it off, or have it completed. */
function untilSent(text: string): { readonly shown: string; readonly rest: string } {
  const shown = text.replace(/[\n\t]+$/u, '');
  return { shown, rest: text.slice(shown.length) };
}

function pasteWords(paste: boolean | string | readonly string[] | undefined): string {
  return paste === undefined || typeof paste === 'boolean' ? '' : ` with ${chordWords(chordOf(paste))}`;
}
