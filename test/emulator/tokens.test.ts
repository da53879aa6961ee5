import { expect, test } from 'vitest';
import { resizeRule, servedModel } from '../support/emulator/families.js';
import { pictureTokens, roundHalfEven, seenSize } from '../support/emulator/resize.js';

function seen(model: string, width: number, height: number, highResolution = false) {
  const family = servedModel(model, undefined);
  if (family === undefined) throw new Error(`${model} is not served`);
  const size = seenSize({ width, height }, resizeRule(family, { highResolution }));
  return { size: `${size.width}x${size.height}`, tokens: pictureTokens(size, family.factor) };
}

test('tokens of pictures are those that real answers have reported', () => {
  expect(seen('gui-plus', 3008, 1758)).toEqual({ size: '1288x756', tokens: 1244 });
  expect(seen('gui-plus', 3008, 1758, true)).toEqual({ size: '2996x1764', tokens: 6743 });
  expect(seen('qwen3.5-plus', 1216, 2688).tokens).toBe(2552);
  expect(seen('qwen3.7-plus', 41 * 32, 61 * 32).tokens).toBe(2503);
});

test.each([
  ['qwen2.5-vl-72b-instruct', 1280, 720, '1288x728', 1198],
  ['qwen2.5-vl-72b-instruct', 1920, 1080, '1316x728', 1224],
  ['qwen3-vl-plus', 1280, 720, '1280x704', 882],
  ['qwen3-vl-plus', 1920, 1080, '1920x1088', 2042],
  ['qwen3-vl-plus', 2560, 1440, '2144x1184', 2481],
  ['qwen3-vl-plus', 3840, 2160, '2144x1184', 2481],
])('%s sees %ix%i as %s', (model, width, height, size, tokens) => {
  expect(seen(model, width, height)).toEqual({ size, tokens });
});

test('ties are rounded to the even neighbour', () => {
  expect([22.5, 23.5, 0.5, 1.5, 2.4, 2.6].map(roundHalfEven)).toEqual([22, 24, 0, 2, 2, 3]);
});
