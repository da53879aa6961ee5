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
  expect(await run(yaml, { ports })).toMatchObject({ ending: 'passed' });
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
