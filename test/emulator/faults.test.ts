import { expect, test, vi } from 'vitest';
import {
  errorNames,
  type Fault,
  formNames,
  scriptedBrain,
  startEmulator,
  wireFaults,
} from '../support/emulator/index.js';
import { emulator, pictureUri, post, request } from './rig.js';

const body = request(await pictureUri(640, 480, { x: 300, y: 200, side: 14 }));
const misbehaving = (...misbehave: Fault[]) => emulator({ misbehave });

const told = async (form: (typeof formNames)[number], change: object = {}) => {
  const { body: answer } = await post(await misbehaving({ form }), { ...body, ...change });
  const [choice] = answer.choices ?? [];
  if (choice === undefined) throw new Error(JSON.stringify(answer));
  return {
    content: choice.message.content ?? '',
    reasoning: choice.message.reasoning_content,
    calls: (choice.message.tool_calls ?? []).map((call) => call.function),
    finish: choice.finish_reason,
  };
};

test.each([
  ['array-as-string', '{"action":"left_click","coordinate":"[469, 417]"}'],
  ['numbers-as-strings', '{"action":"left_click","coordinate":["469","417"]}'],
  ['box-for-point', '{"action":"left_click","coordinate":[461,411,477,423]}'],
  ['nested-point', '{"action":"left_click","coordinate":[[469,417]]}'],
  ['point-words', '{"action":"left_click","coordinate":"469 417"}'],
  ['point-2d', '{"action":"left_click","point_2d":[469,417]}'],
  ['bbox-2d', '{"action":"left_click","bbox_2d":[461,411,477,423]}'],
  ['xy-fields', '{"action":"left_click","x":469,"y":417}'],
  ['type-for-action', '{"type":"left_click","coordinate":[469,417]}'],
  ['out-of-range', '{"action":"left_click","coordinate":[9530,417]}'],
  ['negative', '{"action":"left_click","coordinate":[-40,417]}'],
  ['not-a-number', '{"action":"left_click","coordinate":[NaN,417]}'],
  ['crop-relative', '{"action":"left_click","coordinate":[438,334]}'],
  ['beside-the-target', '{"action":"left_click","coordinate":[409,417]}'],
  ['truncated-arguments', '{"action":"left_click","coordinate":[469,41'],
  ['double-encoded', JSON.stringify('{"action":"left_click","coordinate":[469,417]}')],
] as const)('%s changes the arguments', async (form, expected) => {
  expect((await told(form)).calls.map((call) => call.arguments)).toEqual([expected]);
});

test('keys are dirtied as models do', async () => {
  const brain = scriptedBrain([
    { calls: [{ name: 'computer_use', arguments: { action: 'key', keys: ['ctrl', 's'] } }] },
  ]);
  const server = await emulator({ brain, misbehave: [{ form: 'dirty-keys' }, { form: 'keys-as-string' }] });
  const keys = async (): Promise<unknown> => {
    const args =
      (await post(server, body)).body.choices?.[0]?.message.tool_calls?.[0]?.function.arguments ?? '';
    return (JSON.parse(args) as { keys: unknown }).keys;
  };
  expect(await keys()).toEqual(["keys=['ctrl', 's']"]);
  expect(await keys()).toBe('["ctrl","s"]');
});

