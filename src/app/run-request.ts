import * as z from 'zod';
import { Limits } from '../core/action.js';
import { DeskhandError } from '../core/errors.js';

const Size = z.strictObject({ width: z.number().int().min(10), height: z.number().int().min(10) });

/** Where a run takes place, and how a person at that place may stop it. */
const Place = z.strictObject({
  on: z
    .string()
    .optional()
    .describe('virtual, current, or a display such as :1 (default: as the task says, else virtual)'),
  monitor: z
    .string()
    .optional()
    .describe('look at one monitor: its name, its number from 1, or all (default: as the task says)'),
  size: Size.optional().describe('size of a virtual desktop, px'),
  view: z.boolean().default(false).describe('let a VNC viewer watch the virtual desktop'),
  hints: z
    .boolean()
    .default(false)
    .describe('ask applications where their labels are, and check with the pixels'),
  stopKey: z
    .string()
    .optional()
    .describe('stops a run on a desktop that a person sits at (default: ctrl+alt+escape)'),
  stopCorner: z
    .boolean()
    .default(true)
    .describe('a pointer pushed into a corner of such a desktop stops the run'),
  person: z
    .enum(['pause', 'ignore'])
    .optional()
    .describe('when somebody else uses mouse or keyboard (default: as the task says)'),
});

/** Which model decides for goals in words, reads and judges. */
const Model = z.strictObject({
  pilot: z
    .enum(['auto', 'qwen', 'offline'])
    .default('auto')
    .describe('who reaches goals in words; auto: qwen when there is a key, else offline'),
  name: z.string().optional().describe('model, or several with commas that help each other out'),
  baseUrl: z.string().optional().describe('OpenAI-compatible server'),
  profiles: z.string().optional().describe('JSON file with profiles of your own'),
});

/** How and where a run or a replay takes place. */
const settings = {
  desktop: Place.prefault({}),
  approve: z
    .enum(['ask', 'yes', 'deny', 'file'])
    .default('ask')
    .describe(
      'who answers when an act is risky; ask: the operator of the services, and no where there is none',
    ),
  strict: z.boolean().default(false).describe('a promise that held already before its step is a failure'),
  recordings: z.string().default('recordings').describe('folder that the folder of the recording is made in'),
};

/** What a run is asked for: plain JSON, so that it can be sent, queued and kept. */
export const RunRequest = z.strictObject({
  task: z
    .union([z.string().min(1), z.strictObject({ source: z.string(), file: z.string().default('task.yaml') })])
    .describe('path of a task file, or its text; paths in a text are relative to the folder of its `file`'),
  params: z.record(z.string(), z.unknown()).default({}).describe('values of the parameters of the task'),
  model: Model.prefault({}),
  limits: Limits.partial().default({}).describe('limits that take the place of those of the task'),
  pace: z.number().min(0).max(5000).optional().describe('ms between two keys, instead of what the task says'),
  ...settings,
});
export type RunRequest = z.infer<typeof RunRequest>;
export type RunRequestInput = z.input<typeof RunRequest>;

/** What a replay is asked for: plain JSON. */
export const ReplayRequest = z.strictObject({
  recording: z.string().min(1).describe('folder of the recording'),
  task: z
    .string()
    .optional()
    .describe(
      'file of the task: the policy, approvals and secrets of a foreign recording count only with it',
    ),
  dry: z.boolean().default(false).describe('on the recorded frames, without a display'),
  ...settings,
});
export type ReplayRequest = z.infer<typeof ReplayRequest>;
export type ReplayRequestInput = z.input<typeof ReplayRequest>;

/**
 * Reads a request, and fills in what it leaves out.
 *
 * @throws DeskhandError `bad-request` that names every member that does not fit
 */
export function readRequest<Schema extends z.ZodType>(schema: Schema, request: unknown): z.output<Schema> {
  const read = schema.safeParse(request);
  if (read.success) return read.data;
  const wrong = read.error.issues.map(({ path, message }) => `${path.join('.') || 'request'}: ${message}`);
  throw new DeskhandError('usage', 'bad-request', `The request does not fit: ${wrong.join('; ')}.`, {
    hint: 'docs/api.md tells the members of a request.',
  });
}
