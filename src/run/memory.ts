import type { Act, Approval, Outcome, Usage, Verdict } from '../core/action.js';
import { explained } from '../core/errors.js';
import { sumUsages } from '../core/usage.js';
import { whyNot } from '../core/why-not.js';
import type { Patience } from '../ports.js';
import { isOverBudget, whyTooMany } from './budget.js';
import { actNumber, decisionOf, type RunContext, viewOf } from './context.js';
import type { Aimed, Checked, Decided, Pause, Performed, RunEnding } from './contract.js';
import { refusalWords } from './refusal.js';
import { findStuck } from './stuck.js';
import { usageIn, valuesIn } from './told.js';

/** The pure steps of the loop: what it remembers after each answer. */

type Next = Partial<RunContext>;

/** Takes over what the pilot answered and told: the decision, usage and values. */
export function afterAnswer(context: RunContext, { answer, told }: Decided): Next {
  const values = { ...context.values, ...valuesIn(told) };
  const { usage } = withUsage(context, ...usageIn(told));
  if (answer.kind === 'look') return { values, usage, waiting: answer };
  if (answer.kind === 'voided') return { values, usage, stale: context.stale + 1, patience: 'key' };
  const end = whyTooMany(context, answer.decision);
  return { values, answer, ...withUsage({ usage }, answer.usage), ...(end && { end }) };
}

/** Tells whether an act may follow: the screen has not voided the answer, and it is not one act too many. */
export function mayFollow(context: RunContext, { answer }: Decided): boolean {
  return answer.kind === 'act' && whyTooMany(context, answer.decision) === undefined;
}

/** Forgets what was decided and approved by an older look. */
export const decisionVoided = { answer: undefined, verdict: undefined, approval: undefined } as const;

/** The rules have said no. */
export function afterRefusal(context: RunContext, verdict: Verdict): Next {
  const reason = whyNot(verdict, decisionOf(context));
  return afterAct({ ...context, verdict }, { outcome: 'refused', reason, patience: 'none' });
}

/** The operator has not said yes. */
export function afterNo(context: RunContext, approval: Approval): Next {
  const reason = refusalWords(approval, context.verdict, decisionOf(context));
  return afterAct(context, { outcome: 'refused', reason, patience: 'none' });
}

/** The target has changed since the look. */
export function afterMiss(context: RunContext, aimed: Aimed): Next {
  const reason = aimed.ok ? '' : aimed.reason;
  return afterAct(context, { outcome: 'stale', reason, patience: 'key' });
}

/** The act was done; what it promises is checked next. */
export function afterDeed(context: RunContext, performed: Performed): Next {
  return { ...withUsage(context, performed.usage), performed, patience: performed.patience };
}

/** The act was not done, or nobody knows: then nothing may follow it. */
export function afterFailure(context: RunContext, performed: Performed): Next {
  const { outcome, reason = '' } = performed;
  const next = { ...afterAct(context, performed), ...withUsage(context, performed.usage) };
  if (outcome !== 'unknown') return next;
  return { ...next, end: { ending: 'failed', reason: `It is unknown whether the act was done: ${reason}` } };
}

/** The promises of the act have come out. A deed that ends the run has ended it when all of them hold. */
export function afterChecks(context: RunContext, checks: readonly Checked[]): Next {
  const { performed } = context;
  const end = checks.every(({ result }) => result === 'holds') ? performed?.end : undefined;
  return {
    ...afterAct(context, {
      outcome: 'done',
      answer: end === undefined ? performed?.answer : undefined,
      checks,
      patience: end === undefined && checks.length === 0 ? context.patience : 'none',
    }),
    ...withUsage(context, ...checks.map(({ usage }) => usage)),
    ...(end && { end }),
  };
}

/** Remembers the pause until a state may be left for it. */
export function afterPauseWish({ pause, spentMs }: { pause: Pause; spentMs: number }): Next {
  return { pausing: pause, spentMs, disturbed: pause.by === 'somebody else' };
}

/** Something broke that no state has an answer to. */
export function afterError(error: unknown): { readonly end: RunEnding } {
  return { end: { ending: isOverBudget(error) ? 'out of budget' : 'failed', reason: explained(error) } };
}

interface Result {
  readonly outcome: Outcome;
  readonly reason?: string;
  readonly answer?: unknown;
  readonly checks?: readonly Checked[];
  readonly patience: Patience;
}

/** The act has ended, however it ended; the stuck detector has seen it. */
function afterAct(context: RunContext, result: Result): Next {
  const { frame } = viewOf(context);
  const act: Act = {
    number: actNumber(context),
    decision: decisionOf(context),
    frame: frame.id,
    frameSha: frame.sha256,
    ...(context.verdict && { verdict: context.verdict }),
    outcome: result.outcome,
    ...(result.reason !== undefined && { reason: result.reason }),
    ...(result.answer !== undefined && { answer: result.answer }),
    checks: result.checks ?? [],
  };
  const acts = [...context.acts, act];
  return {
    ...decisionVoided,
    acts,
    performed: undefined,
    stale: result.outcome === 'stale' ? context.stale + 1 : 0,
    stuck: findStuck(acts, context.stuck),
    patience: result.patience,
  };
}

function withUsage(
  { usage }: Pick<RunContext, 'usage'>,
  ...more: readonly (Usage | undefined)[]
): Pick<RunContext, 'usage'> {
  return { usage: sumUsages([usage, ...more]) ?? usage };
}
