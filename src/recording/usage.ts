import type { Usage } from '../core/action.js';
import { sumUsages } from '../core/usage.js';

/** What the lines have used together; undefined when no model was asked. */
export function sumOfUsages(
  lines: readonly ({ readonly usage?: Usage | undefined } | undefined)[],
): Usage | undefined {
  return sumUsages(lines.map((line) => line?.usage));
}
