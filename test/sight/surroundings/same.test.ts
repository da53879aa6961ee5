import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { frameBox, framePoint } from '../../../src/core/geometry.js';
import { cropPicture, decodePicture, type RawPicture } from '../../../src/sight/picture.js';
import { cropAround } from '../../../src/sight/surroundings/crops.js';
import { sameSurroundings } from '../../../src/sight/surroundings/same.js';
import { alterLabel, repeatable } from '../alter-label.js';
import { boxOf, pictureOf, throughJpeg } from '../screens.js';

/** A form with an entry and a button, drawn with real letters. */
function form(
  options: { caret?: number; button?: string; fill?: string; ink?: string; entry?: string } = {},
): Promise<RawPicture> {
  const { caret, button = 'Delete', fill = '#e0e0e0', ink = '#202020', entry = 'ill will' } = options;
  const bar = caret === undefined ? '' : `<rect x="${caret}" y="10" width="1" height="18" fill="#000"/>`;
  return decodePicture(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="240" height="96" font-family="DejaVu Sans" font-size="13">
      <rect width="240" height="96" fill="#f4f4f4"/>
      <rect x="10" y="6" width="200" height="26" fill="#fff" stroke="#999"/><text x="15" y="24">${entry}</text>${bar}
      <rect x="60" y="50" width="90" height="28" fill="${fill}" stroke="#888"/>
      <text x="80" y="69" fill="${ink}">${button}</text></svg>`),
  );
}

describe('comparing surroundings', () => {
  it('takes equal pixels as the same', async () => {
    expect(sameSurroundings(await form(), await form())).toMatchObject({
      same: true,
      score: 1,
      reason: 'equal pixels',
    });
  });

  it('lets a caret blink', async () => {
    const result = sameSurroundings(await form(), await form({ caret: 66 }));
    expect(result).toMatchObject({ same: true, worst: frameBox(66, 10, 1, 18) });
    expect(sameSurroundings(await form({ caret: 66 }), await form())).toMatchObject({ same: true });
  });

  it('does not take a letter for a caret', async () => {
    expect(sameSurroundings(await form({ entry: 'Phase I' }), await form({ entry: 'Phase II' })).same).toBe(
      false,
    );
    expect(sameSurroundings(await form({ button: 'l' }), await form({ button: 'll' })).same).toBe(false);
  });

  it('lets the pointer tint a control', async () => {
    const result = sameSurroundings(await form(), await form({ fill: '#ececec' }));
    expect(result).toMatchObject({ same: true });
  });

  it('does not let a control become another colour', async () => {
    expect(sameSurroundings(await form(), await form({ fill: '#e05050' })).same).toBe(false);
  });

  it.each(['Rename', 'Deleted', 'Delete…', 'Detete', 'Undo'])(
    'knows %s from Delete, tinted or not',
    async (button) => {
      const before = await form();
      expect(sameSurroundings(before, await form({ button })).same).toBe(false);
      expect(sameSurroundings(before, await form({ button, fill: '#ececec' })).same).toBe(false);
    },
  );

  it('points at what differs', async () => {
    const { same, worst } = sameSurroundings(await form(), await form({ button: 'Rename' }));
    expect(same).toBe(false);
    expect(worst.y).toBeGreaterThanOrEqual(50);
    expect(worst.y + worst.height).toBeLessThanOrEqual(80);
  });

  it('knows a full stop from a comma', async () => {
    expect(sameSurroundings(await form({ entry: '1,000' }), await form({ entry: '1.000' })).same).toBe(false);
  });

  it('knows one exchanged letter on real screens, clean and lossy', async () => {
    const random = repeatable(11);
    for (const [name, label] of [
      ['tk-form-light', 'Submit'],
      ['web-settings-light', 'Delete account'],
      ['zenity-form', 'Create account'],
    ] as const) {
      const picture = await pictureOf(name);
      const box = boxOf(name, label);
      const altered = alterLabel(picture, box, random);
      if (altered === undefined) throw new Error(`${label} cannot be altered`);
      for (const crop of Object.values(cropAround(box, picture))) {
        const before = cropPicture(picture, crop);
        expect(sameSurroundings(before, cropPicture(altered, crop)).same, name).toBe(false);
        expect(sameSurroundings(before, await throughJpeg(cropPicture(altered, crop), 75)).same, name).toBe(
          false,
        );
        expect(sameSurroundings(before, await throughJpeg(before, 75)).same, name).toBe(true);
      }
    }
  });

  it('says when the size differs', async () => {
    const picture = await form();
    const smaller = cropPicture(picture, frameBox(0, 0, 100, 50));
    expect(sameSurroundings(picture, smaller)).toMatchObject({ same: false, reason: 'the size differs' });
  });

  it('compares gray and transparent pictures with others', async () => {
    const picture = await form();
    const png = await sharp(picture.data, { raw: { width: 240, height: 96, channels: 3 } })
      .ensureAlpha(0.5)
      .png()
      .toBuffer();
    expect((await decodePicture(png)).channels).toBe(4);
    expect(sameSurroundings(picture, await decodePicture(png)).same).toBe(true);
  });
});

describe('the crops of an act', () => {
  const frame = { width: 1280, height: 800 };

  it('puts a control with a margin in the tight one and its context in the wide one', () => {
    const { tight, wide } = cropAround(frameBox(600, 400, 80, 28), frame);
    expect(tight).toEqual(frameBox(594, 394, 92, 40));
    expect(wide).toEqual(frameBox(520, 366, 240, 96));
  });

  it('stays on the frame', () => {
    const { tight, wide } = cropAround(framePoint(2, 799), frame);
    expect(tight).toMatchObject({ x: 0, y: 780, height: 20 });
    expect(wide.x + wide.y + wide.height).toBe(800);
  });

  it('is never smaller around than the control itself', () => {
    const { wide } = cropAround(frameBox(100, 100, 500, 200), frame);
    expect(wide).toMatchObject({ width: 512, height: 212 });
  });
});
