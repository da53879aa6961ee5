import { type AskForProof, type Turn, Unanswered } from '../../core/chat.js';
import type { GoalEnd } from '../../core/proof.js';
import { sumUsages } from '../../core/usage.js';
import type { Allowance, Asked } from './question.js';

interface Asking {
  readonly goal: string;
  readonly end?: GoalEnd;
  readonly askForProof?: AskForProof;
  readonly allowance: Allowance;
  readonly until: number;
}

/**
 * A word that the goal is reached, with what shows it: where the model's way to finish did not say, it is asked. What
 * asking took is added to what the decision took.
 *
 * @param before the turn before, whose result says why an earlier proof did not count
 */
export async function withProof(
  { goal, end, askForProof, allowance, until }: Asking,
  { picture, hints }: Turn,
  before: Turn | undefined,
  asked: Asked,
  signal: AbortSignal,
): Promise<Asked> {
  const { reading, usage, exchanges } = asked;
  if (end !== 'proof' || askForProof === undefined) return asked;
  if (reading instanceof Unanswered || reading.outcome !== 'decision') return asked;
  const { action } = reading.decision;
  if (action.name !== 'done' || action.input.proof !== undefined) return asked;
  const said = { goal, summary: String(action.input.summary), hints: [...refusedOf(before), ...hints] };
  try {
    const { left } = allowance;
    const stated = await askForProof(picture, said, { until, left }, signal);
    allowance.spend(stated.usage);
    const input = { ...action.input, ...(stated.proof && { proof: stated.proof }) };
    return {
      reading: { ...reading, decision: { ...reading.decision, action: { ...action, input } } },
      usage: sumUsages([usage, stated.usage]),
      exchanges: [...exchanges, stated.exchange],
    };
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    return { reading: error, usage, exchanges: [...exchanges, error.exchange] };
  }
}

/** Why what was stated a turn before did not count. */
function refusedOf(before: Turn | undefined): readonly string[] {
  const [, reason] = /not proven: ([\s\S]*)$/u.exec(before?.result ?? '') ?? [];
  return reason === undefined ? [] : [`What you stated before does not count: ${reason}`];
}
