import { describe, expect, it } from 'vitest';
import { type FrameBox, frameBox, framePoint, screenBox } from '../../../src/core/geometry.js';
import type { RawPicture } from '../../../src/sight/picture.js';
import { controlAround, panelAround } from '../../../src/sight/place/control.js';
import { fieldOf } from '../../../src/sight/place/field.js';
import { readPoint } from '../../../src/sight/place/point.js';
import { gapBetween, inDirection, inReadingOrder, nearestTo } from '../../../src/sight/place/relations.js';
import { showsAt } from '../../../src/sight/place/windows.js';
import { boxOf, pictureOf, viewOf } from '../screens.js';

const box = (x: number, y: number, width = 40, height = 16) => ({ box: frameBox(x, y, width, height) });

describe('relations', () => {
  const anchor = frameBox(100, 100, 80, 16);
  const [left, right, under, farUnder, over] = [
    box(20, 100),
    box(300, 102),
    box(110, 140),
    box(400, 200),
    box(100, 60),
  ];
  const all = [left, right, under, farUnder, over];

  it.each([
    ['right-of', [right]],
    ['left-of', [left]],
    ['below', [under]],
    ['above', [over]],
  ] as const)('%s keeps what is in line with the anchor', (direction, expected) => {
    expect(inDirection(all, anchor, direction)).toEqual(expected);
  });

  it('takes what is out of line when nothing is in line', () => {
    expect(inDirection([farUnder, over], anchor, 'below')).toEqual([farUnder]);
    expect(inDirection([over], anchor, 'below')).toEqual([]);
  });

  it('finds the nearest, and both of two that are about as near', () => {
    expect(nearestTo([under, farUnder], anchor)).toEqual([under]);
    const twin = box(110, 60);
    expect(nearestTo([under, twin, farUnder], anchor)).toEqual([under, twin]);
    expect(gapBetween(anchor, under.box)).toBe(24);
  });

  it('reads by rows', () => {
    const rows = [box(200, 52), box(20, 100), box(20, 50), box(110, 48)];
    expect(inReadingOrder(rows).map(({ box: { x, y } }) => [x, y])).toEqual([
      [20, 50],
      [110, 48],
      [200, 52],
      [20, 100],
    ]);
  });
});

describe('points', () => {
  const area = frameBox(100, 50, 201, 101);

  it.each([
    ['50%,90%', [200, 140]],
    ['100%, 100%', [300, 150]],
    ['10,20', [110, 70]],
    ['10px, 50%', [110, 100]],
  ] as const)('%s of the window', (written, [x, y]) => {
    expect(readPoint(written, area)).toEqual(framePoint(x, y));
  });

  it('takes frame px as they are', () => {
    expect(readPoint(framePoint(3, 4), area)).toEqual(framePoint(3, 4));
  });

  it.each(['middle', '50%', '1,2,3', ',', '1..2,3'])('refuses %s', (written) => {
    expect(() => readPoint(written, area)).toThrow('is no point');
  });
});

describe('windows', () => {
  it('sees the window below only where nothing covers it', () => {
    const facts = (id: string, x: number) => ({
      id,
      title: id,
      class: id,
      box: screenBox(x, 0, 100, 100),
      active: false,
    });
    const [top, below] = [facts('top', 50), facts('below', 0)];
    const { frame } = viewOf('', { width: 200, height: 100 }, [top, below]);
    expect(showsAt(frame, framePoint(20, 20), [below])).toBe(true);
    expect(showsAt(frame, framePoint(80, 20), [below])).toBe(false);
    expect(showsAt(frame, framePoint(180, 20), [below])).toBe(false);
  });
});

describe('controls', () => {
  it.each([
    ['tk-form-light', 'Cancel'],
    ['tk-form-light', 'Save as...'],
    ['tk-form-light', 'General'],
    ['tk-form-dark-de', 'Abbrechen'],
    ['web-settings-light', 'Save changes'],
    ['web-settings-light', 'Reset'],
    ['web-settings-light', 'Delete account'],
    ['zenity-form', 'Create account'],
    ['web-mail-dark-1080p', 'Compose'],
    ['calculator-light', '7'],
    ['calculator-dark-2x', 'AC'],
  ])('%s: the button %s is found around its letters', async (name, label) => {
    const button = boxOf(name, label);
    const height = Math.min(18, button.height * 0.6);
    const width = Math.min(button.width - 8, label.length * 8);
    const text = frameBox(
      Math.round(button.x + (button.width - width) / 2),
      Math.round(button.y + (button.height - height) / 2),
      width,
      height,
    );
    const control = controlAround(await pictureOf(name), text);
    expect(control, 'no border was seen').toBeDefined();
    for (const side of ['x', 'y', 'width', 'height'] as const)
      expect(Math.abs((control?.[side] ?? 0) - button[side]), side).toBeLessThanOrEqual(4);
  });

  it.each([
    ['web-settings-light', 'Terms of service'],
    ['web-settings-light', 'Account settings'],
    ['tk-form-light', 'Full name'],
    ['zenity-form', 'Surname'],
  ])('%s: %s stands in no control', async (name, label) => {
    expect(controlAround(await pictureOf(name), boxOf(name, label))).toBeUndefined();
  });

  it('is the whole of a selected row', async () => {
    const label = boxOf('web-settings-light', 'Security');
    const control = controlAround(await pictureOf('web-settings-light'), label);
    expect(control).toMatchObject({ x: 15, width: 180 });
  });
});

