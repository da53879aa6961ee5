import * as z from 'zod';
import { deed } from './deed.js';
import { aim, button, held, modifierNames, modifiers, place, point } from './parts.js';

export const mouseDown = deed({
  name: 'mouse-down',
  description: 'Presses a mouse button at a point and keeps it down.',
  input: z.strictObject({
    at: point.describe('where to press'),
    button: button.default('left').describe('which button'),
    modifiers,
  }),
  kind: 'input',
  offered: false,
  patience: 'pointer',
  // Judged like a click: with the other half it is one.
  traits: (input) => ({
    points: [input.at],
    touch: input.button === 'right' ? 'menu' : 'press',
    chords: [],
  }),
  summary: (input) => `press ${input.button} at ${place(input.at)} and keep it down${held(input.modifiers)}`,
  perform: (input, world, signal) =>
    world.hand.down(
      aim(input.at, world),
      { button: input.button, modifiers: modifierNames(input.modifiers) },
      signal,
    ),
});
