import { describe, expect, it } from 'vitest';
import { clip, type FrameBox, frameBox, grow } from '../../../src/core/geometry.js';
import { findPatch } from '../../../src/sight/match/patch.js';
import { resize } from '../../../src/sight/match/resize.js';
import { cropPicture, type RawPicture } from '../../../src/sight/picture.js';
import { alterLabel, repeatable } from '../alter-label.js';
import { boxOf, pictureOf, throughJpeg } from '../screens.js';

const around = (box: FrameBox, picture: RawPicture) => clip(grow(box, 4), picture) ?? box;

describe('finding a patch', () => {
  it('finds equal pixels and says so', async () => {
    const picture = await pictureOf('web-settings-light');
    const box = around(boxOf('web-settings-light', 'Delete account'), picture);
    const result = findPatch(picture, cropPicture(picture, box));
    expect(result).toMatchObject({ found: 'found', exact: true, score: 1, box });
  });

  it.each(['web-settings-light', 'tk-form-light', 'mousepad-menu-dark', 'web-mail-dark-1080p'])(
    'finds the patches of %s after a JPEG round trip, at the same px',
    async (name) => {
      const picture = await pictureOf(name);
      const lossy = await throughJpeg(picture, 75);
      const box = around(boxOf(name, name.startsWith('web-mail') ? 'Compose' : firstButton(name)), picture);
      expect(findPatch(lossy, cropPicture(picture, box))).toMatchObject({
        found: 'found',
        exact: false,
        box,
      });
    },
  );

  it('refuses the same button with one letter exchanged, clean and lossy', async () => {
    const picture = await pictureOf('tk-form-light');
    const random = repeatable(3);
    for (const label of ['Cancel', 'Submit', 'Save as...', 'Invoice number']) {
      const box = boxOf('tk-form-light', label);
      const altered = alterLabel(picture, box, random);
      if (altered === undefined) throw new Error(`${label} cannot be altered`);
      const patch = cropPicture(picture, around(box, picture));
      expect(findPatch(altered, patch), label).toMatchObject({ found: 'absent', box: undefined });
      expect(findPatch(await throughJpeg(altered, 75), patch), label).toMatchObject({ found: 'absent' });
    }
  });

  it('is absent from another screen', async () => {
    const picture = await pictureOf('tk-form-light');
    const patch = cropPicture(picture, around(boxOf('tk-form-light', 'Cancel'), picture));
    expect(findPatch(await pictureOf('web-settings-light'), patch).found).toBe('absent');
  });

  it('is ambiguous where two places are equal, unless one of them is the old place', async () => {
    const picture = await pictureOf('tk-form-light');
    const box = around(boxOf('tk-form-light', 'Cancel'), picture);
    const twice = paste(picture, cropPicture(picture, box), 300, 500);
    const patch = cropPicture(picture, box);
    const result = findPatch(twice, patch);
    expect(result).toMatchObject({ found: 'ambiguous', box: undefined, runnerUp: 1 });
    expect(result.candidates.map((candidate) => candidate.box)).toContainEqual(
      frameBox(300, 500, box.width, box.height),
    );
    expect(findPatch(twice, patch, { near: box }).box).toEqual(box);
    expect(findPatch(twice, patch, { near: frameBox(600, 600, box.width, box.height) }).found).toBe(
      'ambiguous',
    );
    expect(findPatch(await throughJpeg(twice, 80), patch).found).toBe('ambiguous');
  });

  it('looks only inside the area', async () => {
    const picture = await pictureOf('tk-form-light');
    const box = around(boxOf('tk-form-light', 'Cancel'), picture);
    const patch = cropPicture(picture, box);
    expect(findPatch(picture, patch, { area: frameBox(0, 0, 800, 800) }).found).toBe('absent');
    expect(findPatch(picture, patch, { area: box }).box).toEqual(box);
  });

  it('leaves masked and transparent px out', async () => {
    const picture = await pictureOf('tk-form-light');
    const box = around(boxOf('tk-form-light', 'Full name'), picture);
    const wide = frameBox(box.x, box.y, box.width + 200, box.height);
    const patch = cropPicture(picture, wide);
    const changed = paste(picture, solid(150, 12, 30), wide.x + 130, wide.y + 8);
    const mask = new Uint8Array(wide.width * wide.height).map((_, i) => (i % wide.width < box.width ? 1 : 0));
    expect(findPatch(changed, patch).found).toBe('absent');
    expect(findPatch(changed, patch, { mask }).box).toEqual(wide);
    expect(findPatch(await throughJpeg(changed, 80), patch, { mask }).box).toEqual(wide);
    expect(findPatch(changed, transparent(patch, mask)).box).toEqual(wide);
  });

  it('refuses a patch that shows nothing', async () => {
    const picture = await pictureOf('tk-form-light');
    const result = findPatch(picture, cropPicture(picture, frameBox(600, 500, 80, 40)));
    expect(result).toMatchObject({ found: 'absent', reason: expect.stringContaining('too plain') });
  });

  it('refuses another colour of the same brightness', async () => {
    const picture = await pictureOf('web-settings-light');
    const box = around(boxOf('web-settings-light', 'Delete account'), picture);
    const patch = cropPicture(picture, box);
    const swapped = { ...picture, data: new Uint8Array(picture.data) };
    for (let i = 0; i < swapped.data.length; i += 3) swapped.data.copyWithin(i + 2, i, i + 1);
    for (let i = 0; i < swapped.data.length; i += 3) swapped.data[i] = picture.data[i + 2] ?? 0;
    expect(findPatch(swapped, patch).found).toBe('absent');
  });

  it('finds a patch on a display of another scale when the ratio is known', async () => {
    const picture = await pictureOf('tk-form-light');
    const box = frameBox(20, 50, 420, 190);
    const larger = resize(picture, 1.25);
    const result = findPatch(larger, cropPicture(picture, box), { scaleRatio: 1.25 });
    expect(result.found).toBe('found');
    expect(Math.abs((result.box?.x ?? 0) - 25)).toBeLessThanOrEqual(1);
    expect(Math.abs((result.box?.y ?? 0) - 62.5)).toBeLessThanOrEqual(1);
  });

  it('is absent when it is larger than what it is looked for in', async () => {
    const picture = await pictureOf('tk-form-light');
    expect(findPatch(cropPicture(picture, frameBox(0, 0, 50, 50)), picture).found).toBe('absent');
  });
});

function firstButton(name: string): string {
  return { 'web-settings-light': 'Save changes', 'tk-form-light': 'Apply' }[name] ?? 'Search';
}

function paste(picture: RawPicture, piece: RawPicture, x: number, y: number): RawPicture {
  const data = new Uint8Array(picture.data);
  for (let row = 0; row < piece.height; row++)
    data.set(
      piece.data.subarray(row * piece.width * 3, (row + 1) * piece.width * 3),
      ((y + row) * picture.width + x) * 3,
    );
  return { ...picture, data };
}

function solid(width: number, height: number, shade: number): RawPicture {
  return { width, height, channels: 3, data: new Uint8Array(width * height * 3).fill(shade) };
}

function transparent(patch: RawPicture, mask: Uint8Array): RawPicture {
  const data = new Uint8Array(mask.length * 4);
  for (let i = 0; i < mask.length; i++) {
    data.set(patch.data.subarray(i * 3, i * 3 + 3), i * 4);
    data[i * 4 + 3] = (mask[i] ?? 0) * 255;
  }
  return { ...patch, channels: 4, data };
}
