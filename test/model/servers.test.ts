import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Chat, Conversation, Picture } from '../../src/core/chat.js';
import { openChat, type Profile, profileFor, sizeFor } from '../../src/model/index.js';
import { imageTokensOf, smartResize } from '../../src/model/pictures/smart-resize.js';
import { bodyOf } from '../../src/model/request/body.js';
import { checkImageTokens } from '../../src/model/self-check.js';
import { qwenPilot } from '../../src/pilots/qwen/qwen-pilot.js';
import {
  type Emulator,
  type EmulatorOptions,
  markerBrain,
  startEmulator,
} from '../support/emulator/index.js';
import { firstLookCounts, never, offered, Screens, situationOf, skippingClock, viewOf } from './support.js';

/** Servers that do less than the model needs, or something else than its profile says. */

const size = { width: 1920, height: 1080 };
const marker = { x: 733, y: 411 };
let screens: Screens;
let picture: Picture;
beforeAll(async () => {
  screens = await Screens.open();
  picture = await screens.picture(size, marker);
});
afterAll(() => screens.close());

async function against<Result>(
  profile: Profile,
  options: EmulatorOptions,
  use: (chat: Chat, emulator: Emulator) => Promise<Result>,
): Promise<Result> {
  const emulator = await startEmulator(options);
  const { url: baseUrl, key } = emulator;
  try {
    const chat = openChat({ profile, baseUrl, key, clock: skippingClock(), host: profile.host });
    return await use(chat, emulator);
  } finally {
    await emulator.close();
  }
}

const asking = (): Conversation => ({
  goal: 'Click the marker.',
  tools: offered,
  turns: [{ number: 1, picture, hints: [] }],
});

async function hits(chat: Chat): Promise<boolean> {
  const { reading } = await chat.next(asking(), never);
  if (reading.outcome !== 'decision') throw new Error(`${reading.outcome}: ${reading.reason}`);
  const at = reading.points[0]?.frame ?? { x: -1, y: -1 };
  return Math.hypot(at.x - marker.x, at.y - marker.y) < 4;
}

describe('a server without tools', () => {
  const profile = profileFor('qwen3-vl-plus');

  it('that refuses them is told the function in the text, once and for all', async () => {
    const models = { 'qwen3-vl-plus': { dialect: 'refused' as const } };
    await against(profile, { models }, async (chat, { requests }) => {
      expect(await hits(chat)).toBe(true);
      expect(await hits(chat)).toBe(true);
      expect(requests.map(({ status }) => status)).toEqual([400, 200, 200]);
    });
  });

  it('that drops them without a word is asked again in the text', async () => {
    const seeing = markerBrain();
    const brain: typeof seeing = (question) =>
      JSON.stringify(question.messages[0]).includes('<tools>')
        ? seeing(question)
        : { content: 'I will click the marker.', calls: [] };
    const models = { 'qwen3-vl-plus': { dialect: 'json-text' as const } };
    await against(profile, { models, brain }, async (chat, { requests }) => {
      const keep = async (name: string) => name;
      const pilot = qwenPilot({
        goal: 'Click it.',
        chat,
        tools: offered,
        clock: skippingClock(),
        secondLooks: firstLookCounts,
        keep,
      });
      for (const expected of [2, 3]) {
        const answer = await pilot.decide(situationOf(viewOf(picture)), never);
        expect(answer).toMatchObject({ kind: 'act', decision: { action: { name: 'click' } } });
        expect(requests).toHaveLength(expected);
      }
    });
  });

  it('is not taken for one when the model only forgot to call, where tools have worked', async () => {
    const misbehave = [undefined, { form: 'announces-only' as const }];
    await against(profile, { misbehave }, async (chat, { requests }) => {
      const keep = async (name: string) => name;
      const pilot = qwenPilot({
        goal: 'Click it.',
        chat,
        tools: offered,
        clock: skippingClock(),
        secondLooks: firstLookCounts,
        keep,
      });
      await pilot.decide(situationOf(viewOf(picture)), never);
      await pilot.decide(situationOf(viewOf(picture)), never);
      expect(requests).toHaveLength(3);
      expect(requests.map(({ body }) => 'tools' in (body as object))).toEqual([true, true, true]);
    });
  });
});

