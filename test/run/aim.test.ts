import { describe, expect, it } from 'vitest';
import { cutOff } from '../../src/core/cut-off.js';
import { DeskhandError } from '../../src/core/errors.js';
import { screenBox } from '../../src/core/geometry.js';
import type { Hand } from '../../src/ports.js';
import { runTask } from '../../src/run/run-task.js';
import { acting, clickOn, done, fakePorts, header, mainWindow } from '../support/fakes.js';

const dialog = { ...mainWindow, id: '2', title: 'Replace it?', box: screenBox(0, 0, 400, 300) };

async function run(first: ReturnType<typeof clickOn>, hand: Partial<Hand>, windows = () => [mainWindow]) {
  const { ports, log } = fakePorts({
    pilot: (number) => (number === 1 ? first : done),
    hand,
    windows,
  });
  const handle = await runTask(ports, { limits: { steps: 20, seconds: 60 } }, header);
  return { ending: await handle.done, log };
}

describe('the last look before the hand moves', () => {
  it.each([
    ['a click', clickOn('Save'), 'click'],
    ['a key', acting('press', { keys: 'enter' }), 'press'],
  ] as const)(
    'should come after a busy application has dealt with what came before %s',
    async (_, first, name) => {
      let answered = false;
      const open = () => (answered ? [dialog, { ...mainWindow, active: false }] : [mainWindow]);
      const hand = {
        answered: async () => {
          answered = true;
        },
      };
      const { log } = await run(first, hand, open);
      expect(log.lines.find((line) => line.type === 'stale')).toMatchObject({
        reason: expect.stringContaining('Replace it?'),
      });
      expect(log.hand).not.toContain(name);
    },
  );

  it('should leave it to the hand to tell of an application that hangs', async () => {
    const hangs = (): Promise<never> =>
      Promise.reject(new DeskhandError('failed', 'application-hangs', 'It hangs. Nothing was pressed.'));
    const { log } = await run(clickOn('Save'), { answered: hangs, click: hangs });
    const outcome = log.lines.find((line) => line.type === 'outcome');
    expect(outcome).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('It hangs.') });
  });
});

describe('what the hand meets in the middle of an act', () => {
  const cut = () =>
    Promise.reject(cutOff('“Pay?” took the keyboard', { begun: true, where: 'after 3 of 9' }));
  const other = () => Promise.reject(cutOff('“Pay?” took the keyboard', { begun: false, where: '' }));
  const outcomes = (log: { lines: readonly { type: string }[] }) =>
    log.lines.filter((line) => line.type === 'outcome');

  it('should end the run as unknown where something was sent', async () => {
    const { ending, log } = await run(acting('type', { text: 'some text' }), { type: cut });
    expect(outcomes(log)).toMatchObject([
      { outcome: 'unknown', reason: expect.stringContaining('after 3 of 9') },
    ]);
    expect(ending).toMatchObject({ ending: 'failed', reason: expect.stringContaining('It is unknown') });
  });

  it('should make the run look again where nothing was', async () => {
    const { ending, log } = await run(acting('press', { keys: 'f5' }), { press: other });
    expect(outcomes(log)[0]).toMatchObject({
      outcome: 'stale',
      reason: expect.stringContaining('nothing was sent'),
    });
    expect(ending.ending).toBe('passed');
  });

  it('should be the middle of an act of several inputs', async () => {
    let typed = 0;
    const third = () => (++typed < 3 ? Promise.resolve() : other());
    const { ending, log } = await run(acting('type', { text: 'slowly', delayMs: 1 }), { type: third });
    expect(outcomes(log)).toMatchObject([
      { outcome: 'unknown', reason: expect.stringContaining('cut after 2 of its inputs') },
    ]);
    expect(ending.ending).toBe('failed');
  });

  it('should be watched for before the last look, for all windows that the policy allows', async () => {
    const watched: unknown[] = [];
    const { ports } = fakePorts({
      pilot: (number) => (number === 1 ? acting('press', { keys: 'f5' }) : done),
      hand: { watch: async (on) => void watched.push(on) },
      ports: { policy: { windows: [mainWindow.title] } },
    });
    const handle = await runTask(ports, { limits: { steps: 20, seconds: 60 } }, header);
    expect((await handle.done).ending).toBe('passed');
    expect(watched).toEqual([{ points: [], keyboard: true, allowed: [mainWindow.id] }]);
  });
});
