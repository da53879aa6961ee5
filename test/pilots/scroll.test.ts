import { expect, it } from 'vitest';
import { frameBox, framePoint } from '../../src/core/geometry.js';
import type { Eyes } from '../../src/ports.js';
import { run } from './play-task.js';

/** A list of rows, of which one more scrolls away with every turn of the wheel. */
function list() {
  const turns: unknown[] = [];
  const shown = (text: string): boolean => {
    const row = Number(/^Row (\d+)$/.exec(text)?.[1]);
    return row > turns.length && row <= turns.length + 3;
  };
  const eyes: Eyes = {
    read: async () => [],
    locate: async (_view, { text, point }) => {
      const at = typeof point === 'object' ? point : framePoint(40, 60);
      if (point === undefined && !shown(String(text)))
        return { found: 'absent', reason: `${text} is not there`, nearest: [], ms: 0 };
      const box = frameBox(at.x, at.y, 1, 1);
      return { found: 'found', sighting: { rung: 'point', box, point: at, score: 1, ms: 0 } };
    },
  };
  const scroll = async (at: unknown): Promise<void> => {
    turns.push(at);
  };
  return { turns, ports: { hand: { scroll }, ports: { eyes } } };
}

it('should find the place for the pointer once, though it scrolls away', async () => {
  const { turns, ports } = list();
  const yaml = `
steps:
  - scroll: {at: Row 1, notches: 1, until: {visible: Row 9}}
    timeout: 1s
`;
  expect(await run(yaml, { ports, restless: true })).toMatchObject({ ending: 'passed' });
  expect(turns).toHaveLength(6);
  expect(new Set(turns.map((at) => JSON.stringify(at))).size).toBe(1);
});

it('should fail when the place is not there at first', async () => {
  const { turns, ports } = list();
  const yaml = `
steps:
  - scroll: {at: Row 5, notches: 1, until: {visible: Row 9}}
    timeout: 1s
`;
  const told = await run(yaml, { ports });
  expect(told).toMatchObject({ ending: 'failed' });
  expect(told.reason).toContain('“Row 5”');
  expect(turns).toHaveLength(0);
});

it('should turn back notch by notch where it has turned past what it looks for', async () => {
  let first = 0;
  const moved: number[] = [];
  const rows = { all: 40, shown: 3, notch: 4 };
  const eyes: Eyes = {
    read: async () => [],
    locate: async (_view, { text }) => {
      const row = Number(/^Row (\d+)$/.exec(String(text))?.[1]);
      if (row <= first || row > first + rows.shown)
        return { found: 'absent', reason: `${text} is not there`, nearest: [], ms: 0 };
      const sighting = { rung: 'text', box: frameBox(40, 60, 50, 16), point: framePoint(60, 68) } as const;
      return { found: 'found', sighting: { ...sighting, score: 1, ms: 0 } };
    },
  };
  const scroll = async (_at: unknown, by: { direction: string; notches: number }): Promise<void> => {
    const way = rows.notch * by.notches * (by.direction === 'down' ? 1 : -1);
    first = Math.min(rows.all - rows.shown, Math.max(0, first + way));
    moved.push(way);
  };
  const yaml = 'steps:\n  - scroll: {direction: down, notches: 2, until: {visible: Row 7}}\n';
  const ports = { hand: { scroll }, ports: { eyes } };
  expect(await run(yaml, { ports, restless: true })).toMatchObject({ ending: 'passed' });
  expect(first).toBe(5);
  expect(new Set(moved)).toEqual(new Set([8, -4]));
});

it('should end where the wheel moves nothing any more', async () => {
  const turns: string[] = [];
  const ports = {
    hand: {
      scroll: async (_at: unknown, { direction }: { direction: string }) => void turns.push(direction),
    },
  };
  const yaml = 'steps:\n  - scroll: {direction: down, until: {visible: Row 7, within: 10ms}}\n';
  expect(await run(yaml, { ports })).toMatchObject({ ending: 'failed' });
  expect(turns).toEqual(['down', 'down', 'down']);
});
