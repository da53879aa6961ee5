import type { Act, Approval, Decision, Usage, Verdict } from '../core/action.js';
import type { Answer, Patience, View } from '../ports.js';
import type {
  ActInput,
  CheckInput,
  CloseInput,
  ConfirmInput,
  DecideInput,
  Pause,
  Performed,
  RunEnding,
  RunInput,
  Stuck,
  WaitInput,
} from './contract.js';

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

/** Returns the decision that is being carried through; there is one in every state that asks for it. */
export function decisionOf(context: RunContext): Decision {
  if (context.answer === undefined) throw new Error('There is no decision in this state.');
  return context.answer.decision;
}

/** Returns the frame that was decided on; there is one in every state after looking. */
export function viewOf(context: RunContext): View {
  if (context.view === undefined) throw new Error('There is no frame in this state.');
  return context.view;
}

/** Returns the number of the act that is being carried through, from 1. */
export function actNumber(context: RunContext): number {
  return context.acts.length + 1;
}

/** Returns how the run ends; every way to the end has given a reason. */
export function endOf(context: RunContext): RunEnding {
  return context.end ?? { ending: 'failed', reason: 'The run ended without a reason.' };
}

type Given = { readonly context: RunContext };

/** Returns what judging, aiming and acting are given. */
export function toAct({ context }: Given): ActInput {
  return {
    act: actNumber(context),
    view: viewOf(context),
    decision: decisionOf(context),
    acts: context.acts,
    ...(context.approval && { approval: context.approval }),
  };
}

export function toDecide({ context }: Given): DecideInput {
  const { acts, values, stuck } = context;
  return { view: viewOf(context), acts, act: actNumber(context), values, stuck };
}

export function toWait({ context }: Given): WaitInput {
  const { reason = '', step, withinMs = 0 } = context.waiting ?? {};
  return { view: viewOf(context), reason, step, withinMs };
}

export function toConfirm({ context }: Given): ConfirmInput {
  if (context.verdict === undefined) throw new Error('There is no verdict to confirm.');
  return { ...toAct({ context }), verdict: context.verdict };
}

export function toCheck({ context }: Given): CheckInput {
  const { patience, limits, usage } = context;
  return { ...toAct({ context }), patience, limits, usage };
}

export function toClose({ context }: Given): CloseInput {
  const { acts, usage, values } = context;
  return { ...endOf(context), acts: acts.length, usage, values };
}
