import { expect, test } from 'vitest';
import type { Host } from '../support/emulator/rules.js';
import { computerUse, emulator, pictureUri, post, request } from './rig.js';

const small = await pictureUri(320, 240, { x: 100, y: 100, side: 12 });
const base = request(small);
const [system, user] = base.messages as [object, { content: [object, object] }];
const picture = user.content[1];
const call = (id: string, args = '{"action":"wait","time":1}') => ({
  id,
  type: 'function',
  function: { name: 'computer_use', arguments: args },
});
const said = (...calls: object[]) => ({ role: 'assistant', content: '', tool_calls: calls });
const result = (id: string, content: unknown = 'done') => ({ role: 'tool', tool_call_id: id, content });
const talk = (...messages: unknown[]) => ({ messages: [system, user, ...messages] });
const showing = (url: string, more: object = {}) => ({
  messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url }, ...more }] }],
});
const named = { type: 'function', function: { name: 'computer_use' } };
const tool = (name: string) => ({ ...computerUse, function: { ...computerUse.function, name } });

type Change = Record<string, unknown>;

test.each<[string, Change]>([
  ['as it is', {}],
  ['a whole step', talk(said(call('a')), result('a'), user)],
  ['two calls, both answered', talk(said(call('a'), call('b')), result('a'), result('b'), user)],
  ['ending with a tool result', talk(said(call('a')), result('a'))],
  [
    'the same call, told apart',
    talk(said(call('a')), result('a'), user, said(call('b', '{"action":"wait","repeat":2}')), result('b')),
  ],
  [
    'the same call with another between',
    talk(
      said(call('a')),
      result('a'),
      said(call('b', '{"action":"x"}')),
      result('b'),
      said(call('c')),
      result('c'),
    ),
  ],
  ['tool_choice none', { tool_choice: 'none' }],
  ['a named function without thinking', { tool_choice: named }],
  ['thinking', { enable_thinking: true, thinking_budget: 500 }],
  ['max_pixels beside the picture', { ...showing(small, { max_pixels: 1_000_000 }) }],
  ['the high-resolution switch', { vl_high_resolution_images: true }],
  [
    'cache marks',
    {
      messages: [
        { role: 'system', content: [{ type: 'text', text: 'x', cache_control: { type: 'ephemeral' } }] },
        user,
      ],
    },
  ],
  [
    'edges of the ranges',
    { temperature: 1.99, top_p: 1, seed: 2 ** 31 - 1, presence_penalty: 0, max_completion_tokens: 1000 },
  ],
  ['a picture of 200:1', { ...showing(await pictureUri(2400, 12)) }],
])('%s is accepted', async (_, change) => {
  const server = await emulator();
  const answer = await post(server, { ...base, ...change });
  expect(answer.body.error?.message).toBeUndefined();
  expect(answer.status).toBe(200);
});

