import * as z from 'zod';
import { dragTimes } from '../core/pace.js';
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
    durationMs: z.number().min(0).max(60_000).optional().describe('ms that the way takes'),
    hoverMs: z
      .number()
      .min(0)
      .max(5000)
      .optional()
      .describe('ms to stay at the last point before letting go, for targets that answer slowly'),
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
        ...dragTimes(world.pace(input.path[0])),
        ...definedOnly({ holdMs: input.holdMs, durationMs: input.durationMs, hoverMs: input.hoverMs }),
      },
      signal,
    ),
});

function definedOnly(times: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(times).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}
