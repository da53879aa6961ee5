import { assign, fromPromise, setup } from 'xstate';
import type { Act, Approval, Decision, Usage, Verdict } from '../core/action.js';
import { explained } from '../core/errors.js';
import { whyNot } from '../core/why-not.js';
import type { Answer, Patience, Progress, View } from '../ports.js';
import { isOverBudget, plusUsage } from './asked.js';
import {
  actNumber,
  afterAct,
  afterAnswer,
  type Checked,
  decisionOf,
  MAX_STALE,
  type Pause,
  type Performed,
  type RunContext,
  type RunEnding,
  type RunInput,
  spentLimit,
  startContext,
  stepsSpent,
  viewOf,
} from './context.js';
import { refusalWords } from './refusal.js';
import type { Stuck } from './stuck.js';

/** The act that is being carried through, as each actor gets it. */
export interface ActInput {
  readonly act: number;
  readonly view: View;
  readonly decision: Decision;
  /** What was done before it, oldest first. */
  readonly acts: readonly Act[];
  /** The yes that it was given, when it was asked about. */
  readonly approval?: Approval;
}

export interface DecideInput {
  readonly view: View;
  readonly acts: readonly Act[];
  readonly act: number;
  readonly values: Readonly<Record<string, unknown>>;
  readonly stuck: Stuck | undefined;
}

/** Why the changing screen has voided a decision. */
export interface Voided {
  readonly kind: 'voided';
  readonly reason: string;
}

/** What the pilot answered, and what it told of its way on the way there. */
export interface Decided {
  readonly answer: Answer | Voided;
  readonly told: readonly Progress[];
}
export type Aimed = { readonly ok: true } | { readonly ok: false; readonly reason: string };
export interface CheckInput extends ActInput {
  readonly patience: Patience;
  readonly limits: RunContext['limits'];
  /** What the run has used before the check. */
  readonly usage: RunContext['usage'];
}
export interface CloseInput extends RunEnding {
  readonly acts: number;
  readonly usage: RunContext['usage'];
  readonly values: RunContext['values'];
}

export type RunEvent =
  | { readonly type: 'run.stop'; readonly reason: string }
  | { readonly type: 'run.pause'; readonly pause: Pause; readonly spentMs: number }
  | { readonly type: 'run.resume' };

/** A timer of Node that is set for longer fires at once, ms (24.8 days). */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** An actor that fails with a clear message when nobody provided it. */
function provided<Output, Input>(name: string) {
  return fromPromise<Output, Input>(() => Promise.reject(new Error(`The actor “${name}” must be provided.`)));
}

const run = setup({
  types: {
    context: {} as RunContext,
    input: {} as RunInput,
    events: {} as RunEvent,
    output: {} as RunEnding,
  },
  actors: {
    look: provided<View, { patience: Patience }>('look'),
    decide: provided<Decided, DecideInput>('decide'),
    wait: provided<void, { view: View; reason: string; step: string | undefined; withinMs: number }>('wait'),
    judge: provided<Verdict, ActInput>('judge'),
    confirm: provided<Approval, ActInput & { verdict: Verdict }>('confirm'),
    aim: provided<Aimed, ActInput>('aim'),
    act: provided<Performed, ActInput>('act'),
    check: provided<readonly Checked[], CheckInput>('check'),
    pause: provided<void, Pause['by']>('pause'),
    close: provided<RunEnding | undefined, CloseInput>('close'),
  },
  delays: {
    wallTime: ({ context }) =>
      Math.min(LONGEST_TIMER_MS, Math.max(0, context.limits.seconds * 1000 - context.spentMs)),
    longestPause: ({ context }) => context.pause?.withinMs ?? 0,
  },
  guards: {
    'a pause was asked for': ({ context }) => context.pausing !== undefined,
    'somebody else was here': ({ context }) => context.disturbed,
    'a limit is used up': ({ context }) => spentLimit(context) !== undefined,
    'the pilot is stuck for good': ({ context }) => context.stuck?.final === true,
    'the screen keeps changing': ({ context }) => context.stale > MAX_STALE,
    'it ended passed': ({ context }) => context.end?.ending === 'passed',
    'it ended refused': ({ context }) => context.end?.ending === 'refused',
    'it ended stopped': ({ context }) => context.end?.ending === 'stopped',
    'it ended out of budget': ({ context }) => context.end?.ending === 'out of budget',
  },
  actions: {
    'end as': assign((_, end: RunEnding) => ({ end })),
    'end as failed': assign((_, { error }: { error: unknown }) => ({
      end: { ending: isOverBudget(error) ? 'out of budget' : 'failed', reason: explained(error) },
    })),
    'void what was decided': assign({ answer: undefined, verdict: undefined, approval: undefined }),
    'count the usage': assign(({ context }, { usage }: { usage: Usage | undefined }) => ({
      usage: plusUsage(context.usage, usage) ?? context.usage,
    })),
    'note the act': assign(({ context }, result: Parameters<typeof afterAct>[1]) =>
      afterAct(context, result),
    ),
  },
});

