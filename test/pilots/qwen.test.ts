import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Act } from '../../src/core/action.js';
import type { Picture } from '../../src/core/chat.js';
import { frameBox } from '../../src/core/geometry.js';
import { Budget, openChat, profileFor } from '../../src/model/index.js';
import { qwenPilot } from '../../src/pilots/qwen/qwen-pilot.js';
import type { Answer } from '../../src/ports.js';
import {
  firstLookCounts,
  never,
  offered,
  Screens,
  situationOf,
  skippingClock,
  viewOf,
} from '../model/support.js';
import { type EmulatorOptions, startEmulator } from '../support/emulator/index.js';

const size = { width: 1280, height: 800 };
const marker = { x: 911, y: 333 };
let screens: Screens;
let picture: Picture;

beforeAll(async () => {
  screens = await Screens.open();
  picture = await screens.picture(size, marker);
});
afterAll(() => screens.close());

/** A pilot against an emulator, and everything it kept. */
async function withPilot(
  options: EmulatorOptions,
  use: (
    pilot: ReturnType<typeof qwenPilot>,
    seen: { kept: Map<string, string>; emulator: Awaited<ReturnType<typeof startEmulator>> },
  ) => Promise<void>,
  model = 'qwen3-vl-plus',
  more: { limits?: { tokens?: number; cost?: number }; budget?: Budget } = {},
): Promise<void> {
  const emulator = await startEmulator(options);
  const kept = new Map<string, string>();
  const clock = skippingClock();
  const { url: baseUrl, key } = emulator;
  const { budget, limits } = more;
  const chat = openChat({ profile: profileFor(model), baseUrl, key, clock, ...(budget && { budget }) });
  const pilot = qwenPilot({
    goal: 'Click the marker.',
    chat,
    tools: offered,
    clock,
    secondLooks: firstLookCounts,
    ...(limits && { limits }),
    keep: async (name, text) => {
      kept.set(name, text);
      return name;
    },
  });
  try {
    await use(pilot, { kept, emulator });
  } finally {
    await emulator.close();
  }
}

function decisionOf(answer: Answer): Extract<Answer, { kind: 'act' }>['decision'] {
  if (answer.kind !== 'act') throw new Error('The pilot did not act.');
  return answer.decision;
}

function actOf(answer: Answer, number: number, more: Partial<Act> = {}): Act {
  return {
    number,
    decision: decisionOf(answer),
    frame: 'f0001',
    frameSha: picture.sha256,
    outcome: 'done',
    checks: [],
    ...more,
  };
}

describe('the qwen pilot', () => {
  it('clicks what the model sees, and keeps the exchange without pixels and key', async () => {
    await withPilot({}, async (pilot, { kept, emulator }) => {
      const answer = await pilot.decide(situationOf(viewOf(picture)), never);
      expect(decisionOf(answer)).toMatchObject({ action: { name: 'click' }, origin: 'model' });
      const { at } = decisionOf(answer).action.input as { at: { x: number; y: number } };
      expect(Math.hypot(at.x - marker.x, at.y - marker.y)).toBeLessThan(4);
      if (answer.kind !== 'act') throw new Error('unreachable');
      expect(answer.usage?.calls).toBe(1);
      expect(answer.usage?.cost).toBeGreaterThan(0);
      const text = kept.get(answer.exchange ?? '') ?? '';
      expect(text).toContain('frame:frames/f1.png');
      expect(text).not.toContain('base64');
      expect(text).not.toContain(emulator.key);
    });
  });

  it('asks once to repair a reply, says why, and goes on', async () => {
    const misbehave = [{ form: 'announces-only' as const }];
    await withPilot({ misbehave }, async (pilot, { emulator }) => {
      const answer = await pilot.decide(situationOf(viewOf(picture)), never);
      expect(decisionOf(answer).action.name).toBe('click');
      expect(emulator.requests.map(({ status }) => status)).toEqual([200, 200]);
      expect(JSON.stringify(emulator.requests[1]?.body)).toContain('could not be used');
    });
  });

  it('ends by name when the repair fails too, and nothing is acted on', async () => {
    const misbehave = [{ form: 'cut-at-length' as const }, { form: 'cut-at-length' as const }];
    await withPilot({ misbehave }, async (pilot) => {
      const deciding = pilot.decide(situationOf(viewOf(picture)), never);
      await expect(deciding).rejects.toMatchObject({ kind: 'failed', code: 'reply-truncated' });
    });
  });

  it('sends the part it wanted to see closer, and finds the right place on it', async () => {
    await withPilot({}, async (pilot, { emulator }) => {
      const first = await pilot.decide(situationOf(viewOf(picture)), never);
      const closer = {
        ...decisionOf(first),
        action: { name: 'look-closer', input: { box: frameBox(840, 280, 160, 100) } },
      };
      const acts = [actOf(first, 1, { decision: closer })];
      const second = await pilot.decide(situationOf(viewOf(picture), acts), never);
      const { at } = decisionOf(second).action.input as { at: { x: number; y: number } };
      expect(Math.hypot(at.x - marker.x, at.y - marker.y)).toBeLessThan(2);
      expect(emulator.requests[1]?.pictures).toHaveLength(2);
    });
  });

  it('forgets a decision that the screen voided', async () => {
    await withPilot({}, async (pilot, { emulator }) => {
      await pilot.decide(situationOf(viewOf(picture)), never);
      await pilot.decide(situationOf(viewOf(picture)), never);
      const [first, second] = emulator.requests.map(({ body }) => JSON.stringify(body));
      expect(second).toBe(first);
    });
  });

  it('keeps what was done when decisions are voided again and again', async () => {
    await withPilot({}, async (pilot, { emulator }) => {
      const first = await pilot.decide(situationOf(viewOf(picture)), never);
      const acts = [actOf(first, 1, { answer: 'forty-two' })];
      await pilot.decide(situationOf(viewOf(picture), acts), never);
      await expect(pilot.decide(situationOf(viewOf(picture), acts), AbortSignal.abort())).rejects.toThrow();
      await pilot.decide(situationOf(viewOf(picture), acts), never);
      const last = JSON.stringify(emulator.requests.at(-1)?.body);
      expect(last).toContain('done; answer: forty-two');
      expect(last.match(/The screen now/g)).toHaveLength(2);
    });
  });

  it('goes through thirty equal steps without repeating itself byte for byte', async () => {
    await withPilot({}, async (pilot, { emulator }) => {
      const acts: Act[] = [];
      for (let number = 1; number <= 30; number++) {
        const answer = await pilot.decide(situationOf(viewOf(picture), acts), never);
        acts.push(actOf(answer, number));
      }
      expect(emulator.requests.map(({ status }) => status)).toEqual(Array.from({ length: 30 }, () => 200));
    });
  });

  it('keeps what was sent when every try fails on the wire', async () => {
    await withPilot({ misbehave: () => ({ error: 'internal' }) }, async (pilot, { kept, emulator }) => {
      const deciding = pilot.decide(situationOf(viewOf(picture)), never);
      await expect(deciding).rejects.toMatchObject({
        code: 'model-server',
        hint: expect.stringContaining('model/f0001-0.json'),
      });
      const [exchange] = JSON.parse(kept.get('model/f0001-0.json') ?? '[]');
      expect(exchange.attempts).toHaveLength(3);
      expect(exchange.attempts[0]).toMatchObject({ code: 'model-server' });
      expect(JSON.stringify(exchange.request)).toContain('frame:frames/f1.png');
      expect(exchange).not.toHaveProperty('reply');
      expect(JSON.stringify(exchange)).not.toContain(emulator.key);
    });
  });

  it('keeps the first reply, too, when the repair meets a dead line, and tells what it cost', async () => {
    const misbehave = (request: number) =>
      request === 0 ? { form: 'announces-only' as const } : { error: 'arrearage' as const };
    await withPilot({ misbehave }, async (pilot, { kept }) => {
      const told: unknown[] = [];
      const situation = {
        ...situationOf(viewOf(picture)),
        changed: () => new Promise<never>(() => undefined),
        answers: async () => true,
        tell: async (each: unknown) => void told.push(each),
      };
      await expect(pilot.decide(situation, never)).rejects.toMatchObject({ code: 'model-billing' });
      const exchanges = JSON.parse(kept.get('model/f0001-0.json') ?? '[]');
      expect(exchanges).toHaveLength(2);
      expect(exchanges[0].reply.choices).toHaveLength(1);
      expect(told).toMatchObject([{ type: 'asked', usage: { calls: 1 } }]);
    });
  });
});

