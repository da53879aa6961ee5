import { readAction } from '../actions/index.js';
import type {
  Act,
  Action,
  Approval,
  Decision,
  Ending,
  Limits,
  Outcome,
  Usage,
  Verdict,
} from '../core/action.js';
import type { Check, CheckResult, Typed } from '../core/check.js';
import type { Greyed } from '../core/target.js';
import type { Answer, Patience, Progress, View } from '../ports.js';
import { findStuck, type Stuck } from './stuck.js';
import { usageIn, valuesIn } from './told.js';

/** What a run starts with. */
export interface RunInput {
  readonly limits: Limits & { readonly steps: number; readonly seconds: number };
}

/** How a run ended and why. */
export interface RunEnding {
  readonly ending: Ending;
  readonly reason: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** One check after an act, as it came out. */
export interface Checked {
  readonly check: Check;
  readonly result: CheckResult;
  readonly detail?: string;
  /** Set for the promise that typed text shows. */
  readonly typed?: Typed;
  /** Set for the promise that what looks greyed out takes the click. */
  readonly greyed?: Greyed;
  /** It held already before the step did anything. */
  readonly weak?: true;
  /** What a model used that judged it. */
  readonly usage?: Usage;
}

/** How the hand ended an act. */
export interface Performed {
  readonly outcome: Outcome;
  readonly reason?: string;
  readonly answer?: unknown;
  /** What a model used that the deed has asked. */
  readonly usage?: Usage;
  /** What of a typed text was seen while it was done. */
  readonly checks?: readonly Checked[];
  /** What was thrown, when it was not done. */
  readonly error?: unknown;
  /** Set when the deed ends the run. */
  readonly end?: RunEnding;
  /** How patiently the screen is waited for afterwards. */
  readonly patience: Patience;
}

/** Why a run pauses. */
export interface Pause {
  /** Who: the operator, or somebody else at the desktop, whom the recording has told of already. */
  readonly by: 'operator' | 'somebody else';
  /** How long it may last, ms. */
  readonly withinMs: number;
  /** Why the run ends when it lasts longer. */
  readonly tooLong: string;
}

/** What the loop remembers. Plain data: pictures lie on disk, raw pixels in the driver. */
export interface RunContext extends RunInput {
  readonly view: View | undefined;
  readonly answer: Extract<Answer, { kind: 'act' }> | undefined;
  readonly waiting: Extract<Answer, { kind: 'look' }> | undefined;
  readonly verdict: Verdict | undefined;
  /** The operator's yes for the act that is being carried through; it is used up with it, however that ends. */
  readonly approval: Approval | undefined;
  readonly performed: Performed | undefined;
  readonly acts: readonly Act[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly usage: Usage;
  /** How patiently the next look waits. */
  readonly patience: Patience;
  /** Looks in a row whose decision the changing screen has voided. */
  readonly stale: number;
  readonly stuck: Stuck | undefined;
  /** The pause that was asked for, until it begins. */
  readonly pausing: Pause | undefined;
  /** The pause that the run is in. */
  readonly pause: Pause | undefined;
  /** Somebody else has used mouse or keyboard since the last look: what was decided and approved by it is void. */
  readonly disturbed: boolean;
  /** ms of the wall time limit that were used up before the last pause. */
  readonly spentMs: number;
  readonly end: RunEnding | undefined;
}

/** Decisions in a row that the changing screen may void before the run gives up. */
export const MAX_STALE = 8;

export function startContext(input: RunInput): RunContext {
  return {
    limits: input.limits,
    view: undefined,
    answer: undefined,
    waiting: undefined,
    verdict: undefined,
    approval: undefined,
    performed: undefined,
    acts: [],
    values: {},
    usage: { calls: 0, inputTokens: 0, outputTokens: 0 },
    patience: 'arrival',
    stale: 0,
    stuck: undefined,
    pausing: undefined,
    pause: undefined,
    disturbed: false,
    spentMs: 0,
    end: undefined,
  };
}

/** The decision that is being carried through; there is one in every state that asks for it. */
export function decisionOf(context: RunContext): Decision {
  if (context.answer === undefined) throw new Error('There is no decision in this state.');
  return context.answer.decision;
}

/** The frame that was decided on; there is one in every state after looking. */
export function viewOf(context: RunContext): View {
  if (context.view === undefined) throw new Error('There is no frame in this state.');
  return context.view;
}

/** The number of the act that is being carried through, from 1. */
export function actNumber(context: RunContext): number {
  return context.acts.length + 1;
}

/** The context after an act has ended, however it ended; the stuck detector has seen it. */
export function afterAct(
  context: RunContext,
  result: {
    outcome: Outcome;
    reason?: string;
    answer?: unknown;
    checks?: readonly Checked[];
    patience: Patience;
  },
): Partial<RunContext> {
  const view = viewOf(context);
  const act: Act = {
    number: actNumber(context),
    decision: decisionOf(context),
    frame: view.frame.id,
    frameSha: view.frame.sha256,
    ...(context.verdict && { verdict: context.verdict }),
    outcome: result.outcome,
    ...(result.reason !== undefined && { reason: result.reason }),
    ...(result.answer !== undefined && { answer: result.answer }),
    checks: result.checks ?? [],
  };
  const acts = [...context.acts, act];
  return {
    acts,
    answer: undefined,
    verdict: undefined,
    approval: undefined,
    performed: undefined,
    stale: result.outcome === 'stale' ? context.stale + 1 : 0,
    stuck: findStuck(acts, context.stuck),
    patience: result.patience,
  };
}

/** Takes over what the pilot answered and told: the decision, usage and values. */
export function afterAnswer(
  context: RunContext,
  { answer, told }: { answer: Answer | { kind: 'voided' }; told: readonly Progress[] },
): Partial<RunContext> {
  const values = { ...context.values, ...valuesIn(told) };
  const asked = usageIn(told).reduce(addUsage, context.usage);
  if (answer.kind === 'look') return { values, usage: asked, waiting: answer };
  if (answer.kind === 'voided') return { values, usage: asked };
  return { values, answer, usage: answer.usage ? addUsage(asked, answer.usage) : asked };
}

export function addUsage(a: Usage, b: Usage): Usage {
  const sum = (x: number | undefined, y: number | undefined): number | undefined =>
    x === undefined && y === undefined ? undefined : (x ?? 0) + (y ?? 0);
  return {
    calls: a.calls + b.calls,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cachedTokens: sum(a.cachedTokens, b.cachedTokens),
    imageTokens: sum(a.imageTokens, b.imageTokens),
    cost: sum(a.cost, b.cost),
    currency: b.currency ?? a.currency,
  };
}

/**
 * Why the act that was decided on is one too many, in words; undefined when there is room for it. The act
 * that ends the run always has room, and an act that the screen has voided has used none up.
 */
export function stepsSpent({ limits, acts }: RunContext, decision: Decision): string | undefined {
  const taken = acts.filter(({ outcome }) => outcome !== 'stale').length;
  if (taken < limits.steps || endsRun(decision.action)) return undefined;
  return `the limit of ${limits.steps} steps is used up`;
}

function endsRun(action: Action): boolean {
  const read = readAction(action);
  return read.ok && read.deed.kind === 'end';
}

/** Which limit of the model is used up, in words; undefined while something is left. */
export function spentLimit({ limits, usage }: RunContext): string | undefined {
  return spentBudget(limits, usage);
}

/**
 * Which of tokens and cost is used up, in words. A call that could go beyond a limit is held back before by who
 * makes it and knows its size; steps that ask no model go on until nothing is left.
 */
export function spentBudget(limits: Limits, usage: Usage): string | undefined {
  const tokens = usage.inputTokens + usage.outputTokens;
  if (limits.tokens !== undefined && tokens >= limits.tokens)
    return `${tokens} of ${limits.tokens} tokens are used`;
  const cost = usage.cost ?? 0;
  if (limits.cost !== undefined && cost >= limits.cost)
    return `${cost.toFixed(4)} of ${limits.cost} ${usage.currency ?? ''} are spent`;
  return undefined;
}
