import type { Limits, Usage } from '../../core/action.js';
import type { Check } from '../../core/check.js';
import { DeskhandError } from '../../core/errors.js';
import type { Answer, Pilot } from '../../ports.js';
import { look, StepFailed, stepOf } from './play.js';
import type { Cue, Play, Stage } from './stage.js';

/** How often a goal pilot may say done while the step's checks do not hold. */
const MOST_EARLY_DONES = 3;

/** A goal, what shows that it is reached, and what it may use up. */
export interface Goal {
  readonly words: string;
  readonly until: readonly Check[];
  readonly limits: Limits;
}

/** What a goal has used up so far. */
interface Spent {
  readonly acts: number;
  readonly ms: number;
  readonly tokens: number;
  readonly cost: number;
  readonly currency: string;
}

/**
 * Lets the goal pilot decide until it says done (and the checks hold) or gives up. Its end of the goal is not
 * the end of the run, so both are taken here.
 */
export async function* playGoal(stage: Stage, cue: Cue, goal: Goal): Play {
  if (stage.openGoal === undefined) throw new StepFailed('No pilot is there to reach a goal in words.');
  const pilot = stage.openGoal(goal.words, goal.limits);
  const first = stage.situation.acts.length;
  const began = stage.clock.now();
  let used = { tokens: 0, cost: 0, currency: '' };
  for (let early = 0; early < MOST_EARLY_DONES; ) {
    const acts = stage.situation.acts.length - first;
    const limit = usedUp(goal.limits, { ...used, acts, ms: stage.clock.now() - began });
    if (limit !== undefined) throw new StepFailed(`The goal was not reached ${limit}.`);
    const answer = await decideUnlessVoided(stage, pilot, first);
    if (answer?.kind !== 'act') {
      yield answer ?? look(cue, 'the screen changed while the pilot thought', 0);
      continue;
    }
    used = withUsage(used, answer.usage);
    const { action } = answer.decision;
    if (action.name === 'give-up') throw gaveUp(stage, action.input);
    const done = action.name === 'done';
    const before = stage.situation.acts.length;
    yield forStep(answer, cue, done ? goal.until : undefined);
    const act = stage.situation.acts[before];
    if (!done || act === undefined) continue;
    if (act.outcome === 'done' && act.checks.every(({ result }) => result === 'holds')) {
      Object.assign(stage.values, action.input.outputs);
      return;
    }
    early += 1;
  }
  throw new StepFailed('The pilot says done again and again, but what the goal promises cannot be seen.');
}

/** The limit that leaves no room for one more act, in words. */
function usedUp(limits: Limits, { acts, ms, tokens, cost, currency }: Spent): string | undefined {
  if (limits.steps !== undefined && acts >= limits.steps) return `within ${limits.steps} acts`;
  if (limits.seconds !== undefined && ms >= limits.seconds * 1000) return `within ${limits.seconds} s`;
  if (limits.tokens !== undefined && tokens >= limits.tokens) return `within ${limits.tokens} tokens`;
  if (limits.cost !== undefined && cost >= limits.cost)
    return `at a cost of ${limits.cost} ${currency}`.trim();
  return undefined;
}

function withUsage(used: Pick<Spent, 'tokens' | 'cost' | 'currency'>, usage: Usage | undefined) {
  if (usage === undefined) return used;
  return {
    tokens: used.tokens + usage.inputTokens + usage.outputTokens,
    cost: used.cost + (usage.cost ?? 0),
    currency: usage.currency ?? used.currency,
  };
}

function gaveUp(stage: Stage, { reason, ending }: Readonly<Record<string, unknown>>): StepFailed {
  const refused = ending === 'refused' || stage.situation.acts.at(-1)?.outcome === 'refused';
  return new StepFailed(String(reason), refused);
}

/** The goal pilot's answer as an act of this step; its `done` becomes a note with the checks of the goal. */
function forStep(
  answer: Extract<Answer, { kind: 'act' }>,
  cue: Cue,
  until: readonly Check[] | undefined,
): Answer {
  const { decision } = answer;
  const placed = { ...decision, ...stepOf(cue) };
  if (until === undefined) return { ...answer, decision: placed };
  const action = { name: 'note', input: { text: String(decision.action.input.summary) } };
  return { ...answer, decision: { ...placed, action, ...(until.length > 0 && { checks: [...until] }) } };
}

/** Asks the goal pilot; it sees only the acts of its own goal. Undefined when the look was voided. */
async function decideUnlessVoided(stage: Stage, pilot: Pilot, first: number): Promise<Answer | undefined> {
  const { signal, situation } = stage;
  try {
    return await pilot.decide({ ...situation, acts: situation.acts.slice(first) }, signal);
  } catch (error) {
    if (signal.aborted) return undefined;
    // A model that cannot be reached or used fails its step: the steps that tidy up still run. A limit of the
    // run ends the run.
    if (error instanceof DeskhandError && error.code !== 'over-budget')
      throw new StepFailed([error.message, error.hint].filter(Boolean).join(' '));
    throw error;
  }
}
