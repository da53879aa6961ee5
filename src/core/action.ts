import * as z from 'zod';
import { Check, type Typed } from './check.js';
import { type Greyed, Sighting, Target } from './target.js';

/**
 * An action as data: the name of a deed of `actions/` and its input. The input is validated by that deed's
 * own schema before anything is done with it.
 */
export const Action = z.object({
  name: z.string().describe('name of the deed, such as click'),
  input: z.record(z.string(), z.unknown()).describe("the deed's input; points are frame px"),
});
export type Action = z.infer<typeof Action>;

/** A pilot's thought and action. */
export const Decision = z.object({
  thought: z.string().optional().describe('why, in the words of the pilot'),
  action: Action,
  target: Target.optional().describe('what the action points at'),
  sighting: Sighting.optional().describe('where the target was found'),
  step: z.string().optional().describe('the step of the task that this serves, such as steps[2]'),
  stepName: z.string().optional().describe('the name of that step'),
  retried: z
    .boolean()
    .optional()
    .describe('the step, or a block around it, has failed before and is tried again'),
  into: z
    .object({ target: Target, sighting: Sighting })
    .optional()
    .describe('the field that the text is to show in: how it was named, and where it was clicked'),
  checks: z.array(Check).optional().describe('promises about the screen afterwards'),
  within: z
    .number()
    .nonnegative()
    .optional()
    .describe('how long a typed text may take to show, ms (default 5 s)'),
  origin: z
    .enum(['author', 'model'])
    .optional()
    .describe('who wrote the action: the author of the task, or a model on its own (the default)'),
  risk: z
    .object({ class: z.string(), reason: z.string() })
    .optional()
    .describe('risk that the pilot itself sees; it can only add'),
});
export type Decision = z.infer<typeof Decision>;

export const RiskClass = z.enum([
  'deleting',
  'paying',
  'sending',
  'credentials',
  'permissions',
  'installing',
  'accepting terms',
  'running commands',
  'leaving the allowed windows',
  'closing without saving',
  'unknown target',
  'other',
]);
export type RiskClass = z.infer<typeof RiskClass>;

/** What the rules say of an action: allow, ask the operator, or refuse. */
export const Verdict = z.object({
  answer: z.enum(['allow', 'ask', 'refuse']),
  reason: z.string(),
  class: RiskClass.optional(),
  rule: z.string().optional().describe('id of the rule that decided'),
  evidence: z.string().optional().describe('the text, key or window that the rule saw'),
  site: z.string().optional().describe('file and line of the site policy that decided'),
});
export type Verdict = z.infer<typeof Verdict>;

/** How an act ended. Unknown: the hand was cut off in the middle; never repeated blindly. */
export const Outcome = z.enum(['done', 'failed', 'refused', 'stale', 'unknown']);
export type Outcome = z.infer<typeof Outcome>;

/** How a run ended. */
export const Ending = z
  .enum(['passed', 'failed', 'not proven', 'refused', 'stopped', 'out of budget'])
  .describe('not proven: a goal that its pilot said to be reached, and could not show');
export type Ending = z.infer<typeof Ending>;

/** The operator's answer to a confirmation. */
export const Approval = z.object({
  answer: z.enum(['yes', 'no']),
  by: z.string().describe('who or what answered, such as terminal, author, fixed no'),
  reason: z.string().optional(),
});
export type Approval = z.infer<typeof Approval>;

/** Tokens and money of model calls. */
export const Usage = z.object({
  calls: z.number().int().nonnegative(),
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  cachedTokens: z.number().int().nonnegative().optional(),
  imageTokens: z.number().int().nonnegative().optional(),
  cost: z.number().nonnegative().optional().describe('money, in the currency of the profile'),
  currency: z.string().optional(),
});
export type Usage = z.infer<typeof Usage>;

/** What a run may use up. A limit that is not given does not hold, but steps and seconds have defaults. */
export const Limits = z.object({
  steps: z
    .number()
    .int()
    .positive()
    .optional()
    .describe('acts, the closing one not counted (default 1000, for a goal 100)'),
  seconds: z.number().positive().optional().describe('wall time, s (default 900)'),
  tokens: z.number().int().positive().optional().describe('model tokens in and out'),
  cost: z.number().positive().optional().describe('money, in the currency of the profile'),
});
export type Limits = z.infer<typeof Limits>;

/** One act of a run so far, as pilots and the stuck detector see it. */
export interface Act {
  readonly number: number;
  readonly decision: Decision;
  /** Id and hash of the frame that was decided on. */
  readonly frame: string;
  readonly frameSha: string;
  readonly verdict?: Verdict;
  readonly outcome: Outcome;
  readonly reason?: string;
  /** What the deed answered, such as the text that was read. */
  readonly answer?: unknown;
  readonly checks: readonly {
    readonly check: Check;
    readonly result: CheckResultName;
    readonly detail?: string;
    /** Set for the promise that typed text shows. */
    readonly typed?: Typed;
    /** Set for the promise that what looks greyed out takes the click. */
    readonly greyed?: Greyed;
    /** It held already before the step did anything, so it proves nothing. */
    readonly weak?: true;
  }[];
}
type CheckResultName = 'holds' | 'fails' | 'unknown';
