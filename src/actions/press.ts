import * as z from 'zod';
import { deed } from './deed.js';
import { pressPaced } from './paced.js';
import { chord, chordOf, chordWords, delay } from './parts.js';

export const press = deed({
  name: 'press',
  description: 'Presses a key or a chord such as ctrl+s, once or several times.',
  input: z.strictObject({
    keys: chord.describe('one chord: ctrl+shift+s, enter, f5, or a list of its keys'),
    count: z.number().int().min(1).max(50).default(1).describe('how often'),
    delayMs: delay,
  }),
  kind: 'input',
  offered: true,
  patience: 'key',
  traits: (input) => ({ points: [], chords: [chordOf(input.keys)] }),
  summary: (input) =>
    `press ${chordWords(chordOf(input.keys))}${input.count > 1 ? ` ${input.count} times` : ''}`,
  perform: (input, world, signal) =>
    pressPaced(chordOf(input.keys), input.count, input.delayMs ?? world.pace(), world, signal),
});
