import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Picture } from '../../src/core/chat.js';
import { ask as publicAsk } from '../../src/index.js';
import {
  askPicture,
  findKey,
  locateText,
  openClient,
  openQwen,
  profileFor,
  profileForQuestions,
  type Question,
} from '../../src/model/index.js';
import { type Brain, scriptedBrain, startEmulator } from '../support/emulator/index.js';
import { never, Screens, skippingClock } from './support.js';

let screens: Screens;
let picture: Picture;
beforeAll(async () => {
  screens = await Screens.open();
  picture = await screens.picture({ width: 800, height: 600 }, { x: 300, y: 200 });
});
afterAll(() => screens.close());

async function ask(brain: Brain, question: Partial<Question>): ReturnType<typeof askPicture> {
  const emulator = await startEmulator({ brain });
  const { url: baseUrl, key } = emulator;
  const client = openClient({ profile: profileFor('qwen3-vl-plus'), baseUrl, key, clock: skippingClock() });
  try {
    return await askPicture(client, { prompt: 'What is it?', images: [picture.path], ...question }, never);
  } finally {
    await emulator.close();
  }
}

const says = (...contents: readonly string[]): Brain =>
  scriptedBrain(contents.map((content) => ({ content, calls: [] })));
const schema = { type: 'object', properties: { total: { type: 'number' } }, required: ['total'] };

describe('a question about a picture', () => {
  it('is answered with text, model and usage', async () => {
    const answer = await ask(says('A magenta square.'), {});
    expect(answer).toMatchObject({ text: 'A magenta square.', model: 'qwen3-vl-plus', usage: { calls: 1 } });
    expect(answer.usage.cost).toBeGreaterThan(0);
    expect(JSON.stringify(answer.exchanges)).not.toContain('base64');
  });

  it('gives the value when it fits the schema, also out of a fence', async () => {
    expect((await ask(says('```json\n{"total": 12.5}\n```'), { schema })).value).toEqual({ total: 12.5 });
  });

  it('asks again with the reason when it does not fit, and then ends by name', async () => {
    const answer = await ask(says('{"total": "much"}', '{"total": 3}'), { schema });
    expect(answer).toMatchObject({ value: { total: 3 }, usage: { calls: 2 } });
    await expect(ask(says('{"total": "much"}'), { schema, retries: 0 })).rejects.toMatchObject({
      code: 'answer-misfit',
    });
    await expect(ask(says('no idea'), { json: true, retries: 0 })).rejects.toMatchObject({
      code: 'answer-no-json',
    });
  });

  it('sends fewer pixels with low detail', async () => {
    const big = await screens.picture({ width: 1920, height: 1080 }, { x: 300, y: 200 });
    const high = await ask(says('x'), { images: [big.path] });
    const low = await ask(says('x'), { images: [big.path], detail: 'low' });
    expect(low.usage.imageTokens ?? 0).toBeLessThan((high.usage.imageTokens ?? 0) / 4);
  });

  it('is not sent when there is none', async () => {
    const emulator = await startEmulator({ brain: says('x') });
    const { url: baseUrl, key } = emulator;
    const client = openClient({ profile: profileFor('qwen3-vl-plus'), baseUrl, key, clock: skippingClock() });
    const asking = askPicture(client, { prompt: ' \n', images: [picture.path] }, never);
    await expect(asking).rejects.toMatchObject({ kind: 'usage', code: 'no-question' });
    await emulator.close();
    expect(emulator.requests).toEqual([]);
  });

  it('whose answer is cut is asked with more room, but never with more than was allowed', async () => {
    const long = 'word '.repeat(3000);
    const emulator = await startEmulator({ brain: says(long, long, 'short') });
    const { url: baseUrl, key } = emulator;
    const client = openClient({ profile: profileFor('qwen3-vl-plus'), baseUrl, key, clock: skippingClock() });
    const question = { prompt: 'Read it.', images: [picture.path] };
    const limits = (): unknown[] =>
      emulator.requests.map(({ body }) => (body as { max_tokens: number }).max_tokens);
    await expect(askPicture(client, { ...question, max_tokens: 50 }, never)).rejects.toMatchObject({
      code: 'answer-truncated',
      message: expect.stringContaining('What came: word word'),
      hint: expect.stringContaining('more than 50 tokens'),
    });
    expect(limits()).toEqual([50]);
    expect((await askPicture(client, { ...question, retries: 2 }, never)).text).toBe('short');
    expect(limits()).toEqual([50, 512, 4096]);
    await emulator.close();
  });

  it('goes to a model that knows no system message in one message', async () => {
    const emulator = await startEmulator({ brain: says('A square.') });
    const { url: baseUrl, key } = emulator;
    const client = openClient({ profile: profileFor('qvq-max'), baseUrl, key, clock: skippingClock() });
    const { text } = await askPicture(client, { prompt: 'What?', images: [picture.path] }, never);
    await emulator.close();
    expect(text).toBe('A square.');
    const [body] = emulator.requests.map((request) => request.body as { messages: { role: string }[] });
    expect(body?.messages.map(({ role }) => role)).toEqual(['user']);
  });

  it('is answered by a model that nobody knows, and by a server that resizes pictures: no point is read', async () => {
    const emulator = await startEmulator({
      brain: says('A square.'),
      models: { 'somebody/vl-9b': { factor: 28, defaultPixels: 400_000, hardPixels: 400_000 } },
    });
    const { url: baseUrl, key } = emulator;
    const profile = profileForQuestions('somebody/vl-9b');
    const client = openClient({ profile, baseUrl, key, clock: skippingClock() });
    const { text } = await askPicture(client, { prompt: 'What?', images: [picture.path] }, never);
    expect(text).toBe('A square.');
    await expect(locateText(client, picture.path, never)).rejects.toMatchObject({ code: 'unknown-space' });
    await emulator.close();
    expect(emulator.requests).toHaveLength(1);
  });

  it('with high detail sends a large screen whole', async () => {
    const big = await screens.picture({ width: 3840, height: 2160 }, { x: 300, y: 200 });
    for (const [detail, size] of [
      ['auto', { width: 2144, height: 1184 }],
      ['high', { width: 3840, height: 2176 }],
    ] as const) {
      const { images } = await ask(says('x'), { images: [big.path], detail });
      expect(images[0]?.seen?.sent).toEqual(size);
    }
  });

  it('tells of a picture whose file was cut off', async () => {
    const cut = (await readFile(picture.path)).subarray(0, 300);
    await expect(ask(says('x'), { images: [cut] })).rejects.toMatchObject({
      kind: 'usage',
      code: 'bad-picture',
    });
  });

  it('names a picture that is none', async () => {
    await expect(ask(says('x'), { images: ['/nowhere.png'] })).rejects.toMatchObject({ code: 'no-picture' });
    await expect(ask(says('x'), { images: ['data:image/png;base64,AAAA'] })).rejects.toMatchObject({
      code: 'bad-picture',
    });
  });
});

