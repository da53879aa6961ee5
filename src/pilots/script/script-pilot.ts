import type { Action, Limits } from '../../core/action.js';
import type { Clock, Eyes, Pilot, Situation } from '../../ports.js';
import {
  ExpressionError,
  type ResolvedStep,
  resolveApp,
  resolveGoal,
  resolveOutputs,
  resolveStep,
  type Scope,
  type Step,
  StepError,
  stepCondition,
  type Task,
} from '../../task/index.js';
import { blame, deadNow, nobodyLeft } from './blame.js';
import { playLaunch } from './machine.js';
import { type Cue, type Play, type Stage, StepFailed } from './play.js';
import { allHold } from './pointer.js';
import { playStep } from './step.js';

export interface ScriptOptions {
  readonly task: Task;
  readonly params: Readonly<Record<string, unknown>>;
  readonly eyes: Eyes;
  readonly clock: Clock;
  /** Opens the pilot for goals in words, and says whose decisions its acts are. */
  readonly openGoal?: (goal: string, limits: Limits) => Pilot;
}

/** ms that a goal may take when its task says nothing; the limits of the run hold in any case. */
const GOAL_MS = 3_600_000;

/** Why a list of steps ended early. */
interface Failure {
  readonly reason: string;
  readonly refused: boolean;
}

/** Follows the steps of a task: applications, before, steps (or the goal), onFailure, after. */
export function scriptPilot(options: ScriptOptions): Pilot {
  return pilotOf('script', options, (stage) => playTask(stage, options));
}

/** A pilot that answers what the play yields. */
export function pilotOf(
  name: string,
  options: Pick<ScriptOptions, 'eyes' | 'clock' | 'openGoal'>,
  begin: (stage: Stage) => Play,
): Pilot {
  let opened: { stage: Stage; play: Play } | undefined;
  let broken: { error: unknown } | undefined;
  const open = (situation: Situation, signal: AbortSignal) => {
    const { eyes, clock, openGoal } = options;
    const stage: Stage = {
      situation,
      signal,
      eyes,
      clock,
      openGoal,
      values: {},
      dead: new Set(),
      deadBefore: new Set(),
    };
    return { stage, play: begin(stage) };
  };
  return {
    name,
    async decide(situation, signal) {
      opened ??= open(situation, signal);
      opened.stage.situation = situation;
      opened.stage.signal = signal;
      const next = await opened.play.next().catch((error: unknown) => {
        // The loop may have voided this thought and not hear of the fault: it is told again.
        broken = { error };
        throw error;
      });
      if (broken) throw broken.error;
      if (next.done) throw new Error(`The ${name} pilot has nothing left to do.`);
      return next.value;
    },
  };
}

async function* playTask(stage: Stage, options: ScriptOptions): Play {
  const { task } = options;
  const scope: Scope = { params: options.params, values: stage.values };
  const failure = yield* attempt(async function* () {
    yield* launchApps(stage, task, scope);
    yield* playSteps(stage, task.before, task, scope);
    yield* playGoalOfTask(stage, task, scope);
    yield* playSteps(stage, task.steps, task, scope);
  });
  if (failure) yield* attempt(() => playSteps(stage, task.onFailure, task, scope));
  const untidy = yield* attempt(() => playSteps(stage, task.after, task, scope));
  yield* end(failure ?? untidy, task, scope);
}

/** Plays until the end or the first step that fails; answers the failure. */
async function* attempt(play: () => Play): Play<Failure | undefined> {
  try {
    yield* play();
    return undefined;
  } catch (error) {
    return failureOf(error);
  }
}

/** Only what a step can be blamed for is a failure of the task; everything else is a fault and goes on up. */
function failureOf(error: unknown): Failure {
  if (error instanceof StepFailed) return { reason: error.message, refused: error.refused };
  if (error instanceof StepError || error instanceof ExpressionError) {
    return { reason: error.message, refused: false };
  }
  throw error;
}

async function* end(failure: Failure | undefined, task: Task, scope: Scope): Play {
  const action = failure === undefined ? doneAction(task, scope) : giveUp(failure);
  for (;;) yield { kind: 'act', decision: { action, origin: 'author' } };
}

function doneAction(task: Task, scope: Scope): Action {
  try {
    const outputs = resolveOutputs(task, scope);
    const summary = `All steps of “${task.name}” are done.`;
    return { name: 'done', input: { summary, ...(Object.keys(outputs).length > 0 && { outputs }) } };
  } catch (error) {
    return giveUp(failureOf(error));
  }
}

function giveUp({ reason, refused }: Failure): Action {
  return { name: 'give-up', input: { reason, ending: refused ? 'refused' : 'failed' } };
}

