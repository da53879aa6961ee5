import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Picture } from '../../src/core/chat.js';
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