describe('the key', () => {
  it('comes out of the environment first, then out of the credentials file', async () => {
    const home = await mkdtemp(join(tmpdir(), 'deskhand-home-'));
    expect(findKey({}, home)).toBeUndefined();
    await mkdir(join(home, '.alibabacloud'));
    await writeFile(join(home, '.alibabacloud', 'credentials'), '[default]\ndashscope_api_key = abc123\n');
    expect(findKey({}, home)).toMatchObject({ key: 'abc123' });
    expect(findKey({ OPENAI_API_KEY: 'o' }, home)).toEqual({ key: 'o', source: 'OPENAI_API_KEY' });
    expect(findKey({ OPENAI_API_KEY: 'o', DASHSCOPE_API_KEY: 'd' }, home)?.key).toBe('d');
    await rm(home, { recursive: true });
  });

  it('is missed before anything is sent, and never goes to a server that nobody named', () => {
    const clock = skippingClock();
    expect(() => openQwen({ env: {}, clock, home: '/nowhere' })).toThrow(/no key/);
    expect(() => openQwen({ env: { OPENAI_API_KEY: 'o' }, clock, home: '/nowhere' })).toThrow(/which server/);
    const opened = openQwen({ env: {}, clock, home: '/nowhere', baseUrl: 'http://127.0.0.1:1/v1' });
    expect(opened.profile.model).toMatch(/^qwen3-vl-plus-\d/);
  });
});

describe('ask, as programs call it', () => {
  it('takes prompt, image, model, max_tokens, temperature, detail, json, schema and retries', async () => {
    const emulator = await startEmulator({ brain: says('{"total": "much"}', '{"total": 3}') });
    const { url: base_url, key } = emulator;
    const answer = await publicAsk({
      prompt: 'What is the total?',
      image: picture.path,
      model: 'qwen3-vl-flash',
      base_url,
      env: { DASHSCOPE_API_KEY: key },
      max_tokens: 77,
      temperature: 0.2,
      detail: 'low',
      schema,
      retries: 1,
    });
    await emulator.close();
    expect(answer).toEqual({
      text: '{"total": 3}',
      model: 'qwen3-vl-flash',
      request_id: expect.any(String),
      value: { total: 3 },
      usage: expect.objectContaining({ calls: 2 }),
    });
    const [first] = emulator.requests;
    expect(first?.body).toMatchObject({
      max_tokens: 77,
      temperature: 0.2,
      enable_thinking: false,
      response_format: { type: 'json_object' },
    });
    expect(first?.pictures[0]?.tokens).toBeLessThan(300);
  });

  it('says what is missing', async () => {
    await expect(publicAsk({ prompt: 'What?' })).rejects.toMatchObject({ code: 'no-picture' });
    await expect(
      publicAsk({ prompt: '', image: picture.path, env: { DASHSCOPE_API_KEY: 'k' } }),
    ).rejects.toMatchObject({
      code: 'no-question',
    });
  });
});

describe('a picture at a URL', () => {
  it('is fetched, sent at a known size, and named where the request is kept', async () => {
    const server = createServer(async (request, response) => {
      response.statusCode = request.url === '/screen.png' ? 200 : 404;
      response.end(response.statusCode === 200 ? await readFile(picture.path) : 'nothing');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/screen.png`;
    const answer = await ask(says('A square.'), { images: [url] });
    expect(answer).toMatchObject({
      text: 'A square.',
      images: [{ seen: { size: { width: 800, height: 600 } } }],
    });
    expect(JSON.stringify(answer.exchanges)).toContain(url);
    const missing = ask(says('x'), { images: [`http://127.0.0.1:${port}/none.png`] });
    await expect(missing).rejects.toMatchObject({
      code: 'no-picture',
      message: expect.stringContaining('404'),
    });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
