import type { Usage } from './action.js';

/** What several calls have used together; undefined when there were none. A member that none has is left out. */
export function sumUsages(usages: readonly (Usage | undefined)[]): Usage | undefined {
  const known = usages.filter((usage) => usage !== undefined);
  if (known.length === 0) return undefined;
  const sum = (field: keyof Omit<Usage, 'currency'>): number | undefined =>
    known.some((usage) => usage[field] !== undefined)
      ? known.reduce((total, usage) => total + (usage[field] ?? 0), 0)
      : undefined;
  const [cachedTokens, imageTokens, cost] = [sum('cachedTokens'), sum('imageTokens'), sum('cost')];
  const currency = known.findLast((usage) => usage.currency !== undefined)?.currency;
  return {
    calls: sum('calls') ?? 0,
    inputTokens: sum('inputTokens') ?? 0,
    outputTokens: sum('outputTokens') ?? 0,
    ...(cachedTokens !== undefined && { cachedTokens }),
    ...(imageTokens !== undefined && { imageTokens }),
    ...(cost !== undefined && { cost }),
    ...(currency !== undefined && { currency }),
  };
}
