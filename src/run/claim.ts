import type { Limits, Usage } from '../core/action.js';
import type { Check, CheckResult } from '../core/check.js';
import { DeskhandError, messageOf } from '../core/errors.js';
import { sumUsages } from '../core/usage.js';
import type { View } from '../ports.js';
import type { AskedCalls } from './asked.js';
import { isOverBudget, spentBudget } from './budget.js';
import type { RunPorts } from './run-ports.js';

/** How often the model is asked about one claim; each time the screen has changed in between. */
const MOST_QUESTIONS = 3;

/** What a claim came to. */
export interface Claimed {
  readonly result: CheckResult;
  readonly detail: string;
  /** Set when asking again cannot change it. */
  readonly final?: boolean;
}

/** What a claim is held against. */
export interface ClaimAround {
  readonly ports: RunPorts;
  /** The frame that the act was decided on. */
  readonly before: View;
  readonly calls: AskedCalls;
  /** What the run may use up, and has used before this check. */
  readonly limits: Limits;
  readonly usage: Usage;
}

/**
 * Holds a sentence about a change against the frames before and after an act, by the model. Only a clear yes
 * holds: without a model, without budget, and whenever the answer cannot be used it is unknown.
 */
export class Claim {
  readonly #around: ClaimAround;
  readonly #check: Check;
  readonly #words: string;
  #asked = 0;
  #last: { readonly sha256: string; readonly claimed: Claimed } | undefined;

  constructor(around: ClaimAround, check: Check, words: string) {
    this.#around = around;
    this.#check = check;
    this.#words = words;
  }

  async holdsOn(after: View, signal: AbortSignal): Promise<Claimed> {
    const { before, ports } = this.#around;
    const { sha256 } = after.frame;
    if (this.#last?.sha256 === sha256) return this.#last.claimed;
    if (ports.modelEyes === undefined)
      return { result: 'unknown', detail: 'only a model can tell, and none is there', final: true };
    if (sha256 === before.frame.sha256)
      return { result: 'fails', detail: 'the screen looks exactly as it did before' };
    const spent = this.#spent();
    if (spent !== undefined) return { result: 'unknown', detail: spent, final: true };
    this.#asked += 1;
    const claimed = await this.#ask(after, signal);
    this.#last = { sha256, claimed };
    return this.#asked < MOST_QUESTIONS ? claimed : { ...claimed, final: true };
  }

  #spent(): string | undefined {
    const { usage, limits, calls } = this.#around;
    return spentBudget(limits, sumUsages([usage, calls.usage]) ?? usage);
  }

  async #ask(after: View, signal: AbortSignal): Promise<Claimed> {
    const { ports, before, calls } = this.#around;
    const { area } = this.#check;
    try {
      const frames = { before, after, ...(area && { area }) };
      const compared = await ports.modelEyes?.compare(frames, this.#words, calls.add, signal);
      return { result: compared?.result ?? 'unknown', detail: compared?.reason ?? 'nothing was answered' };
    } catch (error) {
      calls.fail(error);
      if (signal.aborted || !(error instanceof DeskhandError) || isOverBudget(error)) throw error;
      return { result: 'unknown', detail: messageOf(error), final: true };
    }
  }
}
