import { describe, expect, it } from 'vitest';
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
