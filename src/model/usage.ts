import type { Usage } from '../core/action.js';
import type { Profile } from './profiles/index.js';
import { isRecord } from './reply/message.js';

/** Tokens as the server counted them; undefined where it did not say. */
export interface Counted {
  readonly input: number | undefined;
  readonly output: number | undefined;
  readonly cached: number | undefined;
  readonly image: number | undefined;
}

/** Reads `usage` of a chat completion. */
export function countedIn(reply: unknown): Counted {
  const usage = isRecord(reply) && isRecord(reply.usage) ? reply.usage : {};
  const details = isRecord(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {};
  return {
    input: count(usage.prompt_tokens ?? usage.input_tokens),
    output: count(usage.completion_tokens ?? usage.output_tokens),
    cached: count(details.cached_tokens),
    image: count(details.image_tokens),
  };
}

/** Letters of a prompt that make about one token. */
const LETTERS_PER_TOKEN = 4;

/**
 * Tokens and money of one call. What the server does not count is estimated, so that a budget holds there too.
 *
 * @param sent what was sent: tokens of its pictures as computed, letters of its text, letters of the answer
 */
export function usageOf(
  { price }: Profile,
  counted: Counted,
  sent: { imageTokens: number; letters: number; answered: number },
): Usage {
  const inputTokens = counted.input ?? sent.imageTokens + Math.ceil(sent.letters / LETTERS_PER_TOKEN);
  const outputTokens = counted.output ?? Math.ceil(sent.answered / LETTERS_PER_TOKEN);
  const cachedTokens = Math.min(counted.cached ?? 0, inputTokens);
  return {
    calls: 1,
    inputTokens,
    outputTokens,
    cachedTokens,
    imageTokens: counted.image ?? sent.imageTokens,
    ...(price && {
      cost:
        ((inputTokens - cachedTokens) * price.input +
          cachedTokens * (price.cached ?? price.input) +
          outputTokens * price.output) /
        1_000_000,
      currency: price.currency,
    }),
  };
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;
}

/** The sum of several calls. */
export function sumUsage(usages: readonly Usage[]): Usage {
  const sum = (of: (usage: Usage) => number | undefined): number =>
    usages.reduce((total, usage) => total + (of(usage) ?? 0), 0);
  const currency = usages.find((usage) => usage.currency !== undefined)?.currency;
  return {
    calls: sum(({ calls }) => calls),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    cachedTokens: sum(({ cachedTokens }) => cachedTokens),
    imageTokens: sum(({ imageTokens }) => imageTokens),
    ...(currency !== undefined && { cost: sum(({ cost }) => cost), currency }),
  };
}