/** A picture in words: panels with a border, strokes that look like letters, and icons. */
function drawn(things: readonly { panel?: FrameBox; word?: FrameBox; icon?: FrameBox }[]): RawPicture {
  const [width, height] = [400, 200];
  const data = new Uint8Array(width * height * 3).fill(200);
  const fill = ({ x, y, width: w, height: h }: FrameBox, shade: number): void => {
    for (let row = y; row < y + h; row++) data.fill(shade, (row * width + x) * 3, (row * width + x + w) * 3);
  };
  for (const { panel, word, icon } of things) {
    if (panel) {
      fill(panel, 90);
      fill(frameBox(panel.x + 1, panel.y + 1, panel.width - 2, panel.height - 2), 240);
    }
    if (icon) fill(icon, 60);
    if (word)
      for (let x = word.x; x < word.x + word.width; x += 5)
        fill(frameBox(x, word.y + 3, 2, word.height - 6), 20);
  }
  return { width, height, channels: 3, data };
}

describe('what is no control of a label', () => {
  const first = frameBox(30, 30, 60, 18);
  const second = frameBox(30, 52, 60, 18);
  const third = frameBox(30, 74, 60, 18);

  it.each([
    ['a menu of two rows', [{ panel: frameBox(20, 25, 100, 50) }, { word: first }, { word: second }]],
    [
      'a menu of three rows',
      [{ panel: frameBox(20, 25, 100, 70) }, { word: first }, { word: second }, { word: third }],
    ],
    [
      'a tool bar',
      [{ panel: frameBox(20, 25, 300, 30) }, { word: first }, { word: frameBox(120, 30, 50, 18) }],
    ],
    [
      'a run of words',
      [{ panel: frameBox(20, 25, 200, 30) }, { word: first }, { word: frameBox(96, 30, 50, 18) }],
    ],
  ])('%s', (_what, things) => {
    expect(controlAround(drawn(things), first)).toBeUndefined();
  });

  it.each([
    ['a button', [{ panel: frameBox(20, 25, 100, 30) }, { word: first }]],
    [
      'a button with an icon',
      [{ panel: frameBox(8, 25, 120, 30) }, { icon: frameBox(12, 32, 14, 14) }, { word: first }],
    ],
    [
      'an icon above its name',
      [
        { panel: frameBox(20, 4, 80, 50) },
        { icon: frameBox(46, 6, 26, 26) },
        { word: frameBox(30, 34, 60, 14) },
      ],
    ],
  ])('but %s is', (_what, things) => {
    const word = things.flatMap((thing) => ('word' in thing ? [thing.word] : []))[0] ?? first;
    expect(controlAround(drawn(things), word)).toEqual(things[0]?.panel);
  });
});

describe('a panel', () => {
  it('is there whatever else stands in it: all of it may hide a secret', () => {
    const panel = frameBox(20, 25, 200, 30);
    const words = [{ word: frameBox(30, 30, 60, 18) }, { word: frameBox(130, 30, 50, 18) }];
    expect(panelAround(drawn([{ panel }, ...words]), frameBox(30, 30, 60, 18))).toEqual(panel);
  });
});

describe('fields', () => {
  it.each([
    ['tk-form-light', 'Full name', frameBox(147, 60, 278, 23)],
    ['tk-form-light', 'Project folder', frameBox(147, 205, 278, 23)],
    ['web-settings-light', 'Language', frameBox(246, 117, 270, 26)],
    ['web-settings-light', 'Webhook URL', frameBox(246, 341, 270, 26)],
    ['zenity-form', 'First name', frameBox(612, 336, 168, 34)],
    ['zenity-form', 'Telephone', frameBox(612, 456, 168, 34)],
  ])('%s: the field of %s', async (name, label, expected) => {
    const field = fieldOf(boxOf(name, label), await pictureOf(name));
    for (const side of ['x', 'y', 'width', 'height'] as const)
      expect(Math.abs((field?.[side] ?? 0) - expected[side]), side).toBeLessThanOrEqual(4);
  });

  it('is the control itself when the label is the hint inside it', async () => {
    const picture = await pictureOf('tk-form-light');
    const field = fieldOf(frameBox(150, 64, 122, 15), picture);
    expect(Math.abs((field?.width ?? 0) - 278)).toBeLessThanOrEqual(4);
  });

  it('is the entry within a frame, wherever in the frame it stands, and not the text in an entry', () => {
    const label = frameBox(20, 20, 60, 16);
    const frame = frameBox(20, 42, 300, 60);
    for (const y of [48, 60, 74]) {
      const entry = frameBox(26, y, 200, 20);
      expect(fieldOf(label, outlined([frame, entry]))).toEqual(frameBox(27, y + 1, 198, 18));
    }
    const letters = [frameBox(26, 50, 6, 10), frameBox(34, 50, 7, 10)];
    expect(fieldOf(label, outlined([frameBox(20, 42, 200, 26), ...letters]))).toEqual(
      frameBox(21, 43, 198, 24),
    );
  });

  it('is nothing where there is no entry', async () => {
    const picture = await pictureOf('web-settings-light');
    expect(fieldOf(boxOf('web-settings-light', 'Terms of service'), picture)).toBeUndefined();
    expect(fieldOf(boxOf('web-settings-light', 'Dashboard'), picture)).toBeUndefined();
  });
});

/** White paper with the outlines of boxes, one px wide. */
function outlined(boxes: readonly FrameBox[]): RawPicture {
  const [width, height] = [360, 130];
  const data = new Uint8Array(3 * width * height).fill(255);
  for (const box of boxes)
    for (let y = box.y; y < box.y + box.height; y++)
      for (let x = box.x; x < box.x + box.width; x++) {
        const border = [x - box.x, y - box.y, box.x + box.width - 1 - x, box.y + box.height - 1 - y].includes(
          0,
        );
        if (border) data.fill(118, 3 * (y * width + x), 3 * (y * width + x) + 3);
      }
  return { width, height, channels: 3, data };
}
