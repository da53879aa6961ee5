import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatAnswer, Conversation, Picture } from '../../src/core/chat.js';
import { DeskhandError } from '../../src/core/errors.js';
import { openChat, type Profile, profileFor } from '../../src/model/index.js';
import { eventsOf } from '../../src/model/wire/events.js';
import { joinStream } from '../../src/model/wire/stream.js';
import {
  type Emulator,
  type EmulatorOptions,
  errorNames,
  type Fault,
  startEmulator,
  usageFaults,
} from '../support/emulator/index.js';
import { offered, Screens, skippingClock } from './support.js';

type Name = (typeof errorNames)[number];

/** Refusals that pass: asked again, the answer comes. */
const passing: readonly Name[] = [
  'rate-requests',
  'rate-burst',
  'rate-tokens',
  'quota-used-up',
  'throttling',
  'internal',
  'bad-tool-json',
  'system-error',
  'server-timeout',
  'model-unavailable',
  'serving-error',
];

/** Refusals of a request that is too long: asked again with less, where there is less. */
const shortened: Partial<Record<Name, string>> = {
  'context-too-long': 'model-context',
  'repeated-calls': 'model-repeats',
};

/** Refusals that need a person: the code, and never a second request. */
const final: Partial<Record<Name, string>> = {
  'wrong-key': 'model-key',
  'access-denied': 'model-denied',
  'model-access-denied': 'model-denied',
  'free-tier-only': 'model-quota',
  'model-not-found': 'model-missing',
  'model-not-supported': 'model-missing',
  arrearage: 'model-billing',
  'moderated-input': 'model-moderated',
  'moderated-output': 'model-moderated',
  'moderated-modelscope': 'model-picture',
  'not-purchased': 'model-billing',
  'bill-overdue': 'model-billing',
  'provider-error': 'model-request',
};

let screens: Screens;
let picture: Picture;

beforeAll(async () => {
  screens = await Screens.open();
  picture = await screens.picture({ width: 800, height: 600 }, { x: 300, y: 200 });
});
afterAll(() => screens.close());

interface Asked {
  readonly answer: ChatAnswer | undefined;
  readonly error: unknown;
  readonly emulator: Emulator;
  readonly slept: readonly number[];
}

async function ask(
  options: EmulatorOptions,
  more: {
    attemptMs?: number;
    deadlineMs?: number;
    signal?: AbortSignal;
    before?: number;
    profile?: Profile;
  } = {},
): Promise<Asked> {
  const emulator = await startEmulator(options);
  const clock = skippingClock();
  const chat = openChat({
    profile: more.profile ?? profileFor('qwen3-vl-plus'),
    baseUrl: emulator.url,
    key: emulator.key,
    clock,
    ...(more.attemptMs !== undefined && { attemptMs: more.attemptMs }),
    ...(more.deadlineMs !== undefined && { deadlineMs: more.deadlineMs }),
  });
  const conversation: Conversation = {
    goal: 'Click the marker.',
    tools: offered,
    turns: turnsAfter(more.before ?? 0),
  };
  try {
    const answer = await chat.next(conversation, more.signal ?? new AbortController().signal);
    return { answer, error: undefined, emulator, slept: clock.slept };
  } catch (error) {
    return { answer: undefined, error, emulator, slept: clock.slept };
  } finally {
    await emulator.close();
  }
}

/** The turn to answer, after so many that were. */
function turnsAfter(before: number): Conversation['turns'] {
  const said = { text: 'I wait.', calls: [] };
  const turns = Array.from({ length: before }, (_, at) => ({
    number: at + 1,
    picture,
    hints: [],
    said,
    result: 'done',
    summary: 'wait',
  }));
  return [...turns, { number: before + 1, picture, hints: [] }];
}

function codeOf(error: unknown): string {
  return error instanceof DeskhandError ? error.code : String(error);
}

