import * as z from 'zod';
import { DeskhandError } from '../core/errors.js';
import { clip } from '../core/geometry.js';
import { deed, untouched } from './deed.js';
import { box, place } from './parts.js';

export const lookCloser = deed({
  name: 'look-closer',
  description: 'Shows a part of the screen enlarged, before a small or doubtful target is acted on.',
  input: z.strictObject({ box: box.describe('the part of the frame to enlarge') }),
  kind: 'look',
  offered: true,
  patience: 'none',
  traits: () => untouched,
  summary: (input) => `look closer at ${input.box.width}x${input.box.height} px from ${place(input.box)}`,
  async perform(input, world) {
    const { size } = world.view.frame;
    const inside = clip(input.box, size);
    if (inside === undefined) {
      throw new DeskhandError(
        'failed',
        'box-off-frame',
        `The box at ${place(input.box)} lies outside the frame of ${size.width}x${size.height} px.`,
      );
    }
    return { box: inside };
  },
});
