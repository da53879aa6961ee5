import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { type Brain, type Reply, scriptedBrain } from '../support/emulator/index.js';
import { emulator, pictureUri, request } from './rig.js';

const body = request(await pictureUri(640, 480, { x: 300, y: 200, side: 14 }));

/** The chunks of a streamed answer as they stand on the wire. */
async function streamed(change: object, options: Parameters<typeof emulator>[0] = {}) {
  const server = await emulator(options);
  const response = await fetch(`${server.url}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.key}` },
    body: JSON.stringify({ ...body, stream: true, ...change }),
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const events = (await response.text()).split('\n\n').filter((event) => event !== '');
  expect(events.at(-1)).toBe('data: [DONE]');
  return events.slice(0, -1).map(
    (event) =>
      JSON.parse(event.replace(/^data: /u, '')) as {
        usage?: object | null;
        choices: {
          finish_reason?: string | null;
          delta: {
            role?: string | null;
            content?: string | null;
            reasoning_content?: string;
            tool_calls?: { id: string; function: { name?: string; arguments: string } }[];
          };
        }[];
      },
  );
}

test('a stream has the quirks of real ones', async () => {
  const chunks = await streamed({
    stream_options: { include_usage: true },
    enable_thinking: true,
    tool_stream: true,
  });
  const deltas = chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta));
  const calls = deltas.flatMap((delta) => delta.tool_calls ?? []);
  expect(calls[0]).toMatchObject({
    id: expect.stringMatching(/^call_/),
    function: { name: 'computer_use', arguments: '' },
  });
  expect(calls.length).toBeGreaterThan(2);
  expect(calls.slice(1).every(({ id }) => id === '')).toBe(true);
  expect(calls.map((call) => call.function.arguments).join('')).toBe(
    '{"action":"left_click","coordinate":[469,417]}',
  );
  expect(deltas.map((delta) => delta.reasoning_content ?? '').join('')).toContain('screenshot');
  expect(deltas.some((delta) => delta.role === null)).toBe(true);
  expect(chunks.some(({ choices }) => choices[0] !== undefined && !('finish_reason' in choices[0]))).toBe(
    true,
  );
  expect(chunks.at(-1)).toMatchObject({
    choices: [],
    usage: { prompt_tokens_details: { image_tokens: 302 } },
  });
  expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('tool_calls');
});

test('without tool_stream the arguments come in one piece, without include_usage there is no usage', async () => {
  const chunks = await streamed({});
  const calls = chunks.flatMap(({ choices }) => choices.flatMap(({ delta }) => delta.tool_calls ?? []));
  expect(calls).toHaveLength(2);
  expect(chunks.every(({ usage }) => !usage)).toBe(true);
});

test('newer vLLM calls it reasoning', async () => {
  const chunks = await streamed({ chat_template_kwargs: { enable_thinking: true } }, { host: 'vllm' });
  expect(chunks.some(({ choices }) => choices.some(({ delta }) => 'reasoning' in delta))).toBe(true);
});

test('the official client understands it', async () => {
  const greeting: Reply = { content: 'Grüße, 世界!', calls: [] };
  const brain: Brain = scriptedBrain([greeting]);
  const server = await emulator({ brain });
  const client = new OpenAI({ baseURL: server.url, apiKey: server.key, maxRetries: 0 });
  const messages = [{ role: 'user' as const, content: 'Hello.' }];
  const whole = await client.chat.completions.create({ model: 'qwen3-vl-plus', messages });
  expect(whole.choices[0]?.message.content).toBe('Grüße, 世界!');
  expect(whole.usage?.total_tokens).toBe(
    (whole.usage?.prompt_tokens ?? 0) + (whole.usage?.completion_tokens ?? 0),
  );
  let text = '';
  for await (const chunk of await client.chat.completions.create({
    model: 'qwen3-vl-plus',
    messages,
    stream: true,
  }))
    text += chunk.choices[0]?.delta.content ?? '';
  expect(text).toBe('Grüße, 世界!');
});

test('an answer that is longer than allowed ends in the middle', async () => {
  const chunks = await streamed({ max_completion_tokens: 12 });
  expect(chunks.findLast(({ choices }) => choices[0]?.finish_reason)?.choices[0]?.finish_reason).toBe(
    'length',
  );
});
