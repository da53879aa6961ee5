import type { UsageFault } from './faults.js';

/** The answer with a `usage` as a server writes it that counts wrongly, or not at all. */
export function miscounted(answer: object, how: UsageFault): object {
  const { usage, ...rest } = answer as { usage: Record<string, unknown> };
  const { prompt_tokens_details: details, ...sums } = usage;
  const textTokens = (details as { text_tokens: number }).text_tokens;
  const wrong: Readonly<Record<UsageFault, unknown>> = {
    none: undefined,
    null: null,
    zeros: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
    strings: { prompt_tokens: String(sums.prompt_tokens), completion_tokens: '30' },
    negative: { prompt_tokens: -1, completion_tokens: -1, total_tokens: -2 },
    'no-details': { ...sums, prompt_tokens_details: null },
    'no-images': { ...sums, prompt_tokens_details: { cached_tokens: 0, image_tokens: 0 } },
    'text-only': { ...sums, prompt_tokens: textTokens, prompt_tokens_details: null },
  };
  return { ...rest, usage: wrong[how] };
}

/** The events of a stream whose last one counts wrongly; a server that does not count leaves it out. */
export function* miscountedEvents(events: Iterable<object>, how: UsageFault): Generator<object> {
  for (const event of events) {
    const counts = 'usage' in event && event.usage !== null;
    if (!counts) yield event;
    else if (how !== 'none') yield miscounted(event, how);
  }
}
