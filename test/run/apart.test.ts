import { expect, it } from 'vitest';
import type {} from '../../src/ports.js';
import { runTask } from '../../src/run/run-task.js';
import { acting, clickOn, countingClock, done, fakePorts, header } from '../support/fakes.js';

/** The ms between two acts, on a clock that goes on only while something sleeps. */
async function between(first: ReturnType<typeof acting>, second: ReturnType<typeof acting>): Promise<number> {
  const clock = countingClock();
  const at: number[] = [];
  const click = async () => {
    at.push(clock.now());
  };
  const { ports } = fakePorts({
    pilot: (number) => [first, second][number - 1] ?? done,
    hand: { click },
    ports: { clock },
  });
  await (await runTask(ports, { limits: { steps: 9, seconds: 1e6 } }, header)).done;
  return (at[1] ?? Number.NaN) - (at[0] ?? Number.NaN);
}

const double = acting('click', { at: { x: 103, y: 98 }, count: 2 });

it('should keep two clicks on one spot from being a double click', async () => {
  expect(await between(clickOn('Row'), clickOn('Row'))).toBeGreaterThanOrEqual(500);
});

it('should keep a double click after a click from being a triple one', async () => {
  expect(await between(clickOn('Row'), double)).toBeGreaterThanOrEqual(500);
});

it.each([
  ['elsewhere', clickOn('Other', 300, 300)],
  ['with another button', acting('click', { at: { x: 100, y: 100 }, button: 'right' })],
])('should lose no time before a click %s', async (_where, second) => {
  expect(await between(clickOn('Row'), second)).toBe(0);
});
