import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Picture } from '../../src/core/chat.js';
import type { Located } from '../../src/core/target.js';
import { askModelToPoint, openClient, profileFor } from '../../src/model/index.js';
import { type Brain, startEmulator } from '../support/emulator/index.js';
import { findMarker } from '../support/emulator/marker-brain.js';
import { never, Screens, skippingClock, viewOf } from './support.js';

const marker = { x: 1500, y: 1200 };
let screens: Screens;
let picture: Picture;
beforeAll(async () => {
  screens = await Screens.open();
  picture = await screens.picture({ width: 2560, height: 1440 }, marker, 20);
});
afterAll(() => screens.close());

/** Points at the marker with a box around it, shifted by some thousandths from the second look on. */
function pointing(shift: number): Brain {
  let looks = 0;
  return (question) => {
    const pixels = question.pictures.at(-1)?.pixels;
    const at = pixels && findMarker(pixels, [255, 0, 255]);
    looks += 1;
    if (at === undefined) return { content: '{"found": "absent"}', calls: [] };
    const [x, y] = question.write(at);
    const off = looks > 1 ? shift : 0;
    return { content: `{"bbox_2d": [${x - 4 + off}, ${y - 6}, ${x + 4 + off}, ${y + 6}]}`, calls: [] };
  };
}

async function pointAt(brain: Brain, model = 'qwen3-vl-plus'): Promise<{ located: Located; asked: number }> {
  const emulator = await startEmulator({ brain });
  const client = openClient({
    profile: profileFor(model),
    baseUrl: emulator.url,
    key: emulator.key,
    clock: skippingClock(),
  });
  const located = await askModelToPoint(client)(viewOf(picture), 'the magenta square', never);
  await emulator.close();
  return { located, asked: emulator.requests.length };
}

describe('the second look', () => {
  it.each(['qwen3-vl-plus', 'qwen2.5-vl-72b-instruct'])(
    '%s: two looks agree, and the closer one counts',
    async (model) => {
      const { located, asked } = await pointAt(pointing(0), model);
      expect(asked).toBe(2);
      if (located.found !== 'found') throw new Error(located.reason);
      const { point, score, rung } = located.sighting;
      expect(Math.hypot(point.x - marker.x, point.y - marker.y)).toBeLessThan(4);
      expect(rung).toBe('model');
      expect(score).toBeGreaterThan(0.9);
    },
  );

  it('is also for large things on a small screen when a click on them would be risky', async () => {
    const small = await screens.picture({ width: 1280, height: 800 }, { x: 400, y: 300 }, 60);
    const asked = async (description: string): Promise<number> => {
      const brain: Brain = (question) => {
        const pixels = question.pictures.at(-1)?.pixels;
        const at = pixels && findMarker(pixels, [255, 0, 255]);
        const [x, y] = question.write(at ?? { x: 0, y: 0 });
        return { content: `{"bbox_2d": [${x - 20}, ${y - 30}, ${x + 20}, ${y + 30}]}`, calls: [] };
      };
      const emulator = await startEmulator({ brain });
      const { url: baseUrl, key } = emulator;
      const client = openClient({
        profile: profileFor('qwen3-vl-plus'),
        baseUrl,
        key,
        clock: skippingClock(),
      });
      const risky = (words: string): boolean => words.includes('Delete');
      const located = await askModelToPoint(client, { risky })(viewOf(small), description, never);
      await emulator.close();
      expect(located.found).toBe('found');
      return emulator.requests.length;
    };
    expect(await asked('the magenta square')).toBe(1);
    expect(await asked('the magenta Delete square')).toBe(2);
  });

  it('says ambiguous when two looks disagree', async () => {
    const { located } = await pointAt(pointing(200));
    expect(located.found).toBe('ambiguous');
  });

  it.each(['{"found": "absent"}', '[]'])('says absent when the model says so: %s', async (content) => {
    expect((await pointAt(() => ({ content, calls: [] }))).located.found).toBe('absent');
  });

  it.each(['top right', '{"bbox_2d": [10, 10, 4000, 20]}', '{"bbox_2d": [10,', '{"found": "maybe"}'])(
    'concludes nothing from an answer that cannot be used: %s',
    async (content) => {
      const { located } = await pointAt(() => ({ content, calls: [] }));
      expect(located).toMatchObject({
        found: 'ambiguous',
        candidates: [],
        reason: expect.stringContaining('cannot be used'),
      });
    },
  );
});
