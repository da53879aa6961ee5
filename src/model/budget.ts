import type { Limits, Usage } from '../core/action.js';
import { DeskhandError } from '../core/errors.js';
import { type HostKind, ownServers } from './hosts.js';
import type { Profile } from './profiles/index.js';

/** Most that a call can use: what it sends, computed, and the longest answer it allows. */
export interface Foreseen {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

type Most = Pick<Limits, 'tokens' | 'cost'>;

/**
 * What the calls of a run may use up. A call is held back when it could exceed a limit, before anything is
 * sent; what it really used is counted afterwards.
 */
export class Budget {
  readonly #most: Most;
  readonly #code: string;
  #tokens = 0;
  #cost = 0;

  /** @param of whose limits: those of a goal among the steps fail its step, those of the run end it */
  constructor(most: Most, of: 'run' | 'goal' = 'run') {
    this.#most = most;
    this.#code = of === 'run' ? 'over-budget' : 'goal-over-budget';
  }

  /**
   * @throws DeskhandError `over-budget` or `goal-over-budget` when the call could exceed a limit, `no-price` when a limit of money
   *   cannot be held
   */
  admit(profile: Profile, host: HostKind, call: Foreseen): void {
    const { tokens, cost } = this.#most;
    const next = call.inputTokens + call.outputTokens;
    if (tokens !== undefined && this.#tokens + next > tokens) {
      throw overBudget(
        this.#code,
        `${this.#tokens} of ${tokens} tokens are used, and the next model call may take ${next} (${call.inputTokens} sent, up to ${call.outputTokens} answered)`,
      );
    }
    const { price } = profile;
    if (cost === undefined || (price === undefined && ownServers.includes(host))) return;
    if (price === undefined) throw noPrice(profile);
    const most = (call.inputTokens * price.input + call.outputTokens * price.output) / 1_000_000;
    if (this.#cost + most > cost) {
      throw overBudget(
        this.#code,
        `${money(this.#cost)} of ${cost} ${price.currency} are spent, and the next model call may cost ${money(most)} (${call.inputTokens} tokens sent, up to ${call.outputTokens} answered)`,
      );
    }
  }

  spend({ inputTokens, outputTokens, cost }: Usage): void {
    this.#tokens += inputTokens + outputTokens;
    this.#cost += cost ?? 0;
  }
}

function overBudget(code: string, why: string): DeskhandError {
  return new DeskhandError('failed', code, `${why}, so it was not made.`, {
    hint: 'Raise limits.tokens or limits.cost of the task.',
  });
}

function noPrice({ model }: Profile): DeskhandError {
  return new DeskhandError(
    'usage',
    'no-price',
    `The task limits its cost, but nobody told what ${model} costs.`,
    { hint: 'Give its profile a price (--profiles FILE), or limit tokens instead.' },
  );
}

function money(amount: number): string {
  return amount.toFixed(4);
}