describe('refusals', () => {
  it('has a stated behaviour for every row', () => {
    const all = [...passing, ...Object.keys(shortened), ...Object.keys(final)];
    expect(all.sort()).toEqual([...errorNames].sort());
  });

  it.each(passing)('%s is asked again', async (error) => {
    const { answer, emulator } = await ask({ misbehave: [{ error }] });
    expect(answer?.reading.outcome).toBe('decision');
    expect(emulator.requests).toHaveLength(2);
  });

  it.each(Object.entries(shortened))('%s is asked again with less, once', async (error, code) => {
    const { answer, emulator } = await ask({ misbehave: [{ error: error as Name }] }, { before: 3 });
    expect(answer?.reading.outcome).toBe('decision');
    const pictures = emulator.requests.map(({ body }) => JSON.stringify(body).split('image_url').length);
    expect(pictures[1]).toBeLessThan(pictures[0] ?? 0);
    const twice = await ask({ misbehave: () => ({ error: error as Name }) }, { before: 3 });
    expect(codeOf(twice.error)).toBe(code);
    expect(twice.emulator.requests).toHaveLength(2);
    const single = await ask({ misbehave: () => ({ error: error as Name }) });
    expect(codeOf(single.error)).toBe(code);
    expect(single.emulator.requests, 'the same again would be refused again').toHaveLength(1);
  });

  it.each(Object.entries(final))('%s ends as %s', async (error, code) => {
    const asked = await ask({ misbehave: () => ({ error: error as Name }) });
    expect(codeOf(asked.error)).toBe(code);
    expect(asked.emulator.requests).toHaveLength(1);
  });

  it('gives up after three tries when the server stays in trouble', async () => {
    const { error, emulator } = await ask({ misbehave: () => ({ error: 'internal' }) });
    expect(codeOf(error)).toBe('model-server');
    expect(emulator.requests).toHaveLength(3);
  });

  it('does what Retry-After says', async () => {
    const { answer, slept } = await ask({ misbehave: [{ error: 'rate-requests', retryAfter: 7 }] });
    expect(answer?.reading.outcome).toBe('decision');
    expect(slept).toEqual([7000]);
  });

  it('does not wait beyond its deadline', async () => {
    const { error, slept } = await ask({ misbehave: () => ({ error: 'rate-requests', retryAfter: 600 }) });
    expect(codeOf(error)).toBe('model-rate');
    expect(slept).toEqual([]);
  });

  it('survives a storm of 60 s and stays within its deadline in a longer one', async () => {
    let until = 60_000;
    const clock = skippingClock();
    const began = clock.now();
    const storm = (): Fault | undefined =>
      clock.now() - began < until ? { error: 'rate-burst' } : undefined;
    const emulator = await startEmulator({ misbehave: storm });
    const chat = openChat({
      profile: profileFor('qwen3-vl-plus'),
      baseUrl: emulator.url,
      key: emulator.key,
      clock,
    });
    const conversation: Conversation = {
      goal: 'Click.',
      tools: offered,
      turns: [{ number: 1, picture, hints: [] }],
    };
    const signal = new AbortController().signal;
    try {
      expect((await chat.next(conversation, signal)).reading.outcome).toBe('decision');
      until = Number.POSITIVE_INFINITY;
      const again = clock.now();
      expect(codeOf(await chat.next(conversation, signal).catch((error: unknown) => error))).toBe(
        'model-rate',
      );
      expect(clock.now() - again).toBeLessThan(121_000);
    } finally {
      await emulator.close();
    }
  });

  it('never tells the key', async () => {
    const { error, emulator } = await ask({ misbehave: [{ error: 'wrong-key' }] });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(emulator.key);
  });
});

