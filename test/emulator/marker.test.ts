import { expect, test } from 'vitest';
import { markerBrain, type RecordedRequest } from '../support/emulator/index.js';
import type { Answered } from './rig.js';
import { emulator, pictureUri, post, request } from './rig.js';

/** The point of the call, from wherever the family leaves it. */
function pointOf({ body }: Answered): readonly [number, number] {
  const message = body.choices?.[0]?.message;
  const text = message?.tool_calls?.[0]?.function.arguments ?? message?.content ?? '';
  const match = /"?coordinate"?[>:]\s*\[(\d+),\s*(\d+)\]/u.exec(text);
  if (match === null) throw new Error(`there is no point in ${text}`);
  return [Number(match[1]), Number(match[2])];
}

const relative = (width: number, height: number) => ({ width: 1000 / width, height: 1000 / height });

test.each([
  ['qwen3-vl-plus', relative],
  ['qwen3.7-plus', relative],
  ['Qwen/Qwen3.5-27B', relative],
  ['GUI-Owl-1.5-8B-Instruct', relative],
  // Absolute families answer in px of the picture that the server made of ours.
  ['gui-plus', () => ({ width: 1288 / 1280, height: 728 / 720 })],
  ['qwen2.5-vl-7b-instruct', () => ({ width: 1288 / 1280, height: 728 / 720 })],
] as const)('%s points at the marker in its own space', async (model, scaleOf) => {
  const server = await emulator();
  const scale = scaleOf(1280, 720);
  for (const [x, y] of [
    [100, 80],
    [640, 360],
    [1201, 667],
  ] as const) {
    const uri = await pictureUri(1280, 720, { x, y, side: 20 });
    const answer = await post(server, { ...request(uri), model });
    expect(answer.status).toBe(200);
    const [px, py] = pointOf(answer);
    expect(Math.abs(px - x * scale.width), `x of ${px},${py}`).toBeLessThan(1.5);
    expect(Math.abs(py - y * scale.height), `y of ${px},${py}`).toBeLessThan(1.5);
  }
});

test.each([
  [640, 480],
  [1366, 768],
  [3840, 2160],
  [3840, 1080],
])('the marker is found at %ix%i, JPEG too', async (width, height) => {
  const server = await emulator();
  const at = { x: Math.round(width * 0.71), y: Math.round(height * 0.33), side: 24 };
  for (const type of ['png', 'jpeg'] as const) {
    const [x, y] = pointOf(await post(server, request(await pictureUri(width, height, at, type))));
    expect(Math.abs((x / 1000) * width - at.x)).toBeLessThan(Math.max(4, width * 0.001));
    expect(Math.abs((y / 1000) * height - at.y)).toBeLessThan(4);
  }
});

test('it is told nothing but the pixels: another picture, another answer', async () => {
  const server = await emulator();
  const first = pointOf(
    await post(server, request(await pictureUri(1280, 720, { x: 200, y: 200, side: 16 }))),
  );
  const second = pointOf(
    await post(server, request(await pictureUri(1280, 720, { x: 900, y: 500, side: 16 }))),
  );
  expect(first).not.toEqual(second);
  const none = await post(server, request(await pictureUri(1280, 720)));
  expect(none.body.choices?.[0]?.message.tool_calls?.[0]?.function.arguments).toContain('failure');
});

test('usage tells the tokens of the pictures and what a prefix cache can serve', async () => {
  const server = await emulator();
  const uri = await pictureUri(1920, 1080, { x: 200, y: 200, side: 16 });
  const first = await post(server, request(uri));
  const second = await post(server, request(uri));
  expect(first.body.usage?.prompt_tokens_details).toMatchObject({ image_tokens: 2042, cached_tokens: 0 });
  expect(second.body.usage?.prompt_tokens_details.cached_tokens).toBeGreaterThan(1900);
});

test('noise makes it miss by so many px of what it sees, and the request is told as it comes', async () => {
  const told: RecordedRequest[] = [];
  const server = await emulator({
    brain: markerBrain([255, 0, 255]),
    noise: 40,
    onRequest: (each) => told.push(each),
  });
  const body = request(await pictureUri(1280, 720, { x: 640, y: 360, side: 20 }));
  const points = [];
  for (let i = 0; i < 6; i += 1) points.push(pointOf(await post(server, body)));
  const misses = points.map(([x, y]) => [
    Math.abs((x / 1000) * 1280 - 640),
    Math.abs((y / 1000) * 720 - 360),
  ]);
  expect(misses.flat().every((miss) => miss < 43)).toBe(true);
  expect(misses.flat().some((miss) => miss > 8)).toBe(true);
  expect(told.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
});