async function* launchApps(stage: Stage, task: Task, scope: Scope): Play {
  for (const entry of task.apps.filter(({ start }) => start)) {
    const app = resolveApp(entry, scope);
    const cue: Cue = {
      path: `apps.${app.name}`,
      name: `launch ${app.name}`,
      deadline: stage.clock.now() + app.timeoutMs,
      origin: 'author',
    };
    yield* entered(stage, cue, 'launch', () => playLaunch(stage, cue, app));
  }
}

async function* playGoalOfTask(stage: Stage, task: Task, scope: Scope): Play {
  const given = resolveGoal(task, scope);
  if (given === undefined) return;
  const { goal, until } = given;
  const step: ResolvedStep = {
    verb: 'do',
    goal,
    until,
    limits: {},
    path: 'goal',
    line: 1,
    name: goal.replace(/\s+/gu, ' ').trim().slice(0, 80),
    timeoutMs: GOAL_MS,
    expect: [],
    soft: false,
    retry: 0,
    approved: false,
  };
  const cue: Cue = { path: 'goal', name: step.name, deadline: Number.POSITIVE_INFINITY, origin: 'model' };
  yield* entered(stage, cue, 'do', () => playStep(stage, cue, step, () => undefined));
}

async function* playSteps(stage: Stage, steps: readonly Step[], task: Task, scope: Scope): Play {
  for (const step of steps) yield* playOne(stage, step, task, scope);
}

async function* playOne(stage: Stage, written: Step, task: Task, scope: Scope): Play {
  const condition = stepCondition(written, scope);
  const label = written.name ?? `${written.verb} (${written.path})`;
  if (condition === false) return skip(stage, written, label);
  if (typeof condition === 'object') {
    const cue: Cue = { path: written.path, name: label, deadline: stage.clock.now(), origin: 'author' };
    if (!(yield* allHold(stage, cue, [condition]))) return skip(stage, written, label);
  }
  const step = resolveStep(written, scope);
  const appNamed = (name: string) => {
    const entry = task.apps.find((app) => app.name === name);
    return entry && resolveApp(entry, scope);
  };
  yield* withRetries(stage, step, (cue) => playStep(stage, cue, step, appNamed));
}

/** Tries the step again as often as it says; a soft step only warns. */
async function* withRetries(stage: Stage, step: ResolvedStep, play: (cue: Cue) => Play): Play {
  const cue = (): Cue => ({
    path: step.path,
    name: step.name,
    deadline: stage.clock.now() + step.timeoutMs,
    origin: step.verb === 'do' ? 'model' : 'author',
  });
  for (let tries = 0; tries < step.retry; tries += 1) {
    const failure = yield* attempt(() => entered(stage, cue(), step.verb, play));
    if (failure === undefined) return;
    if (failure.refused) throw new StepFailed(failure.reason, true);
  }
  yield* entered(stage, cue(), step.verb, play, step.soft);
}

/** Tells the beginning and the end of a step. */
async function* entered(stage: Stage, cue: Cue, kind: string, play: (cue: Cue) => Play, soft = false): Play {
  const began = stage.clock.now();
  await stage.situation.tell({ type: 'step-start', step: cue.path, name: cue.name, kind });
  stage.deadBefore = stage.dead;
  stage.dead = deadNow(stage);
  const failure = withBlame(stage, yield* attempt(() => playForSomebody(stage, cue, kind, play)));
  await stage.situation.tell({
    type: 'step-end',
    step: cue.path,
    status: failure === undefined ? 'passed' : soft && !failure.refused ? 'warned' : 'failed',
    ...(failure && { reason: failure.reason }),
    ms: stage.clock.now() - began,
  });
  if (failure && (!soft || failure.refused)) throw new StepFailed(failure.reason, failure.refused);
}

/** Verbs that give input to a window, or read one. */
const needsWindow = new Set([
  'click',
  'type',
  'press',
  'scroll',
  'drag',
  'move',
  'hold',
  'read',
  'fileDialog',
]);

/** Input would go to nobody once every application has ended and no window is left. */
async function* playForSomebody(stage: Stage, cue: Cue, kind: string, play: (cue: Cue) => Play): Play {
  if (needsWindow.has(kind) && nobodyLeft(stage)) throw new StepFailed('No window is left to act on.');
  yield* play(cue);
}

function withBlame(stage: Stage, failure: Failure | undefined): Failure | undefined {
  if (failure === undefined || failure.refused) return failure;
  return { ...failure, reason: `${failure.reason}${blame(stage)}` };
}

async function skip(stage: Stage, { path, verb }: Step, name: string): Promise<void> {
  await stage.situation.tell({ type: 'step-start', step: path, name, kind: verb });
  await stage.situation.tell({
    type: 'step-end',
    step: path,
    status: 'skipped',
    reason: 'its condition is false',
    ms: 0,
  });
}
