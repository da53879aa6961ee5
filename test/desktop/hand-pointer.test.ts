import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Button, Direction } from '../../src/ports.js';
import { type Form, openForm, type PadEvent } from '../fixtures/typing/form.js';
import { never, openRig, type Rig } from '../fixtures/typing/rig.js';

let rig: Rig;
let form: Form;

beforeAll(async () => {
  rig = await openRig();
  form = await openForm(rig);
}, 60_000);
afterAll(() => rig.close());

// Other tests share the processor; nothing here is about time.
vi.setConfig({ testTimeout: 30_000 });

/** What the pad saw of this kind since `from`, as soon as there are `count`. */
async function seen(from: number, kinds: readonly string[], count: number): Promise<PadEvent[]> {
  const matching = (): PadEvent[] =>
    form
      .state()
      .events.slice(from)
      .filter(({ kind }) => kinds.includes(kind));
  await form.shows(() => matching().length >= count);
  return matching();
}

const numbers: Readonly<Record<Button, number>> = { left: 1, middle: 2, right: 3 };
const shift = 1;
const control = 4;

test.for(['left', 'middle', 'right'] as const)(
  'a click with the %s button arrives at its point',
  async (button) => {
    const from = form.state().events.length;
    const at = form.middle('pad', 40, -20);
    await rig.hand.click(at, { button, count: 1, modifiers: [] }, never);
    const [press, release] = await seen(from, ['press', 'release'], 2);
    expect(press).toMatchObject({ kind: 'press', button: numbers[button], x: at.x, y: at.y });
    expect(release).toMatchObject({ kind: 'release', button: numbers[button], x: at.x, y: at.y });
  },
);

test.for([
  [['shift'], shift],
  [['ctrl'], control],
  [['ctrl', 'shift'], control | shift],
] as const)('modifiers %j are down during the click and up after it', async ([modifiers, state]) => {
  const from = form.state().events.length;
  // Right after another click: the window manager still holds that one back.
  await rig.hand.click(form.middle('pad', -60), { button: 'left', count: 1, modifiers: [] }, never);
  await rig.hand.click(form.middle('pad', 60), { button: 'left', count: 1, modifiers }, never);
  const presses = await seen(from, ['press'], 2);
  expect(presses.map((press) => press.state & (shift | control))).toEqual([0, state]);
  expect(await stillDown()).toEqual([]);
});

test('a double and a triple click are one for the application', async () => {
  const double = form.state().events.length;
  await rig.hand.click(form.middle('pad', -120, 40), { button: 'left', count: 2, modifiers: [] }, never);
  expect(await seen(double, ['double'], 1)).toHaveLength(1);
  const triple = form.state().events.length;
  await rig.hand.click(form.middle('pad', 120, 40), { button: 'right', count: 3, modifiers: [] }, never);
  expect((await seen(triple, ['triple'], 1))[0]).toMatchObject({ button: numbers.right });
});

test('100 of 100 clicks are delivered at full speed', async () => {
  const from = form.state().events.length;
  for (let i = 0; i < 100; i++) {
    await rig.hand.click(
      form.middle('pad', i % 2 === 0 ? -200 : 200, i - 50),
      { button: 'left', count: 1, modifiers: [] },
      never,
    );
  }
  const presses = await seen(from, ['press'], 100);
  expect(presses.map(({ y }) => y)).toEqual(
    Array.from({ length: 100 }, (_, i) => form.middle('pad', 0, i - 50).y),
  );
});

test.for([
  ['up', 4, 0],
  ['down', 5, 0],
  // Tk tells the sideways wheel as the upright one with Shift.
  ['left', 4, shift],
  ['right', 5, shift],
] as const)('scrolling %s turns the wheel by whole notches', async ([direction, button, state]) => {
  const from = form.state().events.length;
  await rig.hand.scroll(form.middle('pad'), { direction: direction as Direction, notches: 3 }, never);
  const presses = await seen(from, ['press'], 3);
  expect(presses.map((press) => [press.button, press.state & shift])).toEqual(Array(3).fill([button, state]));
});

test('a drag visits every point of its path with the button down', async () => {
  const from = form.state().events.length;
  const path = [form.middle('pad', -150, -60), form.middle('pad', 0, 60), form.middle('pad', 150, -60)];
  await rig.hand.drag(path, { button: 'left', modifiers: ['shift'], holdMs: 20, durationMs: 240 }, never);
  const events = await seen(from, ['press', 'release', 'motion'], 4);
  await seen(from, ['release'], 1);
  const press = events.find(({ kind }) => kind === 'press');
  const release = form
    .state()
    .events.slice(from)
    .find(({ kind }) => kind === 'release');
  expect(press).toMatchObject({ x: path[0]?.x, y: path[0]?.y, state: shift });
  expect(release).toMatchObject({ x: path[2]?.x, y: path[2]?.y });
  // The form may skip positions while it is busy, but the corner lies far below the straight line.
  const lowest = Math.max(
    ...form
      .state()
      .events.slice(from)
      .map(({ y }) => y),
  );
  expect(lowest - (path[0]?.y ?? 0)).toBeGreaterThan(60);
});

test('a drag that is stopped in the middle leaves nothing pressed', async () => {
  const from = form.state().events.length;
  const stop = new AbortController();
  const dragging = rig.hand.drag(
    [form.middle('pad', -150), form.middle('pad', 150)],
    { button: 'left', modifiers: ['ctrl'], durationMs: 20_000 },
    stop.signal,
  );
  await seen(from, ['motion'], 3);
  stop.abort(new Error('stopped by the test'));
  await expect(dragging).rejects.toThrow('stopped by the test');
  expect(await stillDown()).toEqual([]);
  await seen(from, ['release'], 1);
});

test('a point outside the desktop is the nearest point on it', async () => {
  await rig.hand.move({ ...form.middle('pad'), x: 99_999, y: -40 }, never);
  const pointer = await rig.client.ask<{ rootX: number; rootY: number }>((raw, done) =>
    raw.QueryPointer(rig.client.root, done),
  );
  expect([pointer.rootX, pointer.rootY]).toEqual([1279, 0]);
});

test('a button is held for as long as it was asked for', async () => {
  const from = form.state().events.length;
  await rig.hand.hold({ button: 'right', at: form.middle('pad', 10, 10) }, 30, never);
  const events = await seen(from, ['press', 'release'], 2);
  expect(events.map(({ kind, button }) => [kind, button])).toEqual([
    ['press', numbers.right],
    ['release', numbers.right],
  ]);
});

/** Keys and buttons that the server reports down. */
async function stillDown(): Promise<string[]> {
  return (await rig.hand.sweep()).filter((what) => !what.startsWith('mapping'));
}