describe('after a reply without a call', () => {
  const named = { type: 'function', function: { name: 'computer_use' } };

  it.each([
    ['DashScope', profileFor('qwen3-vl-plus'), 'dashscope', named],
    [
      'DashScope while the model thinks',
      { ...profileFor('qwen3-vl-plus'), think: true },
      'dashscope',
      'auto',
    ],
    ['vLLM', profileFor('Qwen/Qwen3-VL-8B-Instruct'), 'vllm', named],
  ] as const)('%s is told what it may be told of the function', async (_server, profile, host, expected) => {
    const misbehave = [undefined, { form: 'announces-only' as const }];
    await against(profile, { misbehave, host }, async (chat, { requests }) => {
      const { reading } = await chat.next(asking(), never);
      expect(reading.outcome).toBe('decision');
      const { reading: silent } = await chat.next(asking(), never);
      if (silent.outcome === 'decision') throw new Error('The model has called.');
      const { outcome, said, reason } = silent;
      expect(outcome).toBe('no-call');
      const repair = { outcome, said, reason };
      const { reading: repaired } = await chat.next({ ...asking(), repair }, never);
      expect(repaired.outcome).toBe('decision');
      const choices = requests.map(({ body }) => (body as { tool_choice?: unknown }).tool_choice);
      expect(choices).toEqual(['auto', 'auto', expected]);
    });
  });
});

