import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profilesOnScreens } from '../../bench/profiles.js';
import type { ChatAnswer, Conversation, Picture } from '../../src/core/chat.js';
import {
  calibrate,
  openChat,
  openClient,
  type Profile,
  profileFor,
  profiles,
} from '../../src/model/index.js';
import { type EmulatorOptions, startEmulator } from '../support/emulator/index.js';
import { never, offered, Screens, skippingClock } from './support.js';

const sizes = [
  { width: 640, height: 480 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 1080 },
  { width: 3840, height: 2160 },
];
let screens: Screens;
const pictures: { picture: Picture; marker: { x: number; y: number } }[] = [];

beforeAll(async () => {
  screens = await Screens.open();
  for (const size of sizes) {
    const marker = { x: Math.round(size.width * 0.81), y: Math.round(size.height * 0.27) };
    pictures.push({ picture: await screens.picture(size, marker), marker });
  }
});
afterAll(() => screens.close());

async function ask(profile: Profile, picture: Picture, options: EmulatorOptions = {}): Promise<ChatAnswer> {
  const emulator = await startEmulator({
    host: profile.host === 'dashscope' ? 'dashscope' : 'vllm',
    ...options,
  });
  const { url: baseUrl, key } = emulator;
  const chat = openChat({ profile, baseUrl, key, clock: skippingClock(), host: profile.host });
  const conversation: Conversation = {
    goal: 'Click the marker.',
    tools: offered,
    turns: [{ number: 1, picture, hints: [] }],
  };
  try {
    return await chat.next(conversation, never);
  } finally {
    await emulator.close();
  }
}

function pointOf({ reading }: ChatAnswer): { x: number; y: number } {
  if (reading.outcome !== 'decision') throw new Error(`${reading.outcome}: ${reading.reason}`);
  return reading.points[0]?.frame ?? { x: -1, y: -1 };
}

/** One model per family and kind of server; the others differ in name only. */
const models = [
  'qwen3-vl-plus',
  'qwen3-vl-flash-2025-10-15',
  'qwen3-vl-8b-instruct',
  'qwen3-vl-32b-thinking',
  'Qwen/Qwen3-VL-8B-Instruct',
  'qwen3.5-plus',
  'qwen3.6-flash',
  'qwen3.7-plus',
  'qwen3.8-max',
  'Qwen/Qwen3.5-27B',
  'qwen2.5-vl-72b-instruct',
  'Qwen/Qwen2.5-VL-7B-Instruct',
  'qvq-max',
  'qwen-vl-max-2025-04-08',
  'gui-plus',
  'gui-plus-2026-02-26',
  'mPLUG/GUI-Owl-7B',
  'mPLUG/GUI-Owl-1.5-8B-Instruct',
  'ByteDance-Seed/UI-TARS-1.5-7B',
  'ByteDance-Seed/UI-TARS-7B-DPO',
  'qwen3-vl:8b',
  'qwen2.5vl:7b',
  'Hcompany/Holo-3.1-4B',
];

/** The listed profiles whose points are known, one of each kind. */
function distinct(): Profile[] {
  const kinds = new Map<string, Profile>();
  for (const profile of profiles) {
    const { model, price, source, warning, cache, ...kind } = profile;
    if (kind.space !== 'unknown') kinds.set(JSON.stringify(kind), profile);
  }
  return [...kinds.values()];
}

/** What decides where a point lands. */
function wayOf({ space, factor, dialect, host, pixels, pixelsAt }: Profile): string {
  return JSON.stringify([space, factor, dialect, pixelsAt[host] ?? pixels]);
}

describe('the hidden target', () => {
  it.each(models)('is hit by %s on every screen', async (model) => {
    for (const { picture, marker } of pictures) {
      const at = pointOf(await ask(profileFor(model), picture));
      const near = Math.max(4, 0.01 * Math.min(picture.size.width, picture.size.height));
      expect(Math.max(Math.abs(at.x - marker.x), Math.abs(at.y - marker.y))).toBeLessThanOrEqual(near);
    }
  });

  it('is hit by every kind of model there is, at every scale and origin', async () => {
    const screen = { width: 1024, height: 768 };
    // Profiles that differ in name, price and source only send and read the same.
    const { models: tried, misses } = await profilesOnScreens(distinct(), [screen]);
    expect(misses).toEqual([]);
    expect(tried).toBeGreaterThan(25);
  });

  it('has a model of every way of seeing and writing among those', () => {
    const ways = new Set(models.map((model) => wayOf(profileFor(model))));
    const missing = distinct().filter((profile) => !ways.has(wayOf(profile)));
    expect(missing.map(({ family, host }) => `${family} at ${host}`)).toEqual(['Qwen2-VL at vllm']);
  });
});

describe('a wrong profile', () => {
  const wrong: readonly [string, string][] = [
    ['qwen3-vl-plus', 'gui-plus'],
    ['gui-plus', 'qwen3-vl-plus'],
    ['qwen2.5-vl-7b-instruct', 'qwen3.7-plus'],
  ];

  it.each(wrong)('of %s at a server of %s ends before the first act', async (claimed, real) => {
    const [, shown] = pictures;
    if (shown === undefined) throw new Error('There are pictures.');
    const profile = { ...profileFor(claimed), model: real };
    await expect(ask(profile, shown.picture)).rejects.toMatchObject({
      kind: 'environment',
      code: 'wrong-world',
    });
  });
});

describe('calibration', () => {
  it('measures where the model points, and what its answers imply', async () => {
    const emulator = await startEmulator();
    const open = (profile: Profile) =>
      openClient({ profile, baseUrl: emulator.url, key: emulator.key, clock: skippingClock() });
    const screen = { width: 1280, height: 800 };
    const right = await calibrate(open(profileFor('qwen3-vl-plus')), screen, never);
    expect(right).toMatchObject({ ok: true, space: { profile: 'relative', implied: 'relative' } });
    expect(right.medianOff).toBeLessThan(4);
    expect(right.smallestReliable).toBeLessThanOrEqual(16);
    expect(right.usage.calls).toBe(16);
    const unknown = { ...profileFor('gui-plus'), space: 'unknown' as const };
    const measured = await calibrate(open(unknown), screen, never);
    expect(measured).toMatchObject({ ok: false, space: { profile: 'unknown', implied: 'absolute' } });
    await emulator.close();
  });
});