describe('bad lines', () => {
  const cuts = [
    'cut-before-headers',
    'cut-after-headers',
    'cut-in-body',
    'truncated-body',
    'empty-body',
    'html',
    'html-error',
    'nonsense-body',
  ] as const;

  it.each(cuts)('%s is asked again', async (wire) => {
    const { answer, error, emulator } = await ask({ misbehave: [{ wire }] });
    expect(error).toBeUndefined();
    expect(answer?.reading.outcome).toBe('decision');
    expect(emulator.requests).toHaveLength(2);
  });

  describe('streams', () => {
    const thinking = { ...profileFor('qwen3.7-plus'), think: true };
    const odd = ['keep-alive', 'torn', 'crlf', 'bare-lines', 'never-streams'] as const;

    it.each(odd)('%s is read all the same', async (wire) => {
      const { answer, error, emulator } = await ask({ misbehave: [{ wire }] }, { profile: thinking });
      expect(error).toBeUndefined();
      expect(emulator.requests).toHaveLength(1);
      expect(answer?.reading.outcome).toBe('decision');
    });

    it.each(['keep-alive', 'torn', 'streams-always'] as const)(
      '%s is read where none was asked for',
      async (wire) => {
        const { answer, emulator } = await ask({ misbehave: [{ wire }] });
        expect(emulator.requests).toHaveLength(1);
        expect(answer?.reading.outcome).toBe('decision');
      },
    );

    it.each(['cut-stream', 'error-in-stream', 'cut-in-body'] as const)('%s is asked again', async (wire) => {
      const { answer, emulator } = await ask({ misbehave: [{ wire }] }, { profile: thinking });
      expect(answer?.reading.outcome).toBe('decision');
      expect(emulator.requests).toHaveLength(2);
    });

    it('tells what the server said in the middle of one', async () => {
      const misbehave = (): Fault => ({ wire: 'error-in-stream' });
      const { error } = await ask({ misbehave }, { profile: thinking });
      expect(error).toMatchObject({
        code: 'model-server',
        message: expect.stringContaining('Internal error while decoding'),
      });
    });

    it('that end anywhere are whole or nothing', async () => {
      const words = JSON.stringify({ text: 'Größe 📐 12' });
      const chunk = (delta: object, finish: string | null = null): string =>
        `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
      const whole = Buffer.from(
        `: hello\n\n${chunk({ role: 'assistant', content: words })}${chunk({ content: ' and more' })}${chunk({}, 'stop')}data: [DONE]\n\n`,
      );
      const read = (bytes: Buffer): Promise<unknown> =>
        joinStream(eventsOf(pieces(bytes))).catch((problem: unknown) => problem);
      async function* pieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < bytes.length; at += 5) yield bytes.subarray(at, at + 5);
      }
      const expected = await read(whole);
      expect(expected).toMatchObject({ choices: [{ message: { content: `${words} and more` } }] });
      let complete = 0;
      for (let end = 0; end < whole.length; end++) {
        const got = await read(whole.subarray(0, end));
        if (got instanceof Error) continue;
        complete += 1;
        expect(got).toEqual(expected);
      }
      // Only the mark of the end, and the blank line before it, may be missing.
      expect(complete).toBeGreaterThan(0);
      expect(complete).toBeLessThan('\n\ndata: [DONE]\n\n'.length + 1);
    });
  });

  it.each(usageFaults)(
    'a server that counts its tokens wrongly (%s) is used, and a budget holds',
    async (usage) => {
      const { answer, error } = await ask({ misbehave: [{ usage }] });
      expect(error).toBeUndefined();
      expect(answer?.reading.outcome).toBe('decision');
      const { inputTokens, outputTokens, cost } = answer?.usage ?? { inputTokens: 0, outputTokens: 0 };
      for (const count of [inputTokens, outputTokens, cost]) expect(count).toBeGreaterThanOrEqual(0);
      if (usage !== 'text-only') expect(inputTokens).toBeGreaterThan(300);
    },
  );

  it.each(usageFaults)('a stream whose server counts its tokens wrongly (%s) is used too', async (usage) => {
    const { answer, error, emulator } = await ask(
      { misbehave: [{ usage }] },
      { profile: { ...profileFor('qwen3-vl-plus'), think: true } },
    );
    expect(error).toBeUndefined();
    expect(answer?.reading.outcome).toBe('decision');
    expect(emulator.requests[0]?.body).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
    });
    const { inputTokens, outputTokens } = answer?.usage ?? { inputTokens: 0, outputTokens: -1 };
    if (usage !== 'text-only') expect(inputTokens).toBeGreaterThan(300);
    expect(outputTokens).toBeGreaterThanOrEqual(0);
  });

  it('a redirect is not followed: the screen goes only to the server that was named', async () => {
    const { error, emulator } = await ask({ misbehave: [{ wire: 'redirect' }] });
    expect(error).toMatchObject({
      code: 'model-redirect',
      kind: 'environment',
      message: expect.stringContaining('http://127.0.0.1:9/login'),
    });
    expect(emulator.requests).toHaveLength(1);
  });

  it.each(['hang', 'slow-body'] as const)('%s is cut off and asked again', async (wire) => {
    const { answer, emulator } = await ask({ misbehave: [{ wire, ms: 20_000 }] }, { attemptMs: 400 });
    expect(answer?.reading.outcome).toBe('decision');
    expect(emulator.requests).toHaveLength(2);
  });

  it('never acts on a partial response', async () => {
    const { answer } = await ask({ misbehave: [{ wire: 'partial-header' }] });
    expect(answer?.reading.outcome).toBe('truncated');
  });

  it('lets go of the socket when it is stopped', async () => {
    const stop = new AbortController();
    const asking = ask(
      { misbehave: [{ wire: 'hang', ms: 60_000 }], onRequest: () => undefined },
      { signal: stop.signal },
    );
    setTimeout(() => stop.abort(new Error('stopped by hand')), 100);
    expect(String((await asking).error)).toContain('stopped by hand');
  });

  it('says where nobody listens', async () => {
    const chat = openChat({
      profile: profileFor('qwen3-vl-plus'),
      baseUrl: 'http://127.0.0.1:1/v1',
      key: 'k',
      clock: skippingClock(),
    });
    const conversation: Conversation = {
      goal: 'Click.',
      tools: offered,
      turns: [{ number: 1, picture, hints: [] }],
    };
    const asking = chat.next(conversation, new AbortController().signal);
    await expect(asking).rejects.toMatchObject({ kind: 'environment', code: 'model-unreachable' });
  });
});
