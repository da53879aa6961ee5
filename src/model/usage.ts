import type { Usage } from '../core/action.js';
import { sumUsages } from '../core/usage.js';
import type { Foreseen } from './budget.js';
import type { Profile } from './profiles/index.js';
import { isRecord } from './reply/message.js';
import type { Body } from './request/body.js';

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
    // No prompt has no tokens: a server that says so does not count them.
    input: count(usage.prompt_tokens ?? usage.input_tokens) || undefined,
    output: count(usage.completion_tokens ?? usage.output_tokens),
    cached: count(details.cached_tokens),
    // Pictures never cost nothing: a server that says so does not count them.
    image: count(details.image_tokens) || undefined,
  };
}

/** Letters of a prompt that make about one token, until a reply tells better. */
export const USUAL_LETTERS_PER_TOKEN = 4;

/** What was sent: its pictures with their computed tokens, and the letters of all else. */
export interface Sent {
  readonly pictures: readonly { readonly tokens: number }[];
  readonly letters: number;
}

/** The letters of a request whose pictures have names in place of their bytes. */
export function lettersOf({ messages, tools }: Body): number {
  return JSON.stringify([messages, tools ?? '']).length;
}

/** The most that a request can use: its pictures as computed, its text as estimated, its longest answer. */
export function foreseen(body: Body, sent: Sent, perToken: number): Foreseen {
  const most = Number(body.max_completion_tokens ?? body.max_tokens ?? 0);
  // max_tokens does not bound the reasoning, but a budget of it does.
  const own = isRecord(body.reasoning) ? body.reasoning.max_tokens : body.thinking_budget;
  const reasoning = body.max_tokens === undefined ? 0 : Number(own ?? 0);
  return {
    inputTokens: imageTokensIn(sent) + Math.ceil(sent.letters / perToken),
    outputTokens: most + reasoning,
  };
}

/** How many letters made one token of a request that the server has counted; undefined when it did not. */
export function lettersPerToken(counted: Counted, sent: Sent): number | undefined {
  const tokens = (counted.input ?? 0) - imageTokensIn(sent);
  return counted.input === undefined || tokens <= 0 ? undefined : sent.letters / tokens;
}

function imageTokensIn({ pictures }: Sent): number {
  return pictures.reduce((sum, { tokens }) => sum + tokens, 0);
}

/**
 * Tokens and money of one call. What the server does not count is estimated, so that a budget holds there too.
 *
 * @param sent what was sent, and the letters of the answer
 */
export function usageOf({ price }: Profile, counted: Counted, sent: Sent & { answered: number }): Usage {
  const imageTokens = imageTokensIn(sent);
  const inputTokens = counted.input ?? imageTokens + Math.ceil(sent.letters / USUAL_LETTERS_PER_TOKEN);
  const outputTokens = counted.output ?? Math.ceil(sent.answered / USUAL_LETTERS_PER_TOKEN);
  const cachedTokens = Math.min(counted.cached ?? 0, inputTokens);
  return {
    calls: 1,
    inputTokens,
    outputTokens,
    cachedTokens,
    imageTokens: counted.image ?? imageTokens,
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
  return sumUsages(usages) ?? { calls: 0, inputTokens: 0, outputTokens: 0 };
}
