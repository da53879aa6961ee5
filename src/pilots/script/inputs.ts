import type { Act } from '../../core/action.js';

const inputDeeds = new Set(['click', 'type', 'press', 'scroll', 'drag', 'mouse-down', 'mouse-up', 'hold']);

/** Whether an act was an input that may have changed something. */
export function isInput({ decision, outcome }: Act): boolean {
  return outcome === 'done' && inputDeeds.has(decision.action.name);
}
