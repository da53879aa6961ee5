import * as z from 'zod';
import { deed } from './deed.js';
import { aim, place, point } from './parts.js';

export const scroll = deed({
  name: 'scroll',
  description: 'Turns the mouse wheel by whole notches, at a point or where the pointer is.',
  input: z.strictObject({
    at: point.optional().describe('where to scroll; without it, where the pointer is'),
    direction: z
      .enum(['up', 'down', 'left', 'right'])
      .describe('down shows what lies further down, and so on'),
    notches: z
      .number()
      .int()
      .min(1)
      .max(50)
      .default(3)
      .describe('wheel notches; a notch is about three lines'),
  }),
  kind: 'input',
  offered: true,
  patience: 'pointer',
  traits: (input) => ({ points: input.at ? [input.at] : [], touch: 'wheel', chords: [] }),
  summary: (input) =>
    `scroll ${input.direction} by ${input.notches}${input.at ? ` at ${place(input.at)}` : ''}`,
  perform: (input, world, signal) =>
    world.hand.scroll(
      input.at && aim(input.at, world),
      { direction: input.direction, notches: input.notches },
      signal,
    ),
});
