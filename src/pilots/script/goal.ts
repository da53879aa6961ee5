import type { Act, Limits, Usage } from '../../core/action.js';
import type { Check } from '../../core/check.js';
import { DeskhandError } from '../../core/errors.js';
import { endOfGoal } from '../../core/proof.js';
import type { Answer, Pilot } from '../../ports.js';
import { look, NotProven, StepFailed, stepOf } from './play.js';
import type { Said } from './proof/answer.js';
import { Begun } from './proof/begun.js';
import { saidDone } from './proof/said.js';
import type { Cue, Play, Stage } from './stage.js';

/** How often a goal pilot may say done while nothing shows that it is. */
const MOST_EARLY_DONES = 3;

/** A goal, what shows that it is reached, and what it may use up. */
export interface Goal {
  readonly words: string;
  /** What its author promised; where that is nothing, its pilot has to show that it is reached. */
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
 * Lets the goal pilot decide until it says done and a frame younger than its word shows that it is, or it gives up.
 * What shows it are the promises of the goal's author or, without any, a proof that the pilot states; a word alone
 * never counts. Its end of the goal is not the end of the run, so both are taken here.
 */
export async function* playGoal(stage: Stage, cue: Cue, goal: Goal): Play {
  if (stage.openGoal === undefined) throw new StepFailed('No pilot is there to reach a goal in words.');
  const end = goal.until.length > 0 ? 'until' : endOfGoal(goal.words);
  const pilot = stage.openGoal(goal.words, goal.limits, end);
  const first = stage.situation.acts.length;
  const began = stage.clock.now();
  const begun = await Begun.at(stage.situation.view, goal.words, stage.files);
  const untold = new Map<number, string>();
  let used = { tokens: 0, cost: 0, currency: '' };
  let last = '';
  for (let early = 0; early < MOST_EARLY_DONES; ) {
    const acts = stage.situation.acts.length - first;
    const limit = usedUp(goal.limits, { ...used, acts, ms: stage.clock.now() - began });
    if (limit !== undefined) throw new StepFailed(`The goal was not reached ${limit}.`);
    const answer = await decideUnlessVoided(stage, pilot, first, untold);
    if (answer?.kind !== 'act') {
      yield answer ?? look(cue, 'the screen changed while the pilot thought', 0);
      continue;
    }
    used = withUsage(used, answer.usage);
    const { action } = answer.decision;
    if (action.name === 'give-up') throw gaveUp(stage, action.input);
    const before = stage.situation.acts.length;
    if (action.name !== 'done') {
      begun.note(answer.decision, stage.situation.view);
      yield forStep(answer, cue);
      continue;
    }
    const said = await saidDone(stage, goal, end, begun, answer.decision);
    if (said === undefined) {
      yield look(cue, 'the screen changed while a proof was judged', 0);
      continue;
    }
    yield forStep(answer, cue, said);
    const act = stage.situation.acts[before];
    if (act === undefined || act.outcome === 'stale') continue;
    if (said.reason === undefined && act.outcome === 'done' && act.checks.every(holds)) {
      Object.assign(stage.values, said.outputs);
      return;
    }
    if (said.reason !== undefined) untold.set(act.number, said.reason);
    last = said.reason ?? act.checks.find((each) => !holds(each))?.detail ?? act.reason ?? act.outcome;
    early += 1;
  }
  const reason = 'The pilot says again and again that the goal is reached, and the screen does not show it';
  throw end === 'until'
    ? new StepFailed(`${reason}: ${last}.`)
    : new NotProven(`${reason}: ${last}. Say with until what shows it.`);
}

const holds = ({ result }: Act['checks'][number]): boolean => result === 'holds';

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

/** The goal pilot's answer as an act of this step; its `done` becomes a look at what shows it, or a remark. */
function forStep(answer: Extract<Answer, { kind: 'act' }>, cue: Cue, said?: Said): Answer {
  const { decision } = answer;
  const placed = { ...decision, ...stepOf(cue) };
  if (said === undefined) return { ...answer, decision: placed };
  const summary = String(decision.action.input.summary);
  if (said.reason !== undefined) {
    const text = `${summary} (not proven: ${said.reason})`;
    return { ...answer, decision: { ...placed, action: { name: 'note', input: { text } } } };
  }
  const { checks } = said;
  const action =
    checks.length > 0
      ? { name: 'check', input: { what: `that the goal is reached: ${summary}` } }
      : { name: 'note', input: { text: summary } };
  return { ...answer, decision: { ...placed, action, ...(checks.length > 0 && { checks: [...checks] }) } };
}

/**
 * Asks the goal pilot; it sees only the acts of its own goal, and those of its words that did not count with the
 * reason. Undefined when the look was voided.
 */
async function decideUnlessVoided(
  stage: Stage,
  pilot: Pilot,
  first: number,
  untold: ReadonlyMap<number, string>,
): Promise<Answer | undefined> {
  const { signal, situation } = stage;
  const acts = situation.acts.slice(first).map((act): Act => {
    const reason = untold.get(act.number);
    return reason === undefined ? act : { ...act, outcome: 'failed', reason: `not proven: ${reason}` };
  });
  try {
    return await pilot.decide({ ...situation, acts }, signal);
  } catch (error) {
    if (signal.aborted) return undefined;
    // A model that cannot be reached or used fails its step: the steps that tidy up still run. A limit of the
    // run ends the run.
    if (error instanceof DeskhandError && error.code !== 'over-budget')
      throw new StepFailed([error.message, error.hint].filter(Boolean).join(' '));
    throw error;
  }
}
