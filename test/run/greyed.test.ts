import { describe, expect, it } from 'vitest';
import type { WindowFacts } from '../../src/core/frame.js';
import { frameBox, framePoint, screenBox } from '../../src/core/geometry.js';
import type { Greyed } from '../../src/core/target.js';
import type { Change, View } from '../../src/ports.js';
import { greyedOut } from '../../src/run/greyed.js';
import { countingClock, fakePorts } from '../support/fakes.js';

const main: WindowFacts = {
  id: 'main',
  title: 'Orders',
  class: 'Orders',
  box: screenBox(0, 20, 800, 500),
  active: true,
};
const menu: WindowFacts = {
  ...main,
  id: 'menu',
  kind: 'pop-up',
  active: false,
  box: screenBox(40, 45, 200, 150),
};
const asked: WindowFacts = { ...main, id: 'asked', kind: 'dialog', box: screenBox(300, 200, 200, 100) };
const inMenu = frameBox(50, 60, 40, 16);
const inMain = frameBox(300, 300, 60, 16);
const title = frameBox(0, 0, 800, 19);
const progress = frameBox(100, 480, 300, 12);

/** What a click came to: the windows and what differs from the frame before. */
async function judged(
  greyed: Greyed,
  world: {
    readonly before: readonly WindowFacts[];
    readonly after: readonly WindowFacts[];
    readonly changed?: readonly (typeof title)[];
    readonly own?: boolean;
    readonly promises?: number;
  },
) {
  const clock = countingClock();
  const boxes = world.changed ?? [];
  const change = (area: unknown): Change =>
    area === undefined
      ? { same: boxes.length === 0, boxes, share: 0 }
      : { same: world.own !== true, boxes: [], share: 0 };
  const { ports } = fakePorts({
    pilot: () => Promise.reject(new Error('not asked')),
    ports: { clock },
  });
  const box = world.before.includes(menu) ? inMenu : inMain;
  const point = framePoint(box.x + 5, box.y + 5);
  const frame = {
    id: 'f0001',
    scale: 1,
    size: { width: 800, height: 600 },
    origin: { x: 0, y: 0 },
    windows: world.before,
  };
  return greyedOut(
    {
      ...ports,
      screen: { ...ports.screen, compare: async (_key: number, area: unknown) => change(area) },
      windows: { ...ports.windows, visible: async () => world.after },
    },
    {
      act: 1,
      acts: [],
      view: { key: 1, frame } as unknown as View,
      decision: {
        target: { text: 'Undo' },
        sighting: { rung: 'text', box, point, score: 1, greyed, ms: 0 },
        action: { name: 'click', input: { at: point, button: 'left', count: 1, modifiers: [] } },
        checks: Array.from({ length: world.promises ?? 0 }, () => ({ visible: { text: 'Undone' } })),
      },
      patience: 'none',
      limits: { steps: 10, seconds: 10 },
      usage: { calls: 0, inputTokens: 0, outputTokens: 0 },
    },
    new AbortController().signal,
  );
}

describe('a click on an entry that is surely greyed out', () => {
  it.each([
    ['the menu stays', { before: [menu, main], after: [menu, main] }],
    ['only its row is highlighted', { before: [menu, main], after: [menu, main], changed: [inMenu] }],
    ['the program is busy elsewhere', { before: [main], after: [main], changed: [progress] }],
    ['its window comes to the front', { before: [{ ...main, active: false }], after: [main], own: true }],
  ])('is in vain where %s', async (_, world) => {
    expect((await judged('surely', world))?.detail).toBe(
      '“Undo” is greyed out: nothing has come of the click within 1.5 s',
    );
  });

  it('is in vain where it closes the menu and no more', async () => {
    const world = { before: [menu, main], after: [main], changed: [frameBox(30, 20, 220, 180), title] };
    expect((await judged('surely', world))?.detail).toBe(
      '“Undo” is greyed out: the click has only closed the menu',
    );
    // A promise of the step says more.
    expect(await judged('surely', { ...world, promises: 1 })).toBeUndefined();
  });

  it.each([
    ['a window opens', { before: [menu, main], after: [asked, main] }],
    ['the document changes', { before: [menu, main], after: [main], changed: [frameBox(300, 300, 200, 80)] }],
    ['the button itself changes', { before: [main], after: [main], own: true }],
    ['its window closes', { before: [asked, main], after: [main] }],
  ])('was taken where %s', async (_, world) => {
    const under = world.before.includes(asked)
      ? [{ ...asked, box: screenBox(280, 280, 200, 100) }, main]
      : world.before;
    expect(await judged('surely', { ...world, before: under })).toBeUndefined();
  });
});

describe('a click on what is perhaps greyed out', () => {
  it('is in vain where nothing changes at all', async () => {
    const world = { before: [main], after: [main] };
    expect((await judged('perhaps', world))?.detail).toContain('“Undo” looks greyed out');
    expect(await judged('perhaps', { ...world, promises: 1 })).toBeUndefined();
  });

  it('was taken where anything does', async () => {
    expect(await judged('perhaps', { before: [main], after: [main], changed: [progress] })).toBeUndefined();
  });
});
