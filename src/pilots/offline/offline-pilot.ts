import type { Clock, Eyes, Files, Pilot } from '../../ports.js';
import { resolveStep, type Step } from '../../task/index.js';
import { StepFailed } from '../script/play.js';
import { pilotOf } from '../script/script-pilot.js';
import type { Cue, Play, Stage } from '../script/stage.js';
import { playStep } from '../script/step.js';
import { type PlainStep, readInstructions } from './grammar.js';

/**
 * Reaches a goal that is written as literal English instructions, against what can be read on the screen: no
 * key, no network. What it cannot read it gives up on, by name; it never guesses.
 */
export function offlinePilot(goal: string, options: { eyes: Eyes; clock: Clock; files: Files }): Pilot {
  return pilotOf('offline', { ...options, openGoal: undefined }, (stage) => playInstructions(stage, goal));
}

async function* playInstructions(stage: Stage, goal: string): Play {
  const read = readInstructions(goal);
  if (!read.ok)
    return yield* giveUp(`${read.reason} It knows click, type, press, scroll, drag, wait and check.`);
  try {
    for (const step of read.steps) yield* playInstruction(stage, step);
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    return yield* giveUp(error.message, error.refused);
  }
  const summary = `All ${read.steps.length} instructions are done.`;
  // The author wrote each instruction word by word, and each was done: there is no word of a model to be proven.
  for (;;)
    yield { kind: 'act', decision: { action: { name: 'done', input: { summary } }, origin: 'author' } };
}

function playInstruction(stage: Stage, plain: PlainStep): Play {
  const step = resolveStep(asStep(plain), { params: {}, values: stage.values });
  // The author of the goal wrote the instruction word by word: its acts are the author's own.
  const cue: Cue = {
    path: 'goal',
    name: step.name,
    deadline: stage.clock.now() + step.timeoutMs,
    origin: 'author',
  };
  return playStep(stage, cue, step, () => undefined);
}

function asStep(plain: PlainStep): Step {
  const [verb, input] = Object.entries(plain)[0] ?? ['note', ''];
  // The input is taken as it stands: a dollar sign of an instruction is no expression.
  return {
    path: 'goal',
    line: 1,
    verb: verb as Step['verb'],
    input: escaped(input),
    common: {},
    steps: [],
    otherwise: [],
    approved: false,
  };
}

function escaped(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('${', () => '$${');
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, escaped(entry)]));
  }
  return value;
}

async function* giveUp(reason: string, refused = false): Play {
  for (;;) {
    const input = { reason, ending: refused ? 'refused' : 'failed' };
    yield { kind: 'act', decision: { action: { name: 'give-up', input } } };
  }
}