const actInput = ({ context }: { context: RunContext }): ActInput => ({
  act: actNumber(context),
  view: viewOf(context),
  decision: decisionOf(context),
  acts: context.acts,
  ...(context.approval && { approval: context.approval }),
});

/** Look at the screen as soon as it is calm, unless the run has to end or to pause. */
const looking = run.createStateConfig({
  entry: assign({ disturbed: false }),
  always: [
    { guard: 'a pause was asked for', target: '#run.paused' },
    {
      guard: 'a limit is used up',
      target: '#run.closing',
      actions: {
        type: 'end as',
        params: ({ context }) => ({ ending: 'out of budget', reason: spentLimit(context) ?? '' }),
      },
    },
    {
      guard: 'the pilot is stuck for good',
      target: '#run.closing',
      actions: {
        type: 'end as',
        params: ({ context }) => ({ ending: 'failed', reason: `Stuck: ${context.stuck?.reason ?? ''}` }),
      },
    },
    {
      guard: 'the screen keeps changing',
      target: '#run.closing',
      actions: {
        type: 'end as',
        params: { ending: 'failed', reason: 'The screen kept changing under the target; nothing was done.' },
      },
    },
  ],
  invoke: {
    id: 'look',
    src: 'look',
    input: ({ context }) => ({ patience: context.patience }),
    onDone: { target: 'deciding', actions: assign(({ event }) => ({ view: event.output })) },
    onError: { target: '#run.closing', actions: { type: 'end as failed', params: ({ event }) => event } },
  },
});

/** Ask the pilot for one action, and keep watching while it thinks. */
const deciding = run.createStateConfig({
  invoke: {
    id: 'decide',
    src: 'decide',
    input: ({ context }) => ({
      view: viewOf(context),
      acts: context.acts,
      act: actNumber(context),
      values: context.values,
      stuck: context.stuck,
    }),
    onDone: [
      {
        guard: ({ event }) => event.output.answer.kind === 'voided',
        target: 'looking',
        actions: assign(({ context, event }) => ({
          ...afterAnswer(context, event.output),
          stale: context.stale + 1,
          patience: 'key' as const,
        })),
      },
      {
        guard: ({ event }) => event.output.answer.kind === 'look',
        target: 'waiting',
        actions: assign(({ context, event }) => afterAnswer(context, event.output)),
      },
      {
        guard: ({ context, event }) => oneTooMany(context, event.output) !== undefined,
        target: '#run.closing',
        actions: [
          {
            type: 'end as',
            params: ({ context, event }) => ({
              ending: 'out of budget',
              reason: oneTooMany(context, event.output) ?? '',
            }),
          },
          assign(({ context, event }) => afterAnswer(context, event.output)),
        ],
      },
      {
        target: 'judging',
        actions: assign(({ context, event }) => afterAnswer(context, event.output)),
      },
    ],
    onError: { target: '#run.closing', actions: { type: 'end as failed', params: ({ event }) => event } },
  },
});

/** The pilot has to see something else first: wait for a change of the screen. */
const waiting = run.createStateConfig({
  invoke: {
    id: 'wait',
    src: 'wait',
    input: ({ context }) => ({
      view: viewOf(context),
      reason: context.waiting?.reason ?? '',
      step: context.waiting?.step,
      withinMs: context.waiting?.withinMs ?? 0,
    }),
    onDone: { target: 'looking', actions: assign({ waiting: undefined, patience: 'key' }) },
    onError: { target: '#run.closing', actions: { type: 'end as failed', params: ({ event }) => event } },
  },
});

