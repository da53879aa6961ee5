import { readAction } from '../actions/index.js';
import type { Action, Decision, Limits, Usage } from '../core/action.js';
import { DeskhandError } from '../core/errors.js';
import type { RunContext } from './context.js';
import type { RunEnding } from './contract.js';

/** Decisions in a row that the changing screen may void before the run gives up. */
const MAX_STALE = 8;
/** A timer of Node that is set for longer fires at once, ms (24.8 days). */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Returns how the run ends before its next look: because of what has ended it, a limit, or no progress. */
export function whyOver(context: RunContext): RunEnding | undefined {
  if (context.end !== undefined) return context.end;
  const spent = spentBudget(context.limits, context.usage);
  if (spent !== undefined) return outOfBudget(spent);
  if (context.stuck?.final) return failed(`Stuck: ${context.stuck.reason}`);
  if (context.stale > MAX_STALE)
    return failed('The screen kept changing under the target; nothing was done.');
  return undefined;
}

/**
 * Returns how the run ends when the act that was decided on is one too many; undefined when there is room for it. The
 * act that ends the run always has room, and an act that the screen has voided has used none up.
 */
export function whyTooMany({ limits, acts }: RunContext, decision: Decision): RunEnding | undefined {
  const taken = acts.filter(({ outcome }) => outcome !== 'stale').length;
  if (taken < limits.steps || endsRun(decision.action)) return undefined;
  return outOfBudget(`the limit of ${limits.steps} steps is used up`);
}

/** Returns how long the run may go on from here, ms; the time before a pause counts, the pause does not. */
export function timeLeft({ limits, spentMs }: RunContext): number {
  return Math.min(LONGEST_TIMER_MS, Math.max(0, limits.seconds * 1000 - spentMs));
}

/** Returns how the run ends when its time is over. */
export function outOfTime({ limits }: RunContext): RunEnding {
  return outOfBudget(`the limit of ${limits.seconds} s is used up`);
}

/**
 * Returns which of tokens and cost is used up, in words. A call that could go beyond a limit is held back before by who
 * makes it and knows its size; steps that ask no model go on until nothing is left.
 */
export function spentBudget(limits: Limits, usage: Usage): string | undefined {
  const tokens = usage.inputTokens + usage.outputTokens;
  if (limits.tokens !== undefined && tokens >= limits.tokens)
    return `${tokens} of ${limits.tokens} tokens are used`;
  const cost = usage.cost ?? 0;
  if (limits.cost !== undefined && cost >= limits.cost)
    return `${cost.toFixed(4)} of ${limits.cost} ${usage.currency ?? ''} are spent`;
  return undefined;
}

/** Tells a call that the budget forbids: it is no failure of its act or check, it ends the run. */
export function isOverBudget(error: unknown): boolean {
  return error instanceof DeskhandError && error.code === 'over-budget';
}

function endsRun(action: Action): boolean {
  const read = readAction(action);
  return read.ok && read.deed.kind === 'end';
}

function outOfBudget(reason: string): RunEnding {
  return { ending: 'out of budget', reason };
}

function failed(reason: string): RunEnding {
  return { ending: 'failed', reason };
}