describe('a budget', () => {
  const first = async (more: Parameters<typeof withPilot>[3], model?: string) => {
    let outcome: unknown;
    let requests = 0;
    await withPilot(
      {},
      async (pilot, { emulator }) => {
        outcome = await pilot.decide(situationOf(viewOf(picture)), never).catch((error: unknown) => error);
        requests = emulator.requests.length;
      },
      model,
      more,
    );
    return { outcome, requests };
  };

  it('of the run holds a call back that could exceed it, before anything is sent', async () => {
    const { outcome, requests } = await first({ budget: new Budget({ tokens: 3000 }) });
    expect(requests).toBe(0);
    expect(outcome).toMatchObject({ code: 'over-budget' });
    expect(String(outcome)).toMatch(
      /0 of 3000 tokens are used, and the next model call may take \d+ \(\d+ sent, up to 1000 answered\)/,
    );
  });

  it('of money counts with the price of the profile', async () => {
    const { outcome, requests } = await first({ budget: new Budget({ cost: 0.001 }) });
    expect(requests).toBe(0);
    expect(String(outcome)).toMatch(
      /0\.0000 of 0\.001 USD are spent, and the next model call may cost 0\.00[12]\d/,
    );
    expect((await first({ budget: new Budget({ cost: 0.01 }) })).requests).toBe(1);
  });

  it('of money cannot be held for a model without a price', async () => {
    const { outcome, requests } = await first({ budget: new Budget({ cost: 5 }) }, 'qwen2.5-vl-7b-instruct');
    expect(requests).toBe(0);
    expect(outcome).toMatchObject({ kind: 'usage', code: 'no-price' });
  });

  it('of a goal has a name of its own, so that only its step fails', async () => {
    const { outcome, requests } = await first({ limits: { tokens: 3000 } });
    expect(requests).toBe(0);
    expect(outcome).toMatchObject({ code: 'goal-over-budget' });
  });

  it('is never exceeded, however many steps there are', async () => {
    const limits = { tokens: 20_000 };
    await withPilot(
      {},
      async (pilot, { emulator }) => {
        const acts: Act[] = [];
        let used = 0;
        for (let number = 1; ; number++) {
          const answer = await pilot.decide(situationOf(viewOf(picture), acts), never).catch(() => undefined);
          if (answer?.kind !== 'act') break;
          used += (answer.usage?.inputTokens ?? 0) + (answer.usage?.outputTokens ?? 0);
          acts.push(actOf(answer, number));
        }
        expect(used).toBeLessThanOrEqual(limits.tokens);
        // The longest answer was kept free, and no more than one call of room was given away.
        expect(used).toBeGreaterThan(limits.tokens * 0.5);
        expect(emulator.requests).toHaveLength(acts.length);
      },
      'qwen3-vl-plus',
      { budget: new Budget(limits) },
    );
  });
});
