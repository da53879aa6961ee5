import { describe, expect, it } from 'vitest';
import { type FrameBox, frameBox, grow, overlaps } from '../../../src/core/geometry.js';
import { covered, loadPicture, type RawPicture } from '../../../src/sight/picture.js';
import { caretsIn } from '../../../src/sight/typed/caret.js';
import { screens } from '../screens.js';

const paper = (): RawPicture => ({
  width: 120,
  height: 40,
  channels: 3,
  data: new Uint8Array(120 * 40 * 3).fill(255),
});

function paint(picture: RawPicture, box: FrameBox, grey = 0): FrameBox {
  for (let y = box.y; y < box.y + box.height; y++)
    for (let x = box.x; x < box.x + box.width; x++)
      picture.data.fill(grey, (y * 120 + x) * 3, (y * 120 + x + 1) * 3);
  return box;
}

/** Letters like “lo”, “g”: a stroke of full height, a body, and a body that goes below the line. */
function write(picture: RawPicture): void {
  paint(picture, frameBox(20, 12, 1, 12));
  paint(picture, frameBox(24, 16, 7, 8));
  paint(picture, frameBox(34, 16, 7, 11));
}

const whole = frameBox(0, 0, 120, 40);

describe('a caret', () => {
  it.each([
    ['one px wide', frameBox(44, 10, 1, 19)],
    ['two px wide, touching the last letter', frameBox(41, 10, 2, 19)],
    ['in front of the letters', frameBox(16, 11, 1, 17)],
  ])('should be found: %s', (_how, bar) => {
    const picture = paper();
    write(picture);
    paint(picture, bar);
    expect(caretsIn(picture, whole)).toEqual([bar]);
    const without = caretsIn(covered(picture, [bar]), whole);
    expect(without).toEqual([]);
  });

  it('should be found beside the border of a field that is higher', () => {
    const picture = paper();
    write(picture);
    paint(picture, frameBox(10, 4, 2, 32));
    const bar = paint(picture, frameBox(44, 10, 1, 19));
    expect(caretsIn(picture, whole)).toContainEqual(bar);
  });

  it('should not be seen in letters, alone or together, or where there are none', () => {
    const picture = paper();
    expect(caretsIn(picture, whole)).toEqual([]);
    paint(picture, frameBox(20, 12, 1, 12));
    paint(picture, frameBox(26, 12, 1, 12));
    expect(caretsIn(picture, whole)).toEqual([]);
    write(picture);
    expect(caretsIn(picture, whole)).toEqual([]);
  });

  it('should not be seen in any letter of real screens', async () => {
    for (const { path, targets } of screens()) {
      const picture = await loadPicture(path);
      for (const { text, box } of targets) {
        const letters = grow(box, -3);
        const carets = caretsIn(picture, grow(box, 6)).filter((caret) => overlaps(caret, letters));
        expect(carets, `${text} in ${path}`).toEqual([]);
      }
    }
  });
});