test.each<[string, Change, RegExp, number?]>([
  ['an unknown model', { model: 'qwen3-vl-giant' }, /does not exist/, 404],
  ['an unknown member', { max_pixels: 100_000 }, /Unrecognized key/],
  [
    'JSON mode without the word',
    { response_format: { type: 'json_object' } },
    /must contain the word 'json'/,
  ],
  ['an unknown role', talk({ role: 'developer', content: 'x' }), /messages/],
  ['a late system message', talk(system, user), /system message must be at the beginning/],
  ['a tool result without its call', talk(result('a'), user), /must be a response to a preceeding message/],
  ['a call that is not answered', talk(said(call('a')), user), /did not have response messages: a/],
  [
    'one of two calls not answered',
    talk(said(call('a'), call('b')), result('a'), user),
    /did not have response messages: b/,
  ],
  ['ids used twice in a message', talk(said(call('a'), call('a')), result('a'), user), /must differ/],
  ['the model having the last word', talk({ role: 'assistant', content: 'x' }), /last message/],
  [
    'an empty assistant message',
    talk({ role: 'assistant', content: '' }, user),
    /needs content or tool_calls/,
  ],
  ['arguments that are no JSON', talk(said(call('a', '{"action":')), result('a')), /must be in JSON format/],
  [
    'a tool result of parts',
    talk(said(call('a')), result('a', [{ type: 'text', text: 'x' }])),
    /valid string/,
  ],
  [
    'a picture in a system message',
    { messages: [{ role: 'system', content: [picture] }, user] },
    /may hold text only/,
  ],
  [
    'a picture in an assistant message',
    talk({ role: 'assistant', content: [picture] }, user),
    /may hold text only/,
  ],
  ['no tools in tools', { tools: [] }, /\[\] is too short - 'tools'/],
  ['a bad name', { tools: [tool('computer use')] }, /not valid/],
  ['the name search', { tools: [tool('search')] }, /not allowed to be \[search\]/],
  ['two functions of one name', { tools: [computerUse, computerUse] }, /must differ/],
  ['tool_choice required', { tool_choice: 'required' }, /tool_choice/],
  [
    'a choice that is not given',
    { tool_choice: { type: 'function', function: { name: 'other' } } },
    /no given tool/,
  ],
  ['tool_choice without tools', { tools: undefined }, /only allowed when tools/],
  ['a named function while thinking', { tool_choice: named, enable_thinking: true }, /in thinking mode/],
  [
    'a named function where thinking is the default',
    { model: 'qwen3.7-plus', tool_choice: named },
    /in thinking mode/,
  ],
  [
    'thinking of a model that cannot',
    { model: 'gui-plus', enable_thinking: true },
    /does not support enable_thinking/,
  ],
  [
    'no thinking of a model that must',
    { model: 'qwen3-vl-8b-thinking', enable_thinking: false },
    /restricted to True/,
  ],
  ['qvq without a stream', { model: 'qvq-max' }, /only support stream/],
  ['qvq with a system message', { model: 'qvq-max', stream: true }, /does not support system messages/],
  ['two answers with tools', { n: 2 }, /n must be 1/],
  ['temperature 2', { temperature: 2 }, /Temperature should be in/],
  ['top_p 0', { top_p: 0 }, /top_p should be/],
  ['a negative seed', { seed: -1 }, /seed should be/],
  ['a seed of 2^31', { seed: 2 ** 31 }, /seed should be/],
  ['stream_options without a stream', { stream_options: { include_usage: true } }, /only allowed when/],
  [
    'a picture as a bare string',
    { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: small }] }] },
    /object/,
  ],
  ['a path for a picture', showing('/tmp/shot.png'), /does not appear to be valid/],
  ['bytes that are not base64', showing('data:image/png;base64,@@@@'), /does not appear to be valid/],
  [
    'PNG that says it is JPEG',
    showing(small.replace('image/png', 'image/jpeg')),
    /its data URI says image\/jpeg/,
  ],
  [
    'half a picture',
    showing(small.slice(0, 22 + Math.floor((small.length - 22) / 8) * 4)),
    /cannot be opened/,
  ],
  ['no picture at all', showing('data:image/png;base64,aGVsbG8gd29ybGQh'), /illegal/],
  ['a side of 10 px', showing(await pictureUri(300, 10)), /must be larger than 10/],
  ['a ratio above 200', showing(await pictureUri(2420, 12)), /aspect ratio/],
  [
    'more than 10 MB',
    showing(`data:image/png;base64,${'A'.repeat(10_485_764)}`),
    /max bytes per data-uri item : 10485760/,
  ],
  [
    '251 pictures',
    { messages: [{ role: 'user', content: new Array(251).fill(picture) }] },
    /max images per request : 250/,
  ],
  [
    'a prompt that is too long',
    talk({ role: 'user', content: 'word '.repeat(200_000) }),
    /Range of input length should be \[1, 258048\]/,
  ],
  [
    'the same call twice in a row',
    talk(said(call('a')), result('a'), user, said(call('b')), result('b')),
    /Repetitive tool calls/,
  ],
])('%s is refused', async (_, change, message, status = 400) => {
  const server = await emulator();
  const answer = await post(server, { ...base, ...change });
  expect(answer.body.error?.message).toMatch(message);
  expect(answer.status).toBe(status);
  expect(server.requests[0]?.said).toMatch(message);
});

test('what is refused depends on the server that is played', async () => {
  const required = { ...base, tool_choice: 'required' };
  const statuses = await Promise.all(
    (['dashscope', 'vllm', 'siliconflow'] satisfies Host[]).map(
      async (host) => (await post(await emulator({ host }), required)).status,
    ),
  );
  expect(statuses).toEqual([400, 200, 400]);
  const refusing = await emulator({
    models: { 'qwen2.5vl:7b': { dialect: 'refused', space: 'absolute', factor: 28 } },
    host: 'vllm',
  });
  const answer = await post(refusing, { ...base, model: 'qwen2.5vl:7b' });
  expect(answer.body.error?.message).toContain('does not support tools');
});

test('keys are checked and kept out of the record', async () => {
  const server = await emulator({ key: 'sk-right-key' });
  expect((await post(server, base, 'sk-wrong-key')).body.error?.code).toBe('invalid_api_key');
  expect((await post(server, base)).status).toBe(200);
  expect(JSON.stringify(server.requests)).not.toMatch(/sk-(?:right|wrong)-key/);
  expect(JSON.stringify(server.requests)).not.toContain(small.slice(30, 80));
  expect(server.requests[1]?.pictures[0]).toMatchObject({
    type: 'image/png',
    sent: { width: 320, height: 240 },
    tokens: 82,
  });
});

test('a body that is no JSON is refused', async () => {
  const answer = await post(await emulator(), '{"model": ');
  expect(answer.status).toBe(400);
});
