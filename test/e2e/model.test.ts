import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  defaultBrain,
  type Emulator,
  type EmulatorOptions,
  startEmulator,
} from '../support/emulator/index.js';
import { deskhand, linesOf, onlyRun, type Ran, recordingIn, scratchEach, tale } from './deskhand.js';

/** Whole runs with the command line, real windows, and a model that sees nothing but the pictures it is sent. */

const place = scratchEach();

async function reachGoal(
  model: string,
  options: Omit<EmulatorOptions, 'brain'> = {},
  task = 'tasks/editor-goal.yaml',
): Promise<{ ran: Ran; emulator: Emulator }> {
  const brain = defaultBrain();
  const emulator = await startEmulator({ ...options, brain });
  try {
    const args = ['--pilot', 'qwen', '--model', model, '--base-url', emulator.url, '--reporter', 'json'];
    const ran = await deskhand(['run', task, ...args, '--recordings', place.recordings], {
      env: { DASHSCOPE_API_KEY: emulator.key },
    });
    return { ran, emulator };
  } finally {
    await emulator.close();
    await brain.close();
  }
}

const acts = (ran: Ran): string[] => onlyRun(ran).acts.map(({ action }) => action.name);
const eachOnce = ['launch', 'type', 'press', 'type', 'click', 'click', 'check', 'done'];

describe('a goal in a real editor', { timeout: 240_000 }, () => {
  it.each([
    ['qwen2.5-vl-7b-instruct', 'dashscope'],
    ['qvq-max', 'dashscope'],
    ['ByteDance-Seed/UI-TARS-1.5-7B', 'vllm'],
  ] as const)('is reached by %s, in its own space and its own way to call', async (model, host) => {
    const { ran, emulator } = await reachGoal(model, { host });
    expect(ran.code, tale(ran)).toBe(0);
    expect(acts(ran)).toEqual(eachOnce);
    expect(emulator.requests.map(({ status }) => status)).toEqual(emulator.requests.map(() => 200));
  });

  it('survives a storm of 429: waits as it is told, and does nothing twice', async () => {
    const { ran, emulator } = await reachGoal('qwen3-vl-plus', {
      misbehave: (request) =>
        request >= 2 && request < 6 ? { error: 'rate-requests', retryAfter: 1 } : undefined,
    });
    expect(ran.code, tale(ran)).toBe(0);
    expect(acts(ran)).toEqual(eachOnce);
    expect(emulator.requests.filter(({ status }) => status === 429)).toHaveLength(4);
    const folder = recordingIn(place.recordings);
    const kept = linesOf(folder).flatMap((line) => (line.type === 'decision' ? [line.exchange ?? ''] : []));
    const attempts = kept
      .filter((file) => file !== '')
      .flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as { attempts: object[] }[])
      .flatMap((exchange) => exchange.attempts);
    expect(attempts).toEqual(
      Array.from({ length: 4 }, () => expect.objectContaining({ code: 'model-rate', waitedMs: 1000 })),
    );
  });

  it('ends out of budget before the call that could exceed it, and says so', async () => {
    const task = join(place.folder, 'short.yaml');
    const whole = readFileSync('tasks/editor-goal.yaml', 'utf8');
    writeFileSync(task, `${whole}limits: {tokens: 9000}\n`);
    const { ran, emulator } = await reachGoal('qwen3-vl-plus', {}, task);
    expect(ran.code, tale(ran)).toBe(5);
    expect(onlyRun(ran).reason).toMatch(/\d+ of 9000 tokens are used, and the next model call may take \d+/);
    const [ending] = linesOf(recordingIn(place.recordings)).flatMap((line) =>
      line.type === 'ending' ? [line] : [],
    );
    expect(ending?.usage?.calls).toBe(emulator.requests.length);
    const used = (ending?.usage?.inputTokens ?? 0) + (ending?.usage?.outputTokens ?? 0);
    expect(used).toBeLessThanOrEqual(9000);
    expect(emulator.requests.length).toBeGreaterThan(0);
  });

  it('keeps what was sent when the model cannot be reached any more', async () => {
    const { ran } = await reachGoal('qwen3-vl-plus', {
      misbehave: (request) => (request >= 1 ? { error: 'arrearage' } : undefined),
    });
    expect(ran.code, tale(ran)).toBe(1);
    const { reason } = onlyRun(ran);
    const file = /(model\/\S+\.json) in the recording/.exec(reason)?.[1] ?? '';
    const kept = JSON.parse(readFileSync(join(recordingIn(place.recordings), file), 'utf8')) as object[];
    expect(kept.at(-1)).toMatchObject({ attempts: [{ code: 'model-billing' }], request: {} });
  });
});
