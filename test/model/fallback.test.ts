import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Chat, Conversation, Picture } from '../../src/core/chat.js';
import { fallbackChat } from '../../src/model/fallback.js';
import { openChat, profileFor } from '../../src/model/index.js';
import { qwenPilot } from '../../src/pilots/qwen/qwen-pilot.js';
import { type EmulatorOptions, startEmulator } from '../support/emulator/index.js';
import { firstLookCounts, never, offered, Screens, situationOf, skippingClock, viewOf } from './support.js';

let screens: Screens;
let picture: Picture;
beforeAll(async () => {
  screens = await Screens.open();
  picture = await screens.picture({ width: 800, height: 600 }, { x: 300, y: 200 });
});
afterAll(() => screens.close());

/** Two models of one server as one chat; tells which models were asked. */
async function withTwo(options: EmulatorOptions, use: (chat: Chat) => Promise<void>): Promise<unknown[]> {
  const emulator = await startEmulator(options);
  const open = (model: string): Chat =>
    openChat({
      profile: profileFor(model),
      baseUrl: emulator.url,
      key: emulator.key,
      clock: skippingClock(),
    });
  try {
    await use(fallbackChat([open('qwen3-vl-flash'), open('qwen3-vl-plus')]));
  } finally {
    await emulator.close();
  }
  return emulator.requests.map(({ body }) => (body as { model?: unknown }).model);
}

function conversation(): Conversation {
  return { goal: 'Click the marker.', tools: offered, turns: [{ number: 1, picture, hints: [] }] };
}

describe('several models as one', () => {
  it('takes the next one when the first is not there, and stays with it', async () => {
    const asked = await withTwo({ models: { 'qwen3-vl-plus': {} } }, async (chat) => {
      expect((await chat.next(conversation(), never)).reading.outcome).toBe('decision');
      expect((await chat.next(conversation(), never)).model).toBe('qwen3-vl-plus');
    });
    expect(asked).toEqual(['qwen3-vl-flash', 'qwen3-vl-plus', 'qwen3-vl-plus']);
  });

  it('lets the second one repair what the first one got wrong', async () => {
    const asked = await withTwo({ misbehave: [{ form: 'announces-only' }] }, async (chat) => {
      const clock = skippingClock();
      const keep = async (name: string): Promise<string> => name;
      const pilot = qwenPilot({
        goal: 'Click the marker.',
        chat,
        tools: offered,
        keep,
        clock,
        secondLooks: firstLookCounts,
      });
      const answer = await pilot.decide(situationOf(viewOf(picture)), never);
      expect(answer).toMatchObject({
        kind: 'act',
        decision: { action: { name: 'click' } },
        usage: { calls: 2 },
      });
    });
    expect(asked).toEqual(['qwen3-vl-flash', 'qwen3-vl-plus']);
  });

  it('does not go on to another model where a person is needed', async () => {
    const asked = await withTwo({ misbehave: [{ error: 'moderated-input' }] }, async (chat) => {
      await expect(chat.next(conversation(), never)).rejects.toMatchObject({ code: 'model-moderated' });
    });
    expect(asked).toEqual(['qwen3-vl-flash']);
  });
});
