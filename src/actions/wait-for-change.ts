import * as z from 'zod';
import { deed, untouched } from './deed.js';

export const waitForChange = deed({
  name: 'wait-for-change',
  description: 'Waits until something on the screen changes, at most for some time.',
  input: z.strictObject({
    withinMs: z.number().int().min(1).max(60_000).default(10_000).describe('the longest wait, ms'),
  }),
  kind: 'wait',
  offered: true,
  patience: 'pointer',
  traits: () => untouched,
  summary: (input) => `wait up to ${input.withinMs} ms for a change`,
  async perform(input, world, signal) {
    const change = await world.screen.nextChange(world.view.key, { withinMs: input.withinMs }, signal);
    return change === undefined
      ? { changed: false }
      : { changed: true, ...(change.windows !== undefined && { windows: change.windows }) };
  },
});
