import { describe, expect, it } from 'vitest';
import { checkUp, type Profile, profileFor, profileForQuestions } from '../../src/model/index.js';
import { callFor } from '../support/emulator/calls.js';
import {
  type Brain,
  type EmulatorOptions,
  markerBrain,
  refusedBodies,
  startEmulator,
} from '../support/emulator/index.js';
import { never, skippingClock } from './support.js';

const screen = { width: 1280, height: 800 };

/** Names the colours of the halves that it was sent, waits and clicks when it is told to. */
const seeing: Brain = (question) => {
  const words = JSON.stringify(question.messages);
  if (words.includes('Wait for one second'))
    return { calls: [callFor(question, { kind: 'wait', seconds: 1 })] };
  if (words.includes('magenta square')) return markerBrain()(question);
  const pixels = question.pictures.at(-1)?.pixels;
  if (pixels === undefined) return { content: 'none', calls: [] };
  const colourAt = (share: number): string => {
    const at =
      (Math.round(pixels.height / 2) * pixels.width + Math.round(pixels.width * share)) * pixels.channels;
    const [red = 0, green = 0, blue = 0] = pixels.data.subarray(at, at + 3);
    if (red > 128) return green > 128 ? 'yellow' : 'red';
    return green > blue ? 'green' : 'blue';
  };
  return { content: `${colourAt(0.25)} ${colourAt(0.75)}`, calls: [] };
};

async function tried(profile: Profile, options: EmulatorOptions = {}) {
  const emulator = await startEmulator({ brain: seeing, ...options });
  try {
    const { url: baseUrl, key } = emulator;
    const host = profile.host === 'dashscope' ? undefined : profile.host;
    const all = await checkUp(
      { profile, baseUrl, key, clock: skippingClock(), ...(host && { host }) },
      screen,
      never,
    );
    const rows = Object.fromEntries(all.map(({ what, ...finding }) => [what, finding]));
    return { rows, order: all.map(({ what }) => what), requests: emulator.requests };
  } finally {
    await emulator.close();
  }
}

describe('a model that is tried', () => {
  it('answers, sees the picture whole, calls the tool and hits the point, in four requests', async () => {
    const { rows, order, requests } = await tried(profileFor('qwen3-vl-plus'));
    expect(order).toEqual(['question', 'picture', 'tool call', 'point']);
    for (const finding of Object.values(rows)) expect(finding).toMatchObject({ ok: true });
    expect(rows.picture?.detail).toBe('sees a picture of 1280x800 px, whole: 1002 tokens, as computed');
    expect(rows['tool call']?.detail).toBe('calls the tool by tool_calls');
    expect(rows.point?.detail).toMatch(
      /^hits a marker of 48 px on 1280x800, \d\.\d px off; points are relative$/,
    );
    expect(requests).toHaveLength(4);
  });

  it('at a server without tools is told so, and pointed with in text', async () => {
    const refused = refusedBodies.find(({ means }) => means === 'tools');
    if (refused === undefined) throw new Error('There is one.');
    const misbehave = [undefined, undefined, { refused }];
    const { rows, requests } = await tried(profileFor('qwen3-vl-plus'), { misbehave });
    expect(rows['tool call']).toMatchObject({
      ok: true,
      warns: true,
      detail: expect.stringContaining(refused.words),
    });
    expect(rows.point).toMatchObject({ ok: true });
    expect(requests).toHaveLength(4);
  });

  it('at a server that does not see is told so', async () => {
    const blind: Brain = (question) =>
      question.tools.length > 0 ? seeing(question) : { content: 'I think it is white.', calls: [] };
    const { rows } = await tried(profileFor('qwen3-vl-plus'), { brain: blind });
    expect(rows.picture).toMatchObject({ ok: false, detail: expect.stringContaining('it is not seen') });
  });

  it('at a server that shrinks pictures is warned of, and refused where its points are px', async () => {
    const shrinking = (model: string, more: object): Promise<{ rows: Record<string, unknown> }> =>
      tried(profileFor(model), {
        host: 'vllm',
        models: { [model]: { defaultPixels: 300_000, hardPixels: 300_000, ...more } },
        misbehave: () => ({ usage: 'no-details' }),
      });
    const relative = await shrinking('qwen3-vl:8b', {});
    expect(relative.rows.picture).toMatchObject({ ok: true, warns: true });
    expect(relative.rows.point).toMatchObject({ ok: true });
    const absolute = await shrinking('qwen2.5vl:7b', { dialect: 'json-text' });
    expect(absolute.rows.picture).toMatchObject({ ok: false });
    expect(absolute.rows.point).toMatchObject({ ok: false });
  });

  it('that nobody knows is told to be measured', async () => {
    const models = { 'somebody/vl-9b': { dialect: 'json-text' as const } };
    const { rows } = await tried(profileForQuestions('somebody/vl-9b'), { models });
    expect(rows.picture).toMatchObject({ ok: true });
    expect(rows.point).toMatchObject({ ok: false, detail: expect.stringContaining('thousandths best') });
    expect(rows.point?.fix).toContain('--calibrate');
  });

  it('that does not answer is asked nothing more', async () => {
    const { order, rows, requests } = await tried(profileFor('qwen3-vl-plus'), {
      misbehave: [{ error: 'model-not-found' }],
    });
    expect(order).toEqual(['question']);
    expect(rows.question).toMatchObject({ ok: false, fix: expect.stringContaining('--base-url') });
    expect(requests).toHaveLength(1);
  });
});
