import * as z from 'zod';
import { deed } from './deed.js';
import { aim, button, held, modifierNames, modifiers, place, point } from './parts.js';

export const click = deed({
  name: 'click',
  description: 'Clicks a mouse button at a point, up to three times.',
  input: z.strictObject({
    at: point.describe('where to click'),
    button: button.default('left').describe('which button'),
    count: z.number().int().min(1).max(3).default(1).describe('1 click, 2 double click, 3 triple click'),
    modifiers,
  }),
  kind: 'input',
  offered: true,
  patience: 'pointer',
  traits: (input) => ({
    points: [input.at],
    touch: input.button === 'right' ? 'menu' : 'press',
    chords: [],
  }),
  summary: (input) =>
    `${['click', 'double-click', 'triple-click'][input.count - 1]} ${input.button} at ${place(input.at)}${held(input.modifiers)}`,
  perform: (input, world, signal) =>
    world.hand.click(
      aim(input.at, world),
      { button: input.button, count: input.count, modifiers: modifierNames(input.modifiers) },
      signal,
    ),
});