test.each([
  ['call-in-content', /^<tool_call>\n\{.*\}\n<\/tool_call>$/],
  ['missing-brace', /^<tool_call>\n\{"name".*[^}]\}\n<\/tool_call>$/],
  ['unclosed-tag', /^<tool_call>\n\{.*\}$/],
  ['xml-in-content', /^<tool_call>\n<function=computer_use>[\s\S]*<\/function>\n<\/tool_call>$/],
  ['xml-unopened', /^<function=computer_use>[\s\S]*<\/tool_call>$/],
  ['xml-unclosed', /<\/parameter>$/],
  ['fenced-json', /^```json\n\{.*\}\n```$/],
  ['bare-json', /^\{"name".*\}$/],
  ['parameters-member', /"parameters":\{"action"/],
  ['think-in-content', /^<think>\n[\s\S]*<\/think>\n\n<tool_call>/],
  ['bbox-only', /^\["bbox_2d"\]$/],
  ['prompt-echo', /^You use a computer\.$/],
  ['announces-only', /will now/],
  ['claims-result', /has returned/],
  ['refusal', /can't help/],
  ['empty-content', /^$/],
] as const)('%s stands in the content, without a parsed call', async (form, content) => {
  const said = await told(form);
  expect(said.content).toMatch(content);
  expect(said.calls).toEqual([]);
  expect(said.finish).toBe('stop');
});

test('other replies are wrong in how they end, in their number or in where they stand', async () => {
  expect((await told('cut-at-length')).finish).toBe('length');
  expect((await told('whole-call-at-length')).calls[0]?.arguments).toContain('469');
  expect((await told('same-call-twice')).calls).toHaveLength(2);
  expect((await told('several-calls')).calls[1]?.arguments).toContain('extra');
  expect((await told('wrong-tool')).calls[0]?.name).toBe('open_browser');
  expect((await told('content-filter')).finish).toBe('content_filter');
  expect((await told('endless')).content.length).toBeGreaterThan(50_000);
  const hidden = await told('call-in-reasoning', { enable_thinking: true });
  expect([hidden.content, hidden.calls, hidden.reasoning?.includes('<tool_call>')]).toEqual(['', [], true]);
  const thinking = await told('thinking-eats-budget');
  expect([thinking.content, thinking.finish]).toEqual(['', 'length']);
});

test('every form is a reply that arrives, in every dialect', async () => {
  for (const model of ['qwen3-vl-plus', 'gui-plus', 'Qwen/Qwen3.5-27B']) {
    const server = await emulator({ misbehave: formNames.map((form) => ({ form })) });
    for (const form of formNames) {
      const answer = await post(server, { ...body, model });
      expect(answer.body.choices, form).toHaveLength(1);
    }
  }
});

test('every refusal has its status, code and words', async () => {
  const server = await emulator({ misbehave: errorNames.map((error) => ({ error, retryAfter: 2 })) });
  const rows: string[] = [];
  for (const _ of errorNames) {
    const { status, headers, body: answer } = await post(server, body);
    expect(headers.get('retry-after')).toBe('2');
    expect(answer.error?.message).toBeTruthy();
    rows.push(`${status} ${answer.error?.code}`);
  }
  expect(rows).toEqual(
    expect.arrayContaining([
      '401 invalid_api_key',
      '403 AllocationQuota.FreeTierOnly',
      '404 model_not_found',
      '400 Arrearage',
      '400 data_inspection_failed',
      '429 limit_requests',
      '429 limit_burst_rate',
      '429 insufficient_quota',
      '429 PrepaidBillOverdue',
      '500 internal_error',
      '503 ModelUnavailable',
    ]),
  );
  expect((await post(server, body)).status).toBe(200);
});

test('without retryAfter there is no such header', async () => {
  const answer = await post(await misbehaving({ error: 'rate-burst' }), body);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, null]);
});

test.each([
  ['cut-before-headers', /fetch failed/],
  ['cut-after-headers', /terminated/],
  ['cut-in-body', /terminated/],
  ['truncated-body', /JSON/],
  ['empty-body', /JSON/],
  ['html', /JSON/],
  ['html-error', /JSON/],
  ['redirect', /fetch failed/],
] as const)('%s reaches the client as such', async (wire, message) => {
  await expect(post(await misbehaving({ wire }), body)).rejects.toThrow(message);
});

test('a hanging server says nothing until the client gives up', async () => {
  expect(wireFaults).toContain('hang');
  const server = await misbehaving({ wire: 'hang' });
  const signal = AbortSignal.timeout(300);
  await expect(
    fetch(`${server.url}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.key}` },
      body: JSON.stringify(body),
      signal,
    }),
  ).rejects.toThrow(/timeout/);
});

test('a partial answer says so in a header; nonsense is JSON of another kind', async () => {
  const server = await misbehaving({ wire: 'partial-header' }, { wire: 'nonsense-body' });
  expect((await post(server, body)).headers.get('x-dashscope-partialresponse')).toBe('true');
  expect((await post(server, body)).body.choices).toBe('none');
});

test('a slow body comes byte by byte, and closing the server does not wait for it', async () => {
  const server = await misbehaving({ wire: 'slow-body', ms: 30 });
  const response = await fetch(`${server.url}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.key}` },
    body: JSON.stringify(body),
  });
  const reader = response.body?.getReader();
  const first = await reader?.read();
  expect(first?.value?.length).toBeLessThan(20);
  await server.close();
  await expect(
    (async () => {
      while (!(await reader?.read())?.done);
    })(),
  ).rejects.toThrow(/terminated/);
});

test('an answer takes the time it was told to take, and goes when the emulator does', async () => {
  const server = await startEmulator({ latency: { baseMs: 3_600_000, perTokenMs: 31 } });
  const asking = post(server, body).catch((error: unknown) => error);
  await vi.waitUntil(() => (server.requests[0]?.said ?? '') !== '');
  expect(server.requests[0]?.status).toBe(0);
  await server.close();
  expect(await asking).toBeInstanceOf(Error);
});
