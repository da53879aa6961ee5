import { describe, expect, it } from 'vitest';
import { frameBox, screenBox, screenPoint } from '../../../src/core/geometry.js';
import type { Look, Screen } from '../../../src/ports.js';
import { cropPicture, decodePicture, encodePicture, type RawPicture } from '../../../src/sight/picture.js';
import type { Reading } from '../../../src/sight/reading.js';
import { shielded } from '../../../src/sight/shield/shield.js';
import type { TextLine } from '../../../src/sight/text/text-line.js';
import { fakePorts } from '../../support/fakes.js';

const { signal } = new AbortController();
const size = { width: 400, height: 200 };
const field = frameBox(100, 80, 200, 24);
const word = frameBox(120, 86, 60, 12);
const secrets = { names: ['password'], reveal: () => 'hunter2' };
const options = { button: 'left', count: 1, modifiers: [] } as const;

/** White with a grey-bordered field at `at`, and grey letters in it where told. */
async function page(at: { x: number; y: number } | undefined, letters = false): Promise<Uint8Array> {
  const data = new Uint8Array(size.width * size.height * 3).fill(255);
  const paint = (x: number, y: number) =>
    data.fill(90, (y * size.width + x) * 3, (y * size.width + x) * 3 + 3);
  for (let x = 0; at && x < field.width; x += 1) {
    paint(at.x + x, at.y);
    paint(at.x + x, at.y + field.height - 1);
  }
  for (let y = 0; at && y < field.height; y += 1) {
    paint(at.x, at.y + y);
    paint(at.x + field.width - 1, at.y + y);
  }
  for (let x = word.x; letters && x < word.x + word.width; x += 3) {
    for (let y = word.y; y < word.y + word.height; y += 1) paint(x, y);
  }
  return encodePicture({ ...size, channels: 3, data });
}

interface Scene {
  readonly png: Uint8Array;
  readonly window?: { readonly x: number; readonly y: number };
}

/** A shield over a screen that shows one scene after the other. */
function world(scenes: readonly Scene[], reading?: Reading) {
  let at = -1;
  const { ports, log } = fakePorts({ pilot: () => ({ kind: 'look', reason: '', withinMs: 0 }) });
  const screen: Screen = {
    ...ports.screen,
    look: async (patience, stop) => {
      at += 1;
      const { png, window } = scenes[at] ?? { png: new Uint8Array() };
      const seen: Look = await ports.screen.look(patience, stop);
      const windows = window
        ? [
            {
              id: 'form',
              title: 'Form',
              class: 'F',
              active: true,
              box: screenBox(window.x, window.y, 400, 200),
            },
          ]
        : [];
      return { ...seen, key: at, size, png, windows };
    },
    crop: async (key, box) =>
      encodePicture(cropPicture(await decodePicture(scenes[key]?.png ?? new Uint8Array()), box)),
  };
  const made = shielded({ screen, hand: ports.hand, secrets }, { password: 'hunter2' }, reading);
  return { ...made, log, look: () => made.screen.look('none', signal) };
}

function readsAs(text: string): Reading {
  const line: TextLine = { text, box: word, score: 0.9, words: [{ text, box: word, score: 0.9 }] };
  return { read: async () => [line], find: async () => [line] };
}

function isBlack(picture: RawPicture, x: number, y: number): boolean {
  const at = (y * picture.width + x) * picture.channels;
  return picture.data[at] === 0 && picture.data[at + 1] === 0 && picture.data[at + 2] === 0;
}

const middleOf = (box: { x: number; y: number; width: number; height: number }) =>
  screenPoint(box.x + box.width / 2, box.y + box.height / 2);

describe('a shield', () => {
  it('should black out a secret that can be read, in the frame and in what is cut from it', async () => {
    const { screen, look } = world([{ png: await page(field, true) }], readsAs('hunter2'));
    const seen = await look();
    expect(seen.masks).toEqual([{ secret: 'password', box: frameBox(117, 83, 66, 18) }]);
    expect(isBlack(await decodePicture(seen.png), 121, 90)).toBe(true);
    const crop = await decodePicture(await screen.crop(seen.key, frameBox(110, 80, 40, 20), signal));
    expect(isBlack(crop, 11, 10)).toBe(true);
    expect(isBlack(crop, 2, 10)).toBe(false);
  });

  it('should hand over a frame without a secret byte by byte', async () => {
    const png = await page(field, true);
    const seen = await world([{ png }], readsAs('Customer')).look();
    expect(seen.png).toBe(png);
    expect(seen.masks).toBeUndefined();
  });

  it('should not begin when the frame cannot be read: a clear picture never gets through', async () => {
    const broken: Reading = {
      read: () => Promise.reject(new Error('the text reader ended')),
      find: () => Promise.reject(new Error('the text reader ended')),
    };
    await expect(world([{ png: await page(field) }], broken).look()).rejects.toThrow('the text reader ended');
  });

  it('should black out the field that a secret is typed into, wherever its window goes, until it is gone', async () => {
    const moved = { x: field.x + 10, y: field.y + 20 };
    const {
      hand,
      secrets: used,
      look,
    } = world([
      { png: await page(field), window: { x: 0, y: 0 } },
      { png: await page(field, true), window: { x: 0, y: 0 } },
      { png: await page(moved), window: { x: 10, y: 20 } },
      { png: await page(undefined), window: { x: 10, y: 20 } },
      { png: await page(moved), window: { x: 10, y: 20 } },
    ]);
    expect((await look()).masks).toBeUndefined();
    await hand.click(middleOf(field), options, signal);
    used.reveal('password');
    const [typed, after, gone, again] = [await look(), await look(), await look(), await look()];
    expect(isBlack(await decodePicture(typed.png), 121, 90)).toBe(true);
    expect(typed.masks).toMatchObject([{ secret: 'password', box: { x: 100, y: 80 } }]);
    expect(after.masks).toMatchObject([{ secret: 'password', box: { x: 110, y: 100 } }]);
    expect(gone.masks).toBeUndefined();
    expect(again.masks).toBeUndefined();
  });

  it('should black out the place of the click where no border can be seen and nothing can be read', async () => {
    const plain = await page(undefined);
    const {
      hand,
      secrets: used,
      look,
    } = world([
      { png: plain, window: { x: 0, y: 0 } },
      { png: plain, window: { x: 0, y: 0 } },
      { png: plain },
    ]);
    await look();
    await hand.click(screenPoint(150, 90), options, signal);
    used.reveal('password');
    expect(isBlack(await decodePicture((await look()).png), 150, 90)).toBe(true);
    expect((await look()).masks).toBeUndefined();
  });

  it('should not take the last click for the field once tab has left it', async () => {
    const shown = { png: await page(field), window: { x: 0, y: 0 } };
    const { hand, secrets: used, look } = world([shown, shown]);
    await look();
    await hand.click(middleOf(field), options, signal);
    await hand.press(['tab'], 1, signal);
    used.reveal('password');
    expect((await look()).masks).toBeUndefined();
  });

  it('should stand aside where the task has no secret', () => {
    const { ports } = fakePorts({ pilot: () => ({ kind: 'look', reason: '', withinMs: 0 }) });
    expect(shielded(ports, {}, undefined)).toBe(ports);
  });
});
