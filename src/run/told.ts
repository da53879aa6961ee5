import type { Usage } from '../core/action.js';
import type { Progress } from '../ports.js';

/**
 * What pilots have told and the loop has not taken over yet. A thought that the screen has voided may go on
 * and tell a value later: it is kept here for the next decision, or for the ending.
 */
export class Told {
  #waiting: Progress[] = [];

  add(progress: Progress): void {
    this.#waiting.push(progress);
  }

  /** Everything since the last time, oldest first. */
  take(): readonly Progress[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }
}

/** The values among what was told. */
export function valuesIn(progress: readonly Progress[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const entry of progress) if (entry.type === 'value') values[entry.name] = entry.value;
  return values;
}

/** What was asked of a model besides decisions, among what was told. */
export function usageIn(progress: readonly Progress[]): Usage[] {
  return progress.flatMap((entry) => (entry.type === 'asked' ? [entry.usage] : []));
}
