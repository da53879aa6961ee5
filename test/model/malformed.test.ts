import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation, Picture, ReplyReading } from '../../src/core/chat.js';
import { openChat, profileFor } from '../../src/model/index.js';
import { type EmulatorOptions, formNames, startEmulator } from '../support/emulator/index.js';
import { never, offered, Screens, skippingClock } from './support.js';

type Form = (typeof formNames)[number];

/** Forms that a careful reader understands: the click lands all the same. */
const understood: readonly Form[] = [
  'array-as-string',
  'numbers-as-strings',
  'box-for-point',
  'nested-point',
  'point-words',
  'point-2d',
  'bbox-2d',
  'xy-fields',
  'type-for-action',
  'dirty-keys',
  'keys-as-string',
  'call-in-content',
  'missing-brace',
  'unclosed-tag',
  'xml-in-content',
  'xml-unopened',
  'xml-unclosed',
  'fenced-json',
  'bare-json',
  'parameters-member',
  'double-encoded',
  'several-calls',
  'same-call-twice',
  'think-in-content',
];

/** Forms that are refused, and by which name. */
const refused: Partial<Record<Form, ReplyReading['outcome']>> = {
  'out-of-range': 'out-of-range',
  negative: 'out-of-range',
  'one-number': 'bad-input',
  'not-a-number': 'not-a-number',
  'truncated-arguments': 'truncated',
  'cut-at-length': 'truncated',
  'whole-call-at-length': 'truncated',
  'wrong-tool': 'wrong-tool',
  'empty-content': 'empty',
  'announces-only': 'no-call',
  'claims-result': 'no-call',
  refusal: 'refused',
  'content-filter': 'refused',
  endless: 'endless',
  'thought-only': 'thought-only',
  'thinking-eats-budget': 'endless',
  'call-in-reasoning': 'thought-only',
  'bbox-only': 'no-call',
  'prompt-echo': 'prompt-echo',
};

/** A well-formed point at the wrong place of the picture: only the second look or the next frame can tell. */
const indistinguishable: readonly Form[] = ['crop-relative', 'beside-the-target'];

const size = { width: 1280, height: 800 };
const marker = { x: 733, y: 411 };
let screens: Screens;
let picture: Picture;

beforeAll(async () => {
  screens = await Screens.open();
  picture = await screens.picture(size, marker);
});
afterAll(() => screens.close());

async function readWith(options: EmulatorOptions): Promise<ReplyReading> {
  const emulator = await startEmulator(options);
  try {
    const chat = openChat({
      profile: profileFor('qwen3-vl-plus'),
      baseUrl: emulator.url,
      key: emulator.key,
      clock: skippingClock(),
    });
    const conversation: Conversation = {
      goal: 'Click the marker.',
      tools: offered,
      turns: [{ number: 1, picture, hints: [] }],
    };
    return (await chat.next(conversation, never)).reading;
  } finally {
    await emulator.close();
  }
}

describe('malformed replies', () => {
  it('has a stated behaviour for every form', () => {
    expect([...understood, ...Object.keys(refused), ...indistinguishable].sort()).toEqual(
      [...formNames].sort(),
    );
  });

  it.each(understood)('%s is understood', async (form) => {
    const reading = await readWith({ misbehave: [{ form }] });
    if (reading.outcome !== 'decision') throw new Error(`${reading.outcome}: ${reading.reason}`);
    const { at } = reading.decision.action.input as { at: { x: number; y: number } };
    expect(reading.decision.action.name).toBe('click');
    expect(Math.hypot(at.x - marker.x, at.y - marker.y)).toBeLessThan(4);
  });

  it.each(Object.entries(refused))('%s is %s', async (form, outcome) => {
    const reading = await readWith({ misbehave: [{ form: form as Form }] });
    expect(reading.outcome).toBe(outcome);
  });

  it('tells further calls apart: the same once more, and another one', async () => {
    const twice = await readWith({ misbehave: [{ form: 'same-call-twice' }] });
    const several = await readWith({ misbehave: [{ form: 'several-calls' }] });
    expect(twice.outcome === 'decision' && twice.skipped.map(({ reason }) => reason)).toEqual(['duplicate']);
    expect(several.outcome === 'decision' && several.skipped.map(({ reason }) => reason)).toEqual([
      'not the first',
    ]);
  });
});
