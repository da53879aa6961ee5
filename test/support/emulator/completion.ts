import { randomUUID } from 'node:crypto';
import type { Spoken } from './speak.js';
import { textTokens } from './tokens.js';

/** What an answer has used. */
export interface Spent {
  readonly textTokens: number;
  readonly imageTokens: number;
  /** Of the prompt, served from the prefix cache. */
  readonly cachedTokens: number;
}

/** Tokens that the model wrote. */
export function writtenTokens(spoken: Spoken): { all: number; reasoning: number } {
  const reasoning = textTokens(spoken.reasoning ?? '');
  const calls = spoken.calls.reduce((sum, call) => sum + textTokens(call.name + call.arguments) + 10, 0);
  return { reasoning, all: reasoning + textTokens(spoken.content) + calls + 1 };
}

function usageOf(spoken: Spoken, spent: Spent): Record<string, unknown> {
  const prompt = spent.textTokens + spent.imageTokens;
  const { all, reasoning } = writtenTokens(spoken);
  return {
    prompt_tokens: prompt,
    completion_tokens: all,
    total_tokens: prompt + all,
    prompt_tokens_details: {
      cached_tokens: spent.cachedTokens,
      text_tokens: spent.textTokens,
      image_tokens: spent.imageTokens,
    },
    completion_tokens_details: { reasoning_tokens: reasoning, text_tokens: all - reasoning },
  };
}

const callId = (): string => `call_${randomUUID().replaceAll('-', '').slice(0, 24)}`;

/** A whole answer with the deviations from OpenAI's form that real answers show: no `refusal`, `index` in calls. */
export function completion(model: string, spoken: Spoken, spent: Spent, reasoningName: string): object {
  return {
    choices: [
      {
        message: {
          role: 'assistant',
          content: spoken.content,
          ...(spoken.reasoning !== undefined && { [reasoningName]: spoken.reasoning }),
          ...(spoken.calls.length > 0 && {
            tool_calls: spoken.calls.map((call, index) => ({
              index,
              id: callId(),
              type: 'function',
              function: call,
            })),
          }),
        },
        finish_reason: spoken.finish,
        index: 0,
        logprobs: null,
      },
    ],
    object: 'chat.completion',
    usage: usageOf(spoken, spent),
    created: Math.floor(Date.now() / 1000),
    system_fingerprint: null,
    model,
    id: `chatcmpl-${randomUUID()}`,
  };
}

/** The same answer as the events of a stream, with their known quirks. */
export function* chunks(
  model: string,
  spoken: Spoken,
  spent: Spent,
  options: { reasoningName: string; usage: boolean; tools: 'whole' | 'pieces' },
): Generator<object> {
  const id = `chatcmpl-${randomUUID()}`;
  const created = Math.floor(Date.now() / 1000);
  const event = (delta: object, finish: string | null = null): object => ({
    choices: [{ delta, finish_reason: finish, index: 0, logprobs: null }],
    object: 'chat.completion.chunk',
    usage: null,
    created,
    system_fingerprint: null,
    model,
    id,
  });
  yield event({ role: 'assistant', content: spoken.reasoning === undefined ? '' : null });
  for (const piece of pieces(spoken.reasoning ?? ''))
    yield event({ content: null, [options.reasoningName]: piece });
  for (const piece of pieces(spoken.content)) yield event({ content: piece });
  for (const [index, call] of spoken.calls.entries()) {
    const begin = { index, id: callId(), type: 'function', function: { name: call.name, arguments: '' } };
    yield event({ content: null, tool_calls: [begin] });
    const parts = options.tools === 'whole' ? [call.arguments] : pieces(call.arguments);
    // Later pieces carry an empty id and no role, or a null one; they must not overwrite.
    for (const part of parts)
      yield event({
        role: null,
        content: null,
        tool_calls: [{ index, id: '', type: 'function', function: { arguments: part } }],
      });
  }
  yield {
    choices: [{ delta: { content: '' }, index: 0 }],
    object: 'chat.completion.chunk',
    created,
    model,
    id,
  };
  yield event({ content: '' }, spoken.finish);
  if (options.usage)
    yield {
      choices: [],
      object: 'chat.completion.chunk',
      usage: usageOf(spoken, spent),
      created,
      system_fingerprint: null,
      model,
      id,
    };
}

function pieces(text: string): string[] {
  return text.match(/[\s\S]{1,12}/gu) ?? [];
}
