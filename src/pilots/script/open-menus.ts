import { describeTarget } from '../../core/target.js';
import type { Situation } from '../../ports.js';
import { isInput } from './inputs.js';

/**
 * Knows the menus and lists that the last input has opened. One that closes again without another input has not done
 * what it was opened for: its entries are gone, and a label of the same name elsewhere is another thing. Only those
 * that are windows of their own can be known; a web page paints its menus itself.
 */
export class OpenMenus {
  /** How many inputs were done, and the pop-ups that were open when the last of them was decided. */
  #inputs = 0;
  #before: readonly string[] = [];
  #now: readonly string[] = [];
  /** Those that came after the last input. */
  readonly #opened = new Set<string>();
  #opener = '';

  /** To be told of every situation. */
  seen({ view, acts }: Situation): void {
    const inputs = acts.filter(isInput);
    const last = inputs.at(-1);
    if (last !== undefined && inputs.length !== this.#inputs) {
      this.#inputs = inputs.length;
      this.#before = this.#now;
      this.#opened.clear();
      const { target, stepName, action } = last.decision;
      this.#opener = target === undefined ? (stepName ?? action.name) : describeTarget(target);
    }
    this.#now = view.frame.windows.filter(({ kind }) => kind === 'pop-up').map(({ id }) => id);
    for (const id of this.#now) if (!this.#before.includes(id)) this.#opened.add(id);
  }

  /** What opened the menu that has closed by itself since, in words; undefined while it is open, or where there was none. */
  closed(): string | undefined {
    const open = this.#now.some((id) => this.#opened.has(id));
    return this.#opened.size === 0 || open ? undefined : this.#opener;
  }

  /** It was told. */
  forget(): void {
    this.#opened.clear();
  }
}
