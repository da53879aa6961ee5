import { expect, it } from 'vitest';
import { frameBox, framePoint, screenBox } from '../../../src/core/geometry.js';
import { otherWordsUnder } from '../../../src/sight/rungs/under.js';
import { knownReader, line, viewOf } from '../screens.js';

it('what lies beside the border of a menu is no part of the words under a point', async () => {
  const menu = {
    id: '2',
    title: 'Shade',
    class: 'Tk',
    box: screenBox(100, 90, 80, 60),
    active: false,
    kind: 'pop-up' as const,
  };
  const { kind: _, ...plain } = menu;
  const main = { ...plain, id: '1', box: screenBox(0, 0, 400, 300) };
  // The arrow of the entry below the menu was read with the entry of the menu.
  const joined = {
    ...line('', frameBox(84, 100, 66, 16)),
    text: 'rochre',
    words: [
      {
        text: 'rochre',
        score: 1,
        box: frameBox(84, 100, 66, 16),
        letters: [84, 104, 116, 124, 134, 142].map((left, i, all) => ({ left, right: all[i + 1] ?? 150 })),
      },
    ],
  };
  const asked = { match: 'Ochre', box: frameBox(80, 96, 80, 24), point: framePoint(127, 108) };
  const under = (windows: Parameters<typeof viewOf>[2]) =>
    otherWordsUnder(
      knownReader([joined]),
      viewOf('none.png', { width: 400, height: 300 }, windows),
      asked,
      new AbortController().signal,
    );
  expect(await under([menu, main])).toBeUndefined();
  expect(await under([])).toBe('rochre');
});
