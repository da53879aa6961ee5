import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Picture, Unanswered } from '../../src/core/chat.js';
import { frameBox, type Size } from '../../src/core/geometry.js';
import { lookAgainWith, openChat, openClient, profileFor } from '../../src/model/index.js';
import { labelIn } from '../../src/pilots/qwen/own-words.js';
import { qwenPilot } from '../../src/pilots/qwen/qwen-pilot.js';
import type { SecondLooks } from '../../src/pilots/qwen/second-look.js';
import type { Answer, TextLine } from '../../src/ports.js';
import { never, offered, Screens, situationOf, skippingClock, viewOf } from '../model/support.js';
import { type Brain, type EmulatorOptions, markerBrain, startEmulator } from '../support/emulator/index.js';
import { findMarker } from '../support/emulator/marker-brain.js';

const marker = { x: 911, y: 333 };
let screens: Screens;
let picture: Picture;
beforeAll(async () => {
  screens = await Screens.open();
  picture = await screens.picture({ width: 1280, height: 800 }, marker);
});
afterAll(() => screens.close());

/** Clicks the marker, and tells its box when it is asked to point; `closer` replaces that answer. */
function seeing(closer?: string, thought = 'Click the marker.'): Brain {
  const clicking = markerBrain();
  return async (question) => {
    if (question.tools.length > 0) return { ...(await clicking(question)), thought };
    const at = question.pictures[0] && findMarker(question.pictures[0].pixels, [255, 0, 255]);
    if (at === undefined) return { content: '{"found": "absent"}', calls: [] };
    const [x, y] = question.write(at);
    return { content: closer ?? `{"bbox_2d": [${x - 8}, ${y - 8}, ${x + 8}, ${y + 8}]}`, calls: [] };
  };
}

/** Text as a reader would see it around the marker. */
function reads(text: string, at = marker): TextLine[] {
  const box = frameBox(at.x - 30, at.y - 8, 60, 16);
  return [{ text, box, score: 1, words: [{ text, box, score: 1 }] }];
}

interface Around {
  readonly emulator?: EmulatorOptions;
  readonly lines?: TextLine[];
  readonly risky?: boolean;
  readonly several?: boolean;
  readonly size?: Size;
  readonly decisions?: number;
  readonly limits?: { tokens: number };
}

/** What the pilot answers, one decision after the other, and what was asked and told on the way. */
async function decideWith(around: Around) {
  const emulator = await startEmulator({ brain: seeing(), ...around.emulator });
  const clock = skippingClock();
  const client = { profile: profileFor('qwen3-vl-plus'), baseUrl: emulator.url, key: emulator.key, clock };
  const lines = around.lines ?? [];
  const secondLooks: SecondLooks = {
    look: lookAgainWith([openClient(client)]),
    eyes: {
      read: async () => lines,
      locate: async () => {
        const [line] = lines;
        if (around.several || line === undefined)
          return { found: 'ambiguous', reason: 'several', candidates: [], ms: 0 };
        const { box } = line;
        return { found: 'found', sighting: { rung: 'text', box, point: marker as never, score: 1, ms: 0 } };
      },
    },
    risky: () => around.risky ?? false,
  };
  const kept: string[] = [];
  const pilot = qwenPilot({
    goal: 'Click the marker.',
    chat: openChat(client),
    tools: offered,
    clock,
    secondLooks,
    ...(around.limits && { limits: around.limits }),
    keep: async (name, text) => {
      kept.push(text);
      return name;
    },
  });
  const shown = around.size ? await screens.picture(around.size, marker) : picture;
  const told: unknown[] = [];
  const answers: (Answer | unknown)[] = [];
  try {
    for (let at = 0; at < (around.decisions ?? 1); at++) {
      const situation = {
        ...situationOf(viewOf(shown)),
        changed: () => new Promise<never>(() => undefined),
        answers: async () => true,
        tell: async (each: unknown) => void told.push(each),
      };
      answers.push(await pilot.decide(situation, never).catch((error: unknown) => error));
    }
  } finally {
    await emulator.close();
  }
  return { answers, told, kept, asked: emulator.requests };
}

const beside = { form: 'beside-the-target' } as const;

