import { assign, setup } from 'xstate';
import { actors } from './actors.js';
import { outOfTime, timeLeft, whyOver } from './budget.js';
import * as given from './context.js';
import type { RunEnding, RunEvent, RunInput } from './contract.js';
import * as memory from './memory.js';

const run = setup({
  types: {
    context: {} as given.RunContext,
    input: {} as RunInput,
    events: {} as RunEvent,
    output: {} as RunEnding,
  },
  actors,
  delays: {
    wallTime: ({ context }) => timeLeft(context),
    longestPause: ({ context }) => context.pause?.withinMs ?? 0,
  },
  guards: {
    'a pause was asked for': ({ context }) => context.pausing !== undefined && context.end === undefined,
    'somebody else was here': ({ context }) => context.disturbed,
    'the run is over': ({ context }) => whyOver(context) !== undefined,
    'nothing has ended the run': ({ context }) => context.end === undefined,
  },
  actions: {
    'end as failed': assign((_, { error }: { error: unknown }) => memory.afterError(error)),
    'say why it is over': assign(({ context }) => ({ end: whyOver(context) })),
    'void what was decided': assign(memory.decisionVoided),
  },
});

/** What no state has an answer to ends the run. */
const failed = {
  target: '#run.closing',
  actions: { type: 'end as failed', params: ({ event }: { event: { error: unknown } }) => event },
} as const;

/** Look at the screen as soon as it is calm, unless the run has to end or to pause. */
const looking = run.createStateConfig({
  entry: assign({ disturbed: false }),
  always: [
    { guard: 'a pause was asked for', target: '#run.paused' },
    { guard: 'the run is over', target: '#run.closing', actions: 'say why it is over' },
  ],
  invoke: {
    id: 'look',
    src: 'look',
    input: ({ context: { patience } }) => ({ patience }),
    onDone: { target: 'deciding', actions: assign(({ event }) => ({ view: event.output })) },
    onError: failed,
  },
});

/** Ask the pilot for one action, and keep watching while it thinks. */
const deciding = run.createStateConfig({
  invoke: {
    id: 'decide',
    src: 'decide',
    input: given.toDecide,
    onDone: [
      {
        guard: ({ event }) => event.output.answer.kind === 'look',
        target: 'waiting',
        actions: assign(({ context, event }) => memory.afterAnswer(context, event.output)),
      },
      {
        guard: ({ context, event }) => !memory.mayFollow(context, event.output),
        target: 'looking',
        actions: assign(({ context, event }) => memory.afterAnswer(context, event.output)),
      },
      {
        target: 'judging',
        actions: assign(({ context, event }) => memory.afterAnswer(context, event.output)),
      },
    ],
    onError: failed,
  },
});

/** The pilot has to see something else first: wait for a change of the screen. */
const waiting = run.createStateConfig({
  invoke: {
    id: 'wait',
    src: 'wait',
    input: given.toWait,
    onDone: { target: 'looking', actions: assign({ waiting: undefined, patience: 'key' }) },
    onError: failed,
  },
});

/** Judge the action: refuse what is forbidden, ask the operator about what is risky. */
const judging = run.createStateConfig({
  invoke: {
    id: 'judge',
    src: 'judge',
    input: given.toAct,
    onDone: [
      {
        guard: ({ event }) => event.output.answer === 'refuse',
        target: 'looking',
        actions: assign(({ context, event }) => memory.afterRefusal(context, event.output)),
      },
      {
        guard: ({ event }) => event.output.answer === 'ask',
        target: 'confirming',
        actions: assign(({ event }) => ({ verdict: event.output })),
      },
      { target: 'aiming', actions: assign(({ event }) => ({ verdict: event.output })) },
    ],
    onError: failed,
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
    input: given.toConfirm,
    onDone: [
      {
        guard: ({ event }) => event.output.answer === 'yes',
        target: 'aiming',
        actions: assign(({ event }) => ({ approval: event.output })),
      },
      { target: 'looking', actions: assign(({ context, event }) => memory.afterNo(context, event.output)) },
    ],
    onError: failed,
  },
});

/** If the target changed since the look, start over; a confirmation is void then. */
const aiming = run.createStateConfig({
  always: voidedByPersons,
  invoke: {
    id: 'aim',
    src: 'aim',
    input: given.toAct,
    onDone: [
      { guard: ({ event }) => event.output.ok, target: 'acting' },
      { target: 'looking', actions: assign(({ context, event }) => memory.afterMiss(context, event.output)) },
    ],
    onError: failed,
  },
});

/** Write down the intent, let the hand do it, write down the outcome. */
const acting = run.createStateConfig({
  invoke: {
    id: 'act',
    src: 'act',
    input: given.toAct,
    onDone: [
      {
        guard: ({ event }) => event.output.outcome === 'done',
        target: 'checking',
        actions: assign(({ context, event }) => memory.afterDeed(context, event.output)),
      },
      {
        target: 'looking',
        actions: assign(({ context, event }) => memory.afterFailure(context, event.output)),
      },
    ],
    onError: failed,
  },
});

/** Check what the step promised; unknown never passes. A deed that ends the run ends it here. */
const checking = run.createStateConfig({
  invoke: {
    id: 'check',
    src: 'check',
    input: given.toCheck,
    onDone: {
      target: 'looking',
      actions: assign(({ context, event }) => memory.afterChecks(context, event.output)),
    },
    onError: failed,
  },
});

/** Keys are released and nothing happens until the run may go on; then everything is looked at anew. */
const paused = run.createStateConfig({
  entry: assign(({ context }) => ({ pause: context.pausing, pausing: undefined })),
  invoke: {
    id: 'pause',
    src: 'pause',
    input: ({ context }) => context.pause?.by ?? 'operator',
    onError: failed,
  },
  on: { 'run.resume': { target: 'running', actions: assign({ patience: 'key' }) } },
  after: {
    longestPause: {
      target: 'closing',
      actions: assign(({ context }) => ({
        end: { ending: 'stopped', reason: context.pause?.tooLong ?? '' },
      })),
    },
  },
});

/** Release everything, write the ending: a stop that comes before it is written is the ending. */
const closing = run.createStateConfig({
  invoke: {
    id: 'close',
    src: 'close',
    input: given.toClose,
    onDone: {
      target: 'ended',
      actions: assign(({ context, event }) => ({ end: event.output ?? context.end })),
    },
    onError: { ...failed, target: 'ended' },
  },
});

/**
 * The loop of deskhand: look, decide, judge, confirm, aim, act, check, look again. Every state leads on in
 * bounded time, since the wall time limit leads out of all of them.
 */
export const runMachine = run.createMachine({
  id: 'run',
  context: ({ input }) => given.startContext(input),
  initial: 'running',
  states: {
    running: {
      initial: 'looking',
      states: { looking, deciding, waiting, judging, confirming, aiming, acting, checking },
      on: {
        'run.pause': { actions: assign(({ event }) => memory.afterPauseWish(event)) },
        'run.resume': { actions: assign({ pausing: undefined }) },
      },
      after: {
        wallTime: { target: 'closing', actions: assign(({ context }) => ({ end: outOfTime(context) })) },
      },
    },
    paused,
    closing,
    ended: { type: 'final' },
  },
  on: {
    'run.stop': {
      guard: 'nothing has ended the run',
      target: '.closing',
      actions: assign(({ event }) => ({ end: { ending: 'stopped', reason: event.reason } })),
    },
  },
  output: ({ context }) => given.endOf(context),
});
