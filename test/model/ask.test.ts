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
  openClient,
  openQwen,
  profileFor,
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
    await expect(publicAsk({ prompt: 'What?', image: picture.path, model: 'qwen9' })).rejects.toMatchObject({
      code: 'unknown-model',
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
    expect(answer).toMatchObject({ text: 'A square.', images: [{ size: { width: 800, height: 600 } }] });
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
