import type { Usage } from '../core/action.js';
import { Unanswered } from '../core/chat.js';
import { DeskhandError } from '../core/errors.js';
import type { AskedCall, Journal } from '../ports.js';
import { addUsage } from './context.js';

/** The calls of a model that one act or one check has caused: what they used, and what was said. */
export class AskedCalls {
  readonly #calls: (Pick<AskedCall, 'exchange'> & Partial<AskedCall>)[] = [];

  readonly add = (call: AskedCall): void => {
    this.#calls.push(call);
  };

  /** What was sent is kept when no answer came, too. */
  fail(error: unknown): void {
    if (error instanceof Unanswered) this.#calls.push({ exchange: error.exchange });
  }

  /** Undefined when nothing was asked. */
  get usage(): Usage | undefined {
    return this.#calls.map(({ usage }) => usage).reduce<Usage | undefined>(plusUsage, undefined);
  }

  /** Keeps requests without pixels and raw replies beside the recording; the members of the line that names them. */
  async keep(journal: Journal, name: string): Promise<{ usage?: Usage; exchange?: string }> {
    const { usage } = this;
    if (this.#calls.length === 0) return {};
    const exchanges = this.#calls.map(({ exchange }) => exchange);
    const exchange = await journal.keep(`model/${name}.json`, `${JSON.stringify(exchanges, null, 1)}\n`);
    return { ...(usage && { usage }), exchange };
  }
}

/** The sum of two usages of which either may be missing. */
export function plusUsage(a: Usage | undefined, b: Usage | undefined): Usage | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return addUsage(a, b);
}

/** A call that the budget forbids is no failure of its act or check: it ends the run. */
export function isOverBudget(error: unknown): boolean {
  return error instanceof DeskhandError && error.code === 'over-budget';
}
