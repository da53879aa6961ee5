import * as z from 'zod';
import { deed } from './deed.js';
import { aim, place, point } from './parts.js';

export const move = deed({
  name: 'move',
  description: 'Moves the pointer to a point without pressing anything, to open a tooltip or a submenu.',
  input: z.strictObject({ at: point.describe('where to move the pointer') }),
  kind: 'input',
  offered: true,
  patience: 'pointer',
  traits: (input) => ({ points: [input.at], touch: 'hover', chords: [] }),
  summary: (input) => `move to ${place(input.at)}`,
  perform: (input, world, signal) => world.hand.move(aim(input.at, world), signal),
});
