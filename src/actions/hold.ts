import * as z from 'zod';
import { deed } from './deed.js';
import { aim, button, chord, chordOf, chordWords, place, point } from './parts.js';

export const hold = deed({
  name: 'hold',
  description: 'Holds keys, or a mouse button at a point, for some time and lets go.',
  input: z
    .strictObject({
      keys: chord.optional().describe('keys to hold, as one chord'),
      at: point.optional().describe('where to hold a mouse button instead'),
      button: button.optional().describe('which button to hold there (default left)'),
      ms: z.number().int().min(1).max(600_000).describe('how long, ms'),
    })
    .refine((input) => (input.keys === undefined) !== (input.at === undefined), {
      error: 'expected exactly one of keys and at',
    })
    .refine((input) => input.button === undefined || input.at !== undefined, {
      error: 'expected at, the point where the button is held',
      path: ['button'],
    }),
  kind: 'input',
  offered: true,
  patience: 'pointer',
  traits: (input) => ({
    points: input.at ? [input.at] : [],
    ...(input.at && { touch: input.button === 'right' ? 'menu' : 'press' }),
    chords: input.keys === undefined ? [] : [chordOf(input.keys)],
  }),
  summary: (input) => {
    const what = input.at
      ? `${input.button ?? 'left'} at ${place(input.at)}`
      : chordWords(chordOf(input.keys ?? []));
    return `hold ${what} for ${input.ms} ms`;
  },
  perform: (input, world, signal) =>
    world.hand.hold(
      input.at
        ? { button: input.button ?? 'left', at: aim(input.at, world) }
        : { keys: chordOf(input.keys ?? []) },
      input.ms,
      signal,
    ),
});
