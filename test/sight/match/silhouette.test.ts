import { describe, expect, it } from 'vitest';
import { findPatch } from '../../../src/sight/match/patch.js';
import type { RawPicture } from '../../../src/sight/picture.js';

const size = 24;
const isDisc = (x: number, y: number): boolean => Math.hypot(x - 11.5, y - 11.5) < 9;
const isCross = (x: number, y: number): boolean =>
  (Math.abs(x - 11.5) < 3 && y > 2 && y < 21) || (Math.abs(y - 11.5) < 3 && x > 2 && x < 21);

/** An icon in one colour on nothing. */
function icon(is: (x: number, y: number) => boolean): RawPicture {
  const data = new Uint8Array(size * size * 4);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) data.set([20, 20, 20, is(x, y) ? 255 : 0], (y * size + x) * 4);
  return { width: size, height: size, channels: 4, data };
}

/** A screen with shapes on buttons of their own colours. */
function screenWith(
  shapes: readonly { at: readonly [number, number]; is: (x: number, y: number) => boolean; on: number }[],
): RawPicture {
  const [width, height] = [200, 120];
  const data = new Uint8Array(width * height * 3).fill(235);
  for (const { at, is, on } of shapes)
    for (let y = -8; y < size + 8; y++)
      for (let x = -8; x < size + 8; x++) {
        const shade = is(x, y) ? [20, 20, 20] : [on, on - 30, 120];
        data.set(shade, ((at[1] + y) * width + at[0] + x) * 3);
      }
  return { width, height, channels: 3, data };
}

describe('an icon of one colour on a transparent background', () => {
  const screen = screenWith([
    { at: [20, 30], is: isDisc, on: 200 },
    { at: [120, 60], is: isCross, on: 230 },
  ]);

  it.each([
    ['disc', isDisc, 20, 30],
    ['cross', isCross, 120, 60],
  ] as const)('the %s is found by its outline, whatever lies behind', (_name, is, x, y) => {
    const { found, box } = findPatch(screen, icon(is));
    expect(found).toBe('found');
    expect([box?.x, box?.y]).toEqual([x, y]);
  });

  it('is not found where only its colour is', () => {
    const full = screenWith([{ at: [20, 30], is: () => true, on: 200 }]);
    expect(findPatch(full, icon(isDisc))).toMatchObject({
      found: 'absent',
      reason: 'nothing of its colour has its outline',
    });
  });

  it('is ambiguous where it stands twice', () => {
    const twice = screenWith([
      { at: [20, 30], is: isDisc, on: 200 },
      { at: [120, 60], is: isDisc, on: 230 },
    ]);
    expect(findPatch(twice, icon(isDisc)).found).toBe('ambiguous');
  });

  it('says nothing without transparency', () => {
    const { width, height } = icon(isDisc);
    const plain: RawPicture = {
      width,
      height,
      channels: 3,
      data: new Uint8Array(width * height * 3).fill(20),
    };
    expect(findPatch(screen, plain).reason).toContain('too plain');
  });
});
