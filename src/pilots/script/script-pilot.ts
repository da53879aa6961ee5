import type { Action } from '../../core/action.js';
import type { Clock, Eyes, Files, Pilot, Situation } from '../../ports.js';
import {
  type ResolvedStep,
  resolveApp,
  resolveGoal,
  resolveOutputs,
  type Scope,
  type Task,
} from '../../task/index.js';
import { attempt, type Failure, failureOf } from './failure.js';
import { settleOwed } from './file-dialog/owed.js';
import { playLaunch } from './machine.js';
import { OpenMenus } from './open-menus.js';
import type { Cue, OpenGoal, Play, Stage } from './stage.js';
import { playStep } from './step.js';
import { entered, playSteps, type Script } from './steps.js';

export interface ScriptOptions extends Script {
  readonly params: Readonly<Record<string, unknown>>;
  readonly eyes: Eyes;
  readonly clock: Clock;
  readonly files: Files;
  /** Opens the pilot for goals in words, and says whose decisions its acts are. */
  readonly openGoal?: OpenGoal;
}

/** ms that a goal may take when its task says nothing; the limits of the run hold in any case. */
const GOAL_MS = 3_600_000;

/** Follows the steps of a task: applications, before, steps (or the goal), onFailure, after. */
export function scriptPilot(options: ScriptOptions): Pilot {
  return pilotOf('script', options, (stage) => playTask(stage, options));
}

/** A pilot that answers what the play yields. */
export function pilotOf(
  name: string,
  options: Pick<ScriptOptions, 'eyes' | 'clock' | 'files' | 'openGoal'>,
  begin: (stage: Stage) => Play,
): Pilot {
  let opened: { stage: Stage; play: Play } | undefined;
  let broken: { error: unknown } | undefined;
  const open = (situation: Situation, signal: AbortSignal) => {
    const { eyes, clock, files, openGoal } = options;
    const stage: Stage = {
      situation,
      signal,
      eyes,
      clock,
      files,
      owed: [],
      menus: new OpenMenus(),
      openGoal,
      values: {},
      retries: 0,
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
      opened.stage.menus.seen(situation);
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
  const apps = new Set(task.apps.map(({ name }) => name));
  const scope: Scope = { params: options.params, values: stage.values, apps };
  const failure = yield* attempt(async function* () {
    yield* launchApps(stage, task, scope);
    yield* playSteps(stage, task.before, options, scope);
    yield* playGoalOfTask(stage, task, scope);
    yield* playSteps(stage, task.steps, options, scope);
    yield* settleFiles(stage);
  });
  if (failure) yield* attempt(() => playSteps(stage, task.onFailure, options, scope));
  const untidy = yield* attempt(() => playSteps(stage, task.after, options, scope));
  yield* end(failure ?? untidy, task, scope);
}

/** The files that file dialogs were given for are there before the task has passed. */
async function* settleFiles(stage: Stage): Play {
  if (stage.owed.length === 0) return;
  const name = 'the files of the file dialogs are written';
  const cue: Cue = { path: 'steps', name, deadline: Number.POSITIVE_INFINITY, origin: 'author' };
  yield* entered(stage, cue, 'check', () => settleOwed(stage, cue));
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

function giveUp({ reason, refused, notProven }: Failure): Action {
  const ending = refused ? 'refused' : notProven ? 'not proven' : 'failed';
  return { name: 'give-up', input: { reason, ending } };
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
  };
  const cue: Cue = { path: 'goal', name: step.name, deadline: Number.POSITIVE_INFINITY, origin: 'model' };
  yield* entered(stage, cue, 'do', () => playStep(stage, cue, step, () => undefined));
}
