import * as z from 'zod';
import { DeskhandError } from '../core/errors.js';
import { readForms } from '../core/forms.js';
import type { ModelRequest } from '../ports.js';
import { deed, untouched } from './deed.js';
import { box, place } from './parts.js';

export const read = deed({
  name: 'read',
  description: 'Reads the text of an area of the screen into a value.',
  input: z.strictObject({
    name: z.string().min(1).describe('name of the value'),
    area: box.optional().describe('the area to read, frame px; without it, the whole frame'),
    by: z.enum(['text', 'model']).optional().describe('who reads: the text reader (default) or the model'),
    question: z.string().optional().describe('what the model is asked'),
    schema: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('JSON Schema of the value that the model answers'),
    format: z.enum(readForms).optional().describe('what the model writes instead'),
    video: z
      .strictObject({
        seconds: z.number().positive().describe('how many of the last seconds are shown'),
        fps: z.number().min(0.1).max(10).describe('frames a second'),
      })
      .optional()
      .describe('the model is shown the last seconds of the run, so many frames a second'),
  }),
  kind: 'look',
  offered: false,
  patience: 'none',
  traits: () => untouched,
  summary: (input) =>
    `read ${input.name} ${input.by === 'model' ? 'by the model ' : ''}from ${input.video ? `the last ${input.video.seconds} s of ` : ''}${input.area ? `${input.area.width}x${input.area.height} px at ${place(input.area)}` : 'the screen'}`,
  /** Answers the text, lines from top to bottom; by the model what was asked for. */
  async perform({ name: _, by, ...request }, world, signal) {
    if (by === 'model') {
      if (world.readByModel === undefined) throw noModel();
      return world.readByModel(withoutGaps(request), signal);
    }
    const lines = await world.eyes.read(world.view, request.area, signal, { cut: true });
    return lines.map((line) => line.text).join('\n');
  },
});

type Gapped<T> = { [Key in keyof T]?: T[Key] | undefined };

function withoutGaps(request: Gapped<ModelRequest>): ModelRequest {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}

function noModel(): DeskhandError {
  return new DeskhandError('environment', 'no-model', 'Only a model can read this, and the run has none.', {
    hint: 'Set DASHSCOPE_API_KEY, or name a server with --base-url.',
  });
}