/** Judge the action: refuse what is forbidden, ask the operator about what is risky. */
const judging = run.createStateConfig({
  invoke: {
    id: 'judge',
    src: 'judge',
    input: actInput,
    onDone: [
      {
        guard: ({ event }) => event.output.answer === 'refuse',
        target: 'looking',
        actions: [
          assign(({ event }) => ({ verdict: event.output })),
          {
            type: 'note the act',
            params: ({ context, event }) => ({
              outcome: 'refused',
              reason: whyNot(event.output, actInput({ context }).decision),
              patience: 'none',
            }),
          },
        ],
      },
      {
        guard: ({ event }) => event.output.answer === 'ask',
        target: 'confirming',
        actions: assign(({ event }) => ({ verdict: event.output })),
      },
      { target: 'aiming', actions: assign(({ event }) => ({ verdict: event.output })) },
    ],
    onError: { target: '#run.closing', actions: { type: 'end as failed', params: ({ event }) => event } },
  },
});

/** A pause, or somebody who has used mouse or keyboard meanwhile, makes void what was decided by an older look. */
const voidedByPersons = [
  { guard: 'a pause was asked for', target: '#run.paused', actions: 'void what was decided' },
  { guard: 'somebody else was here', target: 'looking', actions: 'void what was decided' },
] as const;

/** A person is shown the real pixels around the real target. No answer in time means no. */
const confirming = run.createStateConfig({
  always: voidedByPersons,
  // Who answers may do it at this very desktop: whatever that changes of what is shown makes the yes void.
  on: { 'run.pause': { guard: ({ event }) => event.pause.by === 'somebody else' } },
  invoke: {
    id: 'confirm',
    src: 'confirm',
    input: ({ context }) => {
      if (context.verdict === undefined) throw new Error('There is no verdict to confirm.');
      return { ...actInput({ context }), verdict: context.verdict };
    },
    onDone: [
      {
        guard: ({ event }) => event.output.answer === 'yes',
        target: 'aiming',
        actions: assign(({ event }) => ({ approval: event.output })),
      },
      {
        target: 'looking',
        actions: {
          type: 'note the act',
          params: ({ context, event }) => ({
            outcome: 'refused',
            reason: refusalWords(event.output, context.verdict, actInput({ context }).decision),
            patience: 'none',
          }),
        },
      },
    ],
    onError: { target: '#run.closing', actions: { type: 'end as failed', params: ({ event }) => event } },
  },
});

/** If the target changed since the look, start over; a confirmation is void then. */
const aiming = run.createStateConfig({
  always: voidedByPersons,
  invoke: {
    id: 'aim',
    src: 'aim',
    input: actInput,
    onDone: [
      { guard: ({ event }) => event.output.ok, target: 'acting' },
      {
        target: 'looking',
        actions: {
          type: 'note the act',
          params: ({ event }) => ({
            outcome: 'stale',
            reason: event.output.ok ? '' : event.output.reason,
            patience: 'key',
          }),
        },
      },
    ],
    onError: { target: '#run.closing', actions: { type: 'end as failed', params: ({ event }) => event } },
  },
});

/** Write down the intent, let the hand do it, write down the outcome. */
const acting = run.createStateConfig({
  invoke: {
    id: 'act',
    src: 'act',
    input: actInput,
    onDone: [
      {
        guard: ({ event }) => event.output.outcome === 'done',
        target: 'checking',
        actions: [
          { type: 'count the usage', params: ({ event }) => ({ usage: event.output.usage }) },
          assign(({ event }) => ({ performed: event.output, patience: event.output.patience })),
        ],
      },
      {
        guard: ({ event }) => event.output.outcome === 'unknown',
        target: '#run.closing',
        actions: [
          { type: 'count the usage', params: ({ event }) => ({ usage: event.output.usage }) },
          { type: 'note the act', params: ({ event }) => event.output },
          {
            type: 'end as',
            params: ({ event }) => ({
              ending: 'failed',
              reason: `It is unknown whether the act was done: ${event.output.reason ?? ''}`,
            }),
          },
        ],
      },
      {
        target: 'looking',
        actions: [
          { type: 'count the usage', params: ({ event }) => ({ usage: event.output.usage }) },
          { type: 'note the act', params: ({ event }) => event.output },
        ],
      },
    ],
    onError: { target: '#run.closing', actions: { type: 'end as failed', params: ({ event }) => event } },
  },
});

