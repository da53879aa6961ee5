import type { Usage } from '../core/action.js';
import { Unanswered } from '../core/chat.js';
import { sumUsages } from '../core/usage.js';
import type { AskedCall, Journal } from '../ports.js';

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
    return sumUsages(this.#calls.map(({ usage }) => usage));
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
