import * as z from 'zod';
import { deed } from './deed.js';

export const closeApp = deed({
  name: 'close-app',
  description: 'Ends an application that this task has started.',
  input: z.strictObject({ name: z.string().min(1).describe('name of the application in this task') }),
  kind: 'machine',
  offered: false,
  patience: 'launch',
  traits: (input) => ({ points: [], chords: [], app: input.name, closes: true }),
  summary: (input) => `close ${input.name}`,
  perform: (input, world, signal) => world.apps.close(input.name, signal),
});
