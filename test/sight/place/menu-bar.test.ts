import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WindowFacts } from '../../../src/core/frame.js';
import { frameBox, framePoint, screenBox } from '../../../src/core/geometry.js';
import type { ScreenLabel } from '../../../src/ports.js';
import { namesMenu } from '../../../src/sight/place/menu-bar.js';
import { line, viewOf } from '../screens.js';

const size = { width: 400, height: 200 };
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskhand-menu-bar-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A window whose first row has words at these places, with borders around them or without. */
async function view(name: string, framed: boolean, kind?: 'pop-up') {
  const buttons = framed
    ? [26, 96, 166].map((x) => `<rect x="${x}" y="12" width="64" height="22" fill="none" stroke="#888"/>`)
    : [];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"><rect width="400" height="200" fill="#ddd"/>${buttons.join('')}</svg>`;
  const path = join(folder, `${name}.png`);
  await sharp(Buffer.from(svg)).png().toFile(path);
  const window: WindowFacts = {
    id: '1',
    title: 'Orders',
    class: 'Tk',
    box: screenBox(20, 10, 360, 180),
    active: true,
    ...(kind && { kind }),
  };
  return viewOf(path, size, [window]);
}

function label(text: string, x: number, y: number): ScreenLabel {
  const box = frameBox(x, y, text.length * 8, 16);
  return { text, box, line: line(text, box) };
}

const bar = [label('Orders', 32, 15), label('Paper', 102, 15), label('Shade', 172, 15)];
const below = label('Release', 40, 90);
const at = framePoint(110, 22);

describe('the name of a menu', () => {
  it('should stand in the first row of its window, among others, without a border between them', async () => {
    expect(await namesMenu(await view('bar', false), [...bar, below], at)).toBe(true);
    expect(await namesMenu(await view('bar', false), [...bar, below], framePoint(180, 22))).toBe(true);
  });

  it.each<[string, ScreenLabel[], ReturnType<typeof framePoint>]>([
    ['stand below the first row', [...bar, below], framePoint(50, 98)],
    ['stand alone', [label('Orders', 32, 15), below], framePoint(40, 22)],
    [
      'begin in the middle of the window',
      bar.map(({ text, box }) => label(text, box.x + 90, box.y)),
      framePoint(200, 22),
    ],
    [
      'stand far below its top',
      bar.map(({ text, box }) => label(text, box.x, box.y + 40)),
      framePoint(110, 62),
    ],
    ['lie under no label', bar, framePoint(300, 22)],
  ])('should not %s', async (_, labels, point) => {
    expect(await namesMenu(await view('bar', false), labels, point)).toBe(false);
  });

  it('should be neither a button nor an entry of an open menu', async () => {
    expect(await namesMenu(await view('buttons', true), bar, at)).toBe(false);
    expect(await namesMenu(await view('menu', false, 'pop-up'), bar, at)).toBe(false);
  });
});
