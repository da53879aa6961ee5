import type { Decision } from '../../../core/action.js';
import type { Check } from '../../../core/check.js';
import { isAbort } from '../../../core/errors.js';
import { type GoalEnd, Proof } from '../../../core/proof.js';
import type { Stage } from '../stage.js';
import { answerChecks, type Said } from './answer.js';
import type { Begun } from './begun.js';
import { judgeProof } from './judge.js';

/**
 * Takes the word of a pilot that its goal is reached. Instructions that the author wrote word by word, and that were
 * done one by one, need no proof; a model's word does. Undefined when the look was voided meanwhile.
 */
export async function saidDone(
  stage: Stage,
  { words, until }: { readonly words: string; readonly until: readonly Check[] },
  end: GoalEnd,
  begun: Begun,
  { action: { input }, origin }: Decision,
): Promise<Said | undefined> {
  const outputs = (input.outputs ?? {}) as Readonly<Record<string, unknown>>;
  if (end === 'until' || origin === 'author') return { checks: until, outputs };
  if (end === 'answer') return answerChecks(outputs, String(input.summary ?? ''));
  const proof = Proof.safeParse(input.proof);
  if (!proof.success) return { reason: 'no proof was stated' };
  const { signal, eyes, situation } = stage;
  try {
    const verdict = await judgeProof({ goal: words, begun, now: situation.view, eyes }, proof.data, signal);
    return verdict.ok ? { checks: verdict.checks, outputs } : { reason: verdict.reason };
  } catch (error) {
    if (signal.aborted || isAbort(error)) return undefined;
    throw error;
  }
}
