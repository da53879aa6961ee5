import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { centreOf, contains, type FrameBox, frameBox, grow } from '../../src/core/geometry.js';
import type { Greyed } from '../../src/core/target.js';
import { greynessOf, mayBeGreyed } from '../../src/sight/greyed/greyed.js';
import { decodePicture, type RawPicture } from '../../src/sight/picture.js';
import { controlAround } from '../../src/sight/place/control.js';

/** A menu of a real program with what its accessibility tree, or a person, says of its entries. */
interface Menu {
  readonly toolkit: string;
  readonly popUp: readonly [number, number, number, number];
  readonly greyed: readonly string[];
  readonly live: readonly string[];
  readonly labels: readonly { readonly text: string; readonly box: FrameBox }[];
}

const folder = new URL('../fixtures/greyed/', import.meta.url);
const menus = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.replace('.json', ''));

function greynessIn(picture: RawPicture, { labels, popUp }: Menu, text: string): Greyed | undefined {
  const pane = frameBox(...popUp);
  const label = labels.find((each) => each.text === text);
  if (label === undefined) throw new Error(`There is no ${text}.`);
  const { box } = label;
  const inPopUp = contains(pane, centreOf(box));
  const inside = labels.filter((each) => contains(pane, centreOf(each.box)) === inPopUp);
  const standing = { box, control: controlAround(picture, box), inPopUp };
  return greynessOf(picture, standing, inside, inPopUp ? labels : []);
}

describe.each(menus)('the menu of %s', (name) => {
  const menu = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Menu;
  const picture = decodePicture(new URL(`${name}.png`, folder).pathname);

  it('should have its greyed entries told', async () => {
    expect(menu.greyed.length).toBeGreaterThanOrEqual(3);
    for (const text of menu.greyed)
      expect([text, greynessIn(await picture, menu, text)]).toEqual([text, 'surely']);
  });

  it('should have no other entry taken for greyed', async () => {
    expect(menu.live.length).toBeGreaterThanOrEqual(1);
    for (const text of menu.live)
      expect([text, greynessIn(await picture, menu, text)]).toEqual([text, undefined]);
  });
});

/** Letters of a kind: strokes of one px, five of them beside each other. */
function drawn(ground: number, ink: number, box: FrameBox, how: 'plain' | 'embossed' | 'stippled' = 'plain') {
  const [width, height] = [200, 60];
  const data = new Uint8Array(width * height * 3).fill(ground);
  const put = (x: number, y: number, level: number): unknown =>
    data.fill(level, (y * width + x) * 3, (y * width + x) * 3 + 3);
  const stroke = (left: number, top: number, level: number): void => {
    for (let i = 0; i < 5; i++)
      for (let y = 0; y < box.height - 4; y++)
        if (how !== 'stippled' || (left + 6 * i + top + y) % 2 === 0) put(left + 6 * i, top + y, level);
  };
  if (how === 'embossed') stroke(box.x + 3, box.y + 3, 255);
  stroke(box.x + 2, box.y + 2, ink);
  return { width, height, channels: 3, data } as const;
}

describe('a label that stands alone', () => {
  const box = frameBox(80, 20, 34, 18);

  it.each([
    ['embossed', 192, 128, 'surely'],
    ['stippled', 178, 0, 'surely'],
    ['plain', 238, 160, 'perhaps'],
    ['plain', 238, 40, undefined],
  ] as const)('and is %s, %i on %i', (how, ground, ink, greyed) => {
    const picture = drawn(ground, ink, box, how);
    expect(mayBeGreyed(picture, box)).toBe(greyed !== undefined);
    expect(greynessOf(picture, { box, control: undefined, inPopUp: false }, [], [])).toBe(greyed);
  });

  it('is a hint where it begins at the left of a field', () => {
    const picture = drawn(255, 150, box);
    const field = grow(frameBox(box.x - 3, box.y, 110, box.height), 3);
    expect(greynessOf(picture, { box, control: field, inPopUp: false }, [], [])).toBeUndefined();
    expect(greynessOf(picture, { box, control: grow(box, 6), inPopUp: false }, [], [])).toBe('perhaps');
  });
});
