import type { Usage } from '../core/action.js';

/** What the lines have used together; undefined when no model was asked. */
export function sumOfUsages(
  lines: readonly ({ readonly usage?: Usage | undefined } | undefined)[],
): Usage | undefined {
  const usages = lines.flatMap((line) => (line?.usage === undefined ? [] : [line.usage]));
  if (usages.length === 0) return undefined;
  const sum = (field: keyof Omit<Usage, 'currency'>) =>
    usages.some((usage) => usage[field] !== undefined)
      ? usages.reduce((total, usage) => total + (usage[field] ?? 0), 0)
      : undefined;
  return {
    calls: sum('calls') ?? 0,
    inputTokens: sum('inputTokens') ?? 0,
    outputTokens: sum('outputTokens') ?? 0,
    cachedTokens: sum('cachedTokens'),
    imageTokens: sum('imageTokens'),
    cost: sum('cost'),
    currency: usages.find(({ currency }) => currency !== undefined)?.currency,
  };
}
