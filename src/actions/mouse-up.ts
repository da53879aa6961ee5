import * as z from 'zod';
import { deed } from './deed.js';
import { aim, button, place, point } from './parts.js';

export const mouseUp = deed({
  name: 'mouse-up',
  description: 'Moves to a point and lets a mouse button go that is down.',
  input: z.strictObject({
    at: point.describe('where to let go'),
    button: button.default('left').describe('which button'),
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
  summary: (input) => `let ${input.button} go at ${place(input.at)}`,
  perform: (input, world, signal) => world.hand.up(aim(input.at, world), { button: input.button }, signal),
});
