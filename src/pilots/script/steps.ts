import {
  isBlock,
  type ResolvedStep,
  resolveApp,
  resolveBlock,
  resolveStep,
  type Scope,
  type Step,
  stepCondition,
  type Task,
} from '../../task/index.js';
import { blame, deadNow, nobodyLeft } from './blame.js';
import { playBlock } from './blocks.js';
import { around, attempt, type Failure, failureOf } from './failure.js';
import { StepFailed } from './play.js';
import { allHold } from './pointer.js';
import type { Cue, Play, Stage } from './stage.js';
import { playStep } from './step.js';

/** What playing the steps of a task needs besides the step. */
export interface Script {
  readonly task: Task;
  /** Text of a file that the task names, relative to it; undefined when it cannot be read. */
  readonly fileText?: (path: string) => string | undefined;
}

/** Plays steps in order, blocks with what is inside them, until one fails. */
export async function* playSteps(stage: Stage, steps: readonly Step[], script: Script, scope: Scope): Play {
  for (const step of steps) yield* playOne(stage, step, script, scope);
}

async function* playOne(stage: Stage, written: Step, script: Script, scope: Scope): Play {
  const label = labelOf(written);
  const cue: Cue = { path: written.path, name: label, deadline: stage.clock.now(), origin: 'author' };
  const ready = yield* readied(stage, cue, written, script, scope);
  if (ready === false) yield* playOtherwise(stage, written, label, script, scope);
  else yield* ready();
}

/**
 * The step with the values that it has now, ready to be played; false when its condition is. A step whose
 * values do not fit has failed like any other, under its own name.
 */
async function* readied(
  stage: Stage,
  cue: Cue,
  written: Step,
  script: Script,
  scope: Scope,
): Play<false | (() => Play)> {
  try {
    const condition = stepCondition(written, scope);
    if (condition === false) return false;
    if (typeof condition === 'object' && !(yield* allHold(stage, cue, [condition]))) return false;
    return isBlock(written)
      ? readiedBlock(stage, written, script, scope)
      : readiedStep(stage, written, script, scope);
  } catch (error) {
    const { reason } = failureOf(error);
    return () => entered(stage, cue, written.verb, () => failing(reason));
  }
}

/** A play whose step has failed before anything could be done. */
async function* failing(reason: string): Play {
  yield* [];
  throw new StepFailed(reason);
}

function readiedStep(stage: Stage, written: Step, { task }: Script, scope: Scope): () => Play {
  const step = resolveStep(written, scope);
  const appNamed = (name: string) => {
    const entry = task.apps.find((app) => app.name === name);
    return entry && resolveApp(entry, scope);
  };
  return () => withRetries(stage, step, (cue) => playStep(stage, cue, step, appNamed));
}

function readiedBlock(stage: Stage, step: Step, script: Script, scope: Scope): () => Play {
  const { path, verb } = step;
  const block = resolveBlock(step, scope, script.fileText ?? (() => undefined));
  const { name, soft, retry } = block;
  const facts = { path, verb, name, soft, retry, timeoutMs: Number.POSITIVE_INFINITY };
  const inside = {
    steps: (steps: readonly Step[], inner: Scope) => playSteps(stage, steps, script, inner),
    pass: (pass: Cue, play: () => Play) => entered(stage, pass, 'pass', play),
  };
  return () => withRetries(stage, facts, (cue) => playBlock(stage, cue, { step, block, scope }, inside));
}

/** A name for people before anything of the step is evaluated. */
function labelOf({ name, verb, path, common }: Step): string {
  if (name !== undefined) return name;
  return verb === 'steps' && typeof common.if === 'string' ? `if ${common.if}` : `${verb} (${path})`;
}

/** The steps under else, or the word that the step was skipped. */
async function* playOtherwise(
  stage: Stage,
  written: Step,
  label: string,
  script: Script,
  scope: Scope,
): Play {
  if (written.otherwise.length === 0) return skip(stage, written, label);
  const cue: Cue = {
    path: `${written.path}.else`,
    name: `${label}: else`,
    deadline: Number.POSITIVE_INFINITY,
    origin: 'author',
  };
  yield* entered(stage, cue, 'else', () => playSteps(stage, written.otherwise, script, scope));
}

/** Tries the step again as often as it says; a soft step only warns. */
async function* withRetries(
  stage: Stage,
  step: Pick<ResolvedStep, 'path' | 'name' | 'timeoutMs' | 'soft' | 'retry'> & { readonly verb: string },
  play: (cue: Cue) => Play,
): Play {
  const cue = (): Cue => ({
    path: step.path,
    name: step.name,
    deadline: stage.clock.now() + step.timeoutMs,
    origin: step.verb === 'do' ? 'model' : 'author',
    ...(stage.retries > 0 && { retried: true }),
  });
  for (let tries = 0; tries < step.retry; tries += 1) {
    const again = tries > 0;
    const failure = yield* attempt(() => played(stage, again, () => entered(stage, cue(), step.verb, play)));
    if (failure === undefined) return;
    if (failure.refused) throw new StepFailed(failure.reason, true, true);
  }
  yield* played(stage, step.retry > 0, () => entered(stage, cue(), step.verb, play, step.soft));
}

/** Plays with everything inside known as tried again, if it is. */
async function* played(stage: Stage, again: boolean, play: () => Play): Play {
  if (again) stage.retries += 1;
  try {
    yield* play();
  } finally {
    if (again) stage.retries -= 1;
  }
}

/** Tells the beginning and the end of a step. */
export async function* entered(
  stage: Stage,
  cue: Cue,
  kind: string,
  play: (cue: Cue) => Play,
  soft = false,
): Play {
  const began = stage.clock.now();
  await stage.situation.tell({ type: 'step-start', step: cue.path, name: cue.name, kind });
  stage.deadBefore = stage.dead;
  stage.dead = deadNow(stage);
  const failure = await withBlame(stage, yield* attempt(() => playForSomebody(stage, cue, kind, play)));
  await stage.situation.tell({
    type: 'step-end',
    step: cue.path,
    status: failure === undefined ? 'passed' : soft && !failure.refused ? 'warned' : 'failed',
    ...(failure && { reason: failure.reason }),
    ms: stage.clock.now() - began,
  });
  if (failure && (!soft || failure.refused)) throw around(failure);
}

/** Verbs that give input to a window, or read one. */
const needsWindow = new Set([
  'click',
  'type',
  'press',
  'scroll',
  'drag',
  'mouseDown',
  'mouseUp',
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

async function withBlame(stage: Stage, failure: Failure | undefined): Promise<Failure | undefined> {
  if (failure === undefined || failure.refused || failure.blamed) return failure;
  const more = await blame(stage, failure);
  if (more === '') return failure;
  const end = /[.!?…]$/u.test(failure.reason) ? '' : '.';
  return { ...failure, reason: `${failure.reason}${end}${more}` };
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
