import { describe, expect, it } from 'vitest';
import { frameBox } from '../../src/core/geometry.js';
import type { Change, View } from '../../src/ports.js';
import { Reactions } from '../../src/run/reaction.js';
import { acting, clickOn, countingClock, fakePorts } from '../support/fakes.js';

const boxes = {
  nothing: [],
  caret: [frameBox(300, 300, 2, 16)],
  button: [frameBox(82, 92, 36, 16)],
  page: [frameBox(0, 100, 700, 400)],
  word: [frameBox(200, 200, 130, 24)],
};

/** The screen after an input: what differs from the frame before it, from which ms on. */
function worldOf(effects: readonly (readonly [number, keyof typeof boxes])[]) {
  const clock = countingClock();
  const differs = (): Change => {
    const [, what] = effects.findLast(([from]) => clock.now() >= from) ?? [0, 'nothing' as const];
    return { same: what === 'nothing', boxes: boxes[what], share: 0 };
  };
  // Key 1 is the frame before the input, key 2 the first look after it.
  let lookedAt = '';
  const compare = (key: number): Change =>
    key === 1 ? differs() : { same: lookedAt === JSON.stringify(differs()), boxes: [], share: 0 };
  const { ports, log } = fakePorts({
    pilot: () => Promise.reject(new Error('not asked')),
    compare,
    ports: { clock },
  });
  const reactions = new Reactions(ports);
  const frame = { scale: 1, size: { width: 800, height: 600 }, windows: [] };
  const view = (key: number) => ({ key, frame }) as unknown as View;
  const { signal } = new AbortController();
  const decided = (answer: ReturnType<typeof acting>, step: string) => {
    if (answer.kind !== 'act') throw new Error('no act');
    const decision = { ...answer.decision, step, origin: 'author' as const };
    return { act: 1, view: view(1), decision, acts: [] };
  };
  return {
    log,
    waited: () => clock.now(),
    async next(input: ReturnType<typeof acting>, then: ReturnType<typeof acting>, step = 'steps[1]') {
      reactions.acted(decided(input, 'steps[0]'));
      clock.pass(60);
      lookedAt = JSON.stringify(differs());
      await reactions.looked(view(2), signal);
      return reactions.awaited({ ...decided(then, step), view: view(2) }, signal);
    },
  };
}

const enter = acting('press', { keys: 'enter' });
const read = acting('read', { name: 'it' });
const check = acting('check', {});

describe('what an input does', () => {
  it.each([read, check])('is waited for before $decision.action.name', async (then) => {
    for (const what of ['page', 'word'] as const) {
      const world = worldOf([[800, what]]);
      expect(await world.next(enter, then)).toContain('came after the look');
      expect(world.log.lines).toEqual([]);
    }
  });

  it('is not waited for when the look shows it', async () => {
    const world = worldOf([[30, 'page']]);
    expect(await world.next(enter, read)).toBeUndefined();
    expect(world.waited()).toBe(60);
  });

  it('is more than a pressed button or a caret', async () => {
    for (const what of ['button', 'caret'] as const) {
      const world = worldOf([
        [10, what],
        [700, 'page'],
      ]);
      expect(await world.next(clickOn('Next'), read)).toContain('came after the look');
    }
  });

  it('is believed to be what the control shows, when nothing else comes', async () => {
    const world = worldOf([[10, 'button']]);
    expect(await world.next(clickOn('Bold'), read)).toBeUndefined();
    expect(world.log.lines).toEqual([]);
  });

  it('is said to be nothing when nothing comes', async () => {
    const world = worldOf([]);
    expect(await world.next(enter, read)).toBeUndefined();
    expect(world.log.lines).toMatchObject([
      { type: 'note', text: expect.stringContaining('Nothing on the screen has changed within 1.5 s') },
    ]);
  });

  it('is waited for before the input of the next step, not within a step', async () => {
    expect(await worldOf([[500, 'word']]).next(enter, enter)).toContain('came after the look');
    const within = worldOf([[500, 'word']]);
    expect(await within.next(enter, enter, 'steps[0]')).toBeUndefined();
    expect(within.waited()).toBe(60);
  });

  it.each(['ctrl+c', 'shift+right', 'escape'])('need not show after %s', async (keys) => {
    const world = worldOf([]);
    expect(await world.next(acting('press', { keys }), enter)).toBeUndefined();
    expect(world.waited()).toBe(60);
  });
});
