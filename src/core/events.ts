import * as z from 'zod';
import { Action, Approval, Decision, Ending, Limits, Outcome, Usage, Verdict } from './action.js';
import { Check, CheckResult, Typed } from './check.js';
import { FrameBox } from './coordinates.js';
import { Frame } from './frame.js';
import { KeptFile } from './kept-file.js';
import { Greyed } from './target.js';

/** The number of the recording format that this version writes. */
export const RECORDING_FORMAT = 1;

const act = z.number().int().positive().describe('number of the act in the run, from 1');
const ms = z.number().nonnegative().describe('duration, ms');

/** Each kind of line of `recording.jsonl`, without the envelope (seq, at, wall, prev, hash). */
export const RecordingEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run'),
    format: z.number().int(),
    version: z.string().describe('version of deskhand'),
    id: z.string(),
    task: z.object({
      name: z.string(),
      file: z.string().optional().describe('path of the task file as it was given'),
      sha256: z.string().optional(),
      source: z.string().optional().describe('YAML text of the task'),
      description: z.string().optional(),
      tags: z.array(z.string()).optional(),
      goal: z.string().optional(),
    }),
    params: z.record(z.string(), z.unknown()).describe('parameters, without secrets'),
    pilot: z.string(),
    model: z.string().optional(),
    operator: z.string(),
    desktop: z.object({
      kind: z.string(),
      display: z.string().optional(),
      size: z.object({ width: z.number(), height: z.number() }).optional(),
      monitor: z.string().optional().describe('name or number of the monitor that was chosen, or all'),
    }),
    limits: Limits,
    machine: z.object({ platform: z.string(), node: z.string() }),
  }),
  z.object({
    type: z.literal('frame'),
    frame: Frame,
    settleMs: ms,
    captureMs: ms,
    encodeMs: ms,
    saveMs: ms.optional(),
  }),
  z.object({ type: z.literal('step-start'), step: z.string(), name: z.string(), kind: z.string() }),
  z.object({
    type: z.literal('step-end'),
    step: z.string(),
    status: z.enum(['passed', 'failed', 'skipped', 'warned']),
    reason: z.string().optional(),
    ms,
  }),
  z.object({
    type: z.literal('decision'),
    act,
    frame: z.string().describe('id of the frame that was decided on'),
    decision: Decision,
    ms,
    usage: Usage.optional(),
    exchange: KeptFile.optional().describe('file of the model exchange, relative to the recording'),
  }),
  z.object({
    type: z.literal('asked'),
    step: z.string().optional().describe('the step that a model was asked for, to point at its target'),
    usage: Usage,
    exchange: KeptFile.describe('file of the model exchange, relative to the recording'),
  }),
  z.object({ type: z.literal('look-again'), reason: z.string(), step: z.string().optional() }),
  z.object({ type: z.literal('verdict'), act, verdict: Verdict, ms }),
  z.object({
    type: z.literal('confirmation'),
    act,
    summary: z.string(),
    crop: KeptFile.optional().describe('picture shown to the operator, relative to the recording'),
    box: FrameBox.optional(),
    approval: Approval,
    ms,
  }),
  z.object({
    type: z.literal('stale'),
    act,
    reason: z.string(),
    frame: z.string().optional(),
    expected: KeptFile.optional().describe('picture of what was decided on, relative to the recording'),
    found: KeptFile.optional().describe('picture of what is there now, relative to the recording'),
  }),
  z.object({
    type: z.literal('intent'),
    act,
    action: Action,
    summary: z.string().describe('the action in words'),
    patch: z
      .object({ file: KeptFile, box: FrameBox })
      .optional()
      .describe('pixels around the target at the moment of aiming'),
  }),
  z.object({
    type: z.literal('outcome'),
    act,
    outcome: Outcome,
    reason: z.string().optional(),
    answer: z.unknown().optional(),
    usage: Usage.optional().describe('what a model used that was asked by the act itself'),
    exchange: KeptFile.optional().describe('file of that model exchange, relative to the recording'),
    ms,
  }),
  z.object({
    type: z.literal('check'),
    act,
    check: Check,
    result: CheckResult,
    detail: z.string().optional(),
    typed: Typed.optional().describe('what of the typed text is to be seen; nobody promised it in words'),
    greyed: Greyed.optional().describe('what was clicked looks greyed out; nobody promised it in words'),
    weak: z
      .literal(true)
      .optional()
      .describe('it held already before the step did anything, so it proves nothing'),
    frame: z.string().optional(),
    usage: Usage.optional().describe('what a model used that judged the check'),
    exchange: KeptFile.optional().describe('file of that model exchange, relative to the recording'),
    ms,
  }),
  z.object({ type: z.literal('value'), name: z.string(), value: z.unknown().optional() }),
  z.object({ type: z.literal('note'), text: z.string() }),
  z.object({
    type: z.literal('difference'),
    reason: z.string().describe('why a replay halted'),
    expected: KeptFile.describe('picture of what was recorded, relative to the recording'),
    found: KeptFile.describe('picture of what the screen showed instead'),
    frame: z.string().describe('id of the frame that was found'),
    box: FrameBox,
  }),
  z.object({
    type: z.literal('stuck'),
    reason: z.string(),
    told: z.boolean().describe('true: the pilot was told; false: the run ends'),
  }),
  z.object({ type: z.literal('pause'), by: z.string() }),
  z.object({ type: z.literal('resume'), by: z.string(), ms }),
  z.object({
    type: z.literal('file'),
    file: KeptFile.describe('a file that was kept, relative to the recording; the journal writes this line'),
    sha256: z.string(),
    bytes: z.number().int().nonnegative(),
  }),
  z.object({ type: z.literal('artefact'), name: z.string(), file: KeptFile }),
  z.object({
    type: z.literal('ending'),
    ending: Ending,
    reason: z.string(),
    acts: z.number().int().nonnegative(),
    usage: Usage.optional(),
    outputs: z.record(z.string(), z.unknown()).optional(),
    ms,
  }),
]);
export type RecordingEvent = z.infer<typeof RecordingEvent>;

/** One line of `recording.jsonl`. */
export const RecordingLine = z.intersection(
  z.object({
    seq: z.number().int().nonnegative(),
    at: z.number().describe('ms since the run began, monotonic'),
    wall: z.string().describe('ISO time'),
    prev: z.string().describe('hash of the line before'),
    hash: z.string().describe('sha256 over the canonical JSON of this line without hash'),
  }),
  RecordingEvent,
);
export type RecordingLine = z.infer<typeof RecordingLine>;
