import { z } from 'zod';
import { deed } from './deed.js';
import { aim, button, held, modifierNames, modifiers, place, point } from './parts.js';

export const drag = deed({
  name: 'drag',
  description:
    'Presses a button at the first point, moves along the path and lets go at its last point: moves things, selects text, draws.',
  input: z.strictObject({
    path: z.array(point).min(2).max(200).describe('points to visit, the first is where the button goes down'),
    button: button.default('left').describe('which button'),
    modifiers,
    holdMs: z
      .number()
      .min(0)
      .max(5000)
      .optional()
      .describe('ms to stay at the first point before moving, for things that must be picked up'),
  }),
  kind: 'input',
  offered: true,
  patience: 'pointer',
  traits: (input) => ({ points: input.path, touch: 'drag', chords: [] }),
  summary: (input) => {
    const first = input.path[0];
    const last = input.path.at(-1);
    const along = input.path.length > 2 ? ` along ${input.path.length} points` : '';
    const ends = first && last ? ` from ${place(first)} to ${place(last)}` : '';
    return `drag ${input.button}${ends}${along}${held(input.modifiers)}`;
  },
  perform: (input, world, signal) =>
    world.hand.drag(
      input.path.map((at) => aim(at, world)),
      {
        button: input.button,
        modifiers: modifierNames(input.modifiers),
        ...(input.holdMs !== undefined && { holdMs: input.holdMs }),
      },
      signal,
    ),
});
