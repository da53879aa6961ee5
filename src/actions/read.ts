import { z } from 'zod';
import { deed, untouched } from './deed.js';
import { box, place } from './parts.js';

export const read = deed({
  name: 'read',
  description: 'Reads the text of an area of the screen into a value.',
  input: z.strictObject({
    name: z.string().min(1).describe('name of the value'),
    area: box.optional().describe('the area to read, frame px; without it, the whole frame'),
  }),
  kind: 'look',
  offered: false,
  patience: 'none',
  traits: () => untouched,
  summary: (input) =>
    `read ${input.name} from ${input.area ? `${input.area.width}x${input.area.height} px at ${place(input.area)}` : 'the screen'}`,
  /** Answers the text, lines from top to bottom. */
  async perform(input, world, signal) {
    const lines = await world.eyes.read(world.view, input.area, signal);
    return lines.map((line) => line.text).join('\n');
  },
});