/** Check what the step promised; unknown never passes. A deed that ends the run ends it here. */
const checking = run.createStateConfig({
  invoke: {
    id: 'check',
    src: 'check',
    input: ({ context }) => ({
      ...actInput({ context }),
      patience: context.patience,
      limits: context.limits,
      usage: context.usage,
    }),
    onDone: [
      {
        guard: ({ context, event }) => context.performed?.end !== undefined && event.output.every(holds),
        target: '#run.closing',
        actions: [
          { type: 'count the usage', params: ({ event }) => ({ usage: usageOf(event.output) }) },
          {
            type: 'end as',
            params: ({ context }) => context.performed?.end ?? { ending: 'failed', reason: '' },
          },
          {
            type: 'note the act',
            params: ({ event }) => ({ outcome: 'done', checks: event.output, patience: 'none' }),
          },
        ],
      },
      {
        target: 'looking',
        actions: [
          { type: 'count the usage', params: ({ event }) => ({ usage: usageOf(event.output) }) },
          {
            type: 'note the act',
            params: ({ context, event }) => ({
              outcome: 'done',
              answer: context.performed?.answer,
              checks: event.output,
              patience: event.output.length > 0 ? 'none' : context.patience,
            }),
          },
        ],
      },
    ],
    onError: { target: '#run.closing', actions: { type: 'end as failed', params: ({ event }) => event } },
  },
});

/** Keys are released and nothing happens until the run may go on; then everything is looked at anew. */
const paused = run.createStateConfig({
  entry: assign(({ context }) => ({ pause: context.pausing, pausing: undefined })),
  invoke: {
    id: 'pause',
    src: 'pause',
    input: ({ context }) => context.pause?.by ?? 'operator',
    onError: { target: '#run.closing', actions: { type: 'end as failed', params: ({ event }) => event } },
  },
  on: { 'run.resume': { target: 'running', actions: assign({ patience: 'key' }) } },
  after: {
    longestPause: {
      target: 'closing',
      actions: {
        type: 'end as',
        params: ({ context }) => ({ ending: 'stopped', reason: context.pause?.tooLong ?? '' }),
      },
    },
  },
});

/** Release everything, write the ending: a stop that comes before it is written is the ending. */
const closing = run.createStateConfig({
  invoke: {
    id: 'close',
    src: 'close',
    input: ({ context }) => ({
      ...(context.end ?? { ending: 'failed' as const, reason: 'The run ended without a reason.' }),
      acts: context.acts.length,
      usage: context.usage,
      values: context.values,
    }),
    onDone: {
      target: 'ended',
      actions: assign(({ context, event }) => ({ end: event.output ?? context.end })),
    },
    onError: { target: 'ended', actions: { type: 'end as failed', params: ({ event }) => event } },
  },
});

const ended = run.createStateConfig({
  always: [
    { guard: 'it ended passed', target: 'passed' },
    { guard: 'it ended refused', target: 'refused' },
    { guard: 'it ended stopped', target: 'stopped' },
    { guard: 'it ended out of budget', target: 'out of budget' },
    { target: 'failed' },
  ],
});

function oneTooMany(context: RunContext, { answer }: Decided): string | undefined {
  return answer.kind === 'act' ? stepsSpent(context, answer.decision) : undefined;
}

/** What a model used that judged some of the checks. */
function usageOf(checks: readonly Checked[]): Usage | undefined {
  return checks.map(({ usage }) => usage).reduce<Usage | undefined>(plusUsage, undefined);
}

function holds(checked: Checked): boolean {
  return checked.result === 'holds';
}

/**
 * The loop of deskhand: look, decide, judge, confirm, aim, act, check, look again. Every state leads on in
 * bounded time, since the wall time limit leads out of all of them.
 */
export const runMachine = run.createMachine({
  id: 'run',
  context: ({ input }) => startContext(input),
  initial: 'running',
  states: {
    running: {
      initial: 'looking',
      states: { looking, deciding, waiting, judging, confirming, aiming, acting, checking },
      on: {
        'run.pause': {
          actions: assign(({ event }) => ({
            pausing: event.pause,
            spentMs: event.spentMs,
            disturbed: event.pause.by === 'somebody else',
          })),
        },
        'run.resume': { actions: assign({ pausing: undefined }) },
      },
      after: {
        wallTime: {
          target: 'closing',
          actions: {
            type: 'end as',
            params: ({ context }) => ({
              ending: 'out of budget',
              reason: `the limit of ${context.limits.seconds} s is used up`,
            }),
          },
        },
      },
    },
    paused,
    closing,
    ended,
    passed: { type: 'final' },
    failed: { type: 'final' },
    refused: { type: 'final' },
    stopped: { type: 'final' },
    'out of budget': { type: 'final' },
  },
  on: {
    'run.stop': {
      guard: ({ context }) => context.end === undefined,
      target: '.closing',
      actions: {
        type: 'end as',
        params: ({ event }) => ({ ending: 'stopped', reason: event.reason }),
      },
    },
  },
  output: ({ context }) => context.end ?? { ending: 'failed', reason: 'The run ended without a reason.' },
});