describe('a click that the model decides itself', () => {
  it.each([
    ['nothing can be read under it', {}],
    ['it is risky', { risky: true, lines: reads('Orders') }],
    [
      'another label stands there than the one in quotes',
      { lines: reads('Cancel'), emulator: { brain: seeing(undefined, 'Click “OK”.') } },
    ],
    ['the screen is big', { lines: reads('Marker shown'), size: { width: 2560, height: 1440 } }],
  ] satisfies [string, Around][])(
    'is looked at again when %s, and done when both agree',
    async (_why, around) => {
      const { answers, asked, kept } = await decideWith(around);
      expect(asked).toHaveLength(2);
      expect(asked[1]?.pictures).toHaveLength(1);
      expect(answers[0]).toMatchObject({
        kind: 'act',
        decision: { action: { name: 'click' }, sighting: { rung: 'model', score: 0.93 } },
        usage: { calls: 2 },
      });
      expect(kept[0]).toContain('"secondLook"');
    },
  );

  it.each([
    ['it is named and read under the point', { lines: reads('marker') }],
    ['it is risky, but the only one of that name', { lines: reads('marker'), risky: true }],
    ['text is under the point and nothing was named in quotes', { lines: reads('Another thing') }],
  ] satisfies [string, Around][])('costs no second question when %s', async (_why, around) => {
    const { answers, asked } = await decideWith(around);
    expect(asked).toHaveLength(1);
    expect(answers[0]).toMatchObject({ kind: 'act', usage: { calls: 1 } });
  });

  it('is looked at again when it is risky and others have the same name', async () => {
    const { asked } = await decideWith({ lines: reads('marker'), risky: true, several: true });
    expect(asked).toHaveLength(2);
  });

  it('is not done beside its target: the model is told, and chooses again', async () => {
    const { answers, asked, told } = await decideWith({ emulator: { misbehave: [beside] }, decisions: 2 });
    expect(answers[0]).toMatchObject({
      kind: 'look',
      reason: expect.stringMatching(/ambiguous target: a closer look sees it 7\d px beside/),
    });
    expect(told).toMatchObject([{ type: 'asked', usage: { calls: 2 } }]);
    expect(JSON.stringify(asked[2]?.body)).toContain('ambiguous, so it was not done');
    expect(answers[1]).toMatchObject({ kind: 'act', decision: { sighting: { rung: 'model' } } });
  });

  it.each(['{"found": "absent"}', '{"found": "ambiguous"}', 'top right', '{"bbox_2d": [0, 0, 1000, 1000]}'])(
    'is not done when the closer look says %s',
    async (closer) => {
      const { answers } = await decideWith({ emulator: { brain: seeing(closer) } });
      expect(answers[0]).toMatchObject({ kind: 'look' });
    },
  );

  it('is given up by name at the third disagreement in a row', async () => {
    const misbehave = (request: number) => (request % 2 === 0 ? beside : undefined);
    const { answers, asked } = await decideWith({ emulator: { misbehave }, decisions: 3 });
    expect(asked).toHaveLength(6);
    expect(answers[2]).toMatchObject({ kind: 'failed', code: 'target-ambiguous' });
  });

  it('is not done when nobody answers the second look, or no budget is left for it', async () => {
    const dead = await decideWith({
      emulator: { misbehave: (request) => (request > 0 ? { error: 'arrearage' } : undefined) },
    });
    expect(dead.answers[0]).toMatchObject({ code: 'model-billing' });
    expect(dead.answers[0]).not.toBeInstanceOf(Unanswered);
    expect(dead.told).toMatchObject([{ type: 'asked', usage: { calls: 1 } }]);
    const poor = await decideWith({ limits: { tokens: 3200 } });
    expect(poor.answers[0]).toMatchObject({ code: 'goal-over-budget' });
    expect(poor.asked).toHaveLength(1);
  });
});

describe("the model's own words", () => {
  it.each([
    ['Click “Delete”. (2 of 2)', 'Delete', true],
    ["I will click 'Save as' to keep it.", 'Save as', true],
    ['Click the Save button to keep the file.', 'Save', false],
    ['I will click OK.', 'OK', false],
  ])('%s names %s', (words, label, quoted) => {
    expect(labelIn(words)).toEqual({ label, quoted });
  });

  it.each(['In the row “1004”, click “Delete”.', "It doesn't work.", ''])(
    '%s names no single label',
    (words) => {
      expect(labelIn(words)).toBeUndefined();
    },
  );
});
