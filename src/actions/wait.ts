import * as z from 'zod';
import { deed, untouched } from './deed.js';

export const wait = deed({
  name: 'wait',
  description: 'Waits for a fixed time. Prefer wait-for-change when something on the screen will tell.',
  input: z.strictObject({ ms: z.number().int().min(1).max(60_000).describe('how long, ms') }),
  kind: 'wait',
  offered: true,
  patience: 'none',
  traits: () => untouched,
  summary: (input) => `wait ${input.ms} ms`,
  perform: (input, world, signal) => world.clock.sleep(input.ms, signal),
});