describe('thinking', () => {
  const messages = [{ role: 'user' as const, content: 'Why?' }];
  const told = (model: string, host: 'dashscope' | 'vllm' | 'openrouter' | 'ollama', on: boolean) => {
    const profile = profileFor(model);
    const thinking = { on, ...(on && { budget: 900 }) };
    const { enable_thinking, thinking_budget, reasoning, reasoning_effort, chat_template_kwargs } = bodyOf(
      messages,
      { profile, host, thinking, answerTokens: 100 },
    );
    const all = { enable_thinking, thinking_budget, reasoning, reasoning_effort, chat_template_kwargs };
    return JSON.parse(JSON.stringify(all)) as object;
  };

  it.each([
    [
      'qwen3.7-plus',
      'dashscope',
      { enable_thinking: false },
      { enable_thinking: true, thinking_budget: 900 },
    ],
    [
      'Qwen/Qwen3.5-9B',
      'vllm',
      { chat_template_kwargs: { enable_thinking: false } },
      { chat_template_kwargs: { enable_thinking: true } },
    ],
    [
      'qwen/qwen3.7-plus',
      'openrouter',
      { reasoning: { enabled: false } },
      { reasoning: { max_tokens: 900 } },
    ],
    ['qwen3.5:9b', 'ollama', { reasoning_effort: 'none' }, {}],
    // One that cannot choose is told nothing: some servers refuse to be told.
    ['qwen3-vl:8b-instruct', 'ollama', {}, {}],
  ] as const)('of %s is switched as %s knows it', (model, host, off, on) => {
    expect(told(model, host, false)).toEqual(off);
    expect(told(model, host, true)).toEqual(on);
  });

  it.each([
    ['qwen/qwen3.7-plus', 'openrouter'],
    ['qwen3.5:9b', 'ollama'],
  ] as const)('of %s is off where nobody wants it', async (model, host) => {
    await against({ ...profileFor(model), host }, {}, async (chat, { requests }) => {
      const { reading } = await chat.next(asking(), never);
      expect(reading.outcome).toBe('decision');
      expect(requests.map(({ status }) => status)).toEqual([200]);
      expect(JSON.stringify(requests[0]?.body)).toMatch(/"reasoning(?:_effort":"none"|":\{"enabled":false)/);
    });
  });
});

describe('a vLLM with limits of its own', () => {
  it.each([
    ['Qwen/Qwen2.5-VL-7B-Instruct', 1_003_520],
    ['Qwen/Qwen3-VL-8B-Instruct', 600_000],
  ])('is told the limits that the picture of %s was made for', async (model, defaultPixels) => {
    const options = { host: 'vllm' as const, models: { [model]: { defaultPixels } } };
    expect(await against(profileFor(model), options, (chat) => hits(chat))).toBe(true);
  });

  it('whose limits cannot be told gives itself away before the first act', async () => {
    const [model, defaultPixels] = ['Qwen/Qwen2.5-VL-7B-Instruct', 1_003_520];
    // A server that does not know the member that names the limits.
    const profile = { ...profileFor(model), host: 'other' as const, pixels: { min: 3136, max: 12_845_056 } };
    const options = { host: 'vllm' as const, models: { [model]: { defaultPixels } } };
    await expect(against(profile, options, (chat) => hits(chat))).rejects.toMatchObject({
      code: 'wrong-world',
    });
  });
});

describe('a server that counts no image tokens', () => {
  const profile = profileFor('Qwen/Qwen2.5-VL-7B-Instruct');
  const pictures = [{ sent: { width: 1932, height: 1092 }, tokens: 2693 }];
  const check = (input: number) => () =>
    checkImageTokens(profile, { input, output: 30, cached: undefined, image: undefined }, pictures, 6000);

  it('gives itself away when the sum leaves no room for the picture and the text', () => {
    // 1224 tokens of a picture that it has shrunk, and 1500 of the text.
    expect(check(2724)).toThrow(/fewer than the 2693 of the pictures and at least 750 of the text/);
    expect(check(4193)).not.toThrow();
  });
});

describe('a server that shrinks pictures', () => {
  const sent = { width: 1920, height: 1216 };
  const shrunk = { input: 2130, output: 30, cached: undefined, image: undefined };
  const check = (model: string, host: 'openrouter' | 'dashscope', image?: number) => () => {
    const tokens = imageTokensOf(sent, profileFor(model).factor);
    checkImageTokens({ ...profileFor(model), host }, { ...shrunk, image }, [{ sent, tokens }], 600);
  };

  it('moves no point that counts in thousandths where it counts the sum alone', () => {
    expect(check('qwen3-vl-plus', 'openrouter')).not.toThrow();
    expect(check('qwen2.5-vl-7b-instruct', 'openrouter')).toThrow(/resizes the pictures/);
  });

  it('is not told from one that runs another model where it counts pictures apart', () => {
    expect(check('qwen3-vl-plus', 'dashscope', 1980)).toThrow(/does not fit/);
    expect(check('qwen2.5-vl-7b-instruct', 'dashscope', 1980)).toThrow(/does not fit/);
  });

  it('such as Ollama gets pictures that it leaves alone', () => {
    for (const model of ['qwen3-vl:8b', 'qwen2.5vl:7b', 'qwen3.5:9b'])
      for (const screen of [
        { width: 1920, height: 1200 },
        { width: 2560, height: 1440 },
        { width: 3840, height: 2160 },
      ]) {
        const { sent: size, factor } = sizeFor(profileFor(model), screen);
        expect(smartResize(size, { factor, minPixels: 3136, maxPixels: 2_097_152 })).toEqual(size);
      }
  });
});

describe('a profile with high resolution', () => {
  it.each([
    ['qwen3-vl-plus', 'relative', { width: 3840, height: 2176 }, 8162],
    ['qwen2.5-vl-72b-instruct', 'absolute', { width: 3836, height: 2156 }, 10551],
  ])('sends a 4K screen of %s whole, and points in it as before', async (model, space, sent, tokens) => {
    const at = { x: 3011, y: 1777 };
    const large = await screens.picture({ width: 3840, height: 2160 }, at);
    const profile = { ...profileFor(model), highResolution: true };
    await against(profile, {}, async (chat, { requests }) => {
      const turns = [{ number: 1, picture: large, hints: [] }];
      const { reading } = await chat.next({ ...asking(), turns }, never);
      expect(requests[0]?.body).toMatchObject({ vl_high_resolution_images: true });
      expect(requests[0]?.pictures).toMatchObject([{ seen: sent, tokens }]);
      const frame = reading.outcome === 'decision' ? reading.points[0]?.frame : undefined;
      expect(Math.hypot((frame?.x ?? 0) - at.x, (frame?.y ?? 0) - at.y), space).toBeLessThan(4);
    });
  });
});

describe('a profile that lets the model think', () => {
  it('says so, with its budget and seed', async () => {
    const profile: Profile = { ...profileFor('qwen3.7-plus'), think: 2000, seed: 7 };
    await against(profile, {}, async (chat, { requests }) => {
      expect(await hits(chat)).toBe(true);
      expect(requests[0]?.body).toMatchObject({
        enable_thinking: true,
        thinking_budget: 2000,
        seed: 7,
        stream: true,
        max_completion_tokens: 3000,
      });
    });
  });
});
