import { expect, it } from 'vitest';
import { pilotOf } from '../../src/pilots/script/script-pilot.js';
import { fakePorts, mainWindow, quickClock } from '../support/fakes.js';
import { run } from './play-task.js';

it('should tell the fault again when the loop had voided the thought that met it', async () => {
  const { ports } = fakePorts({ pilot: () => Promise.reject(new Error('not asked')) });
  const clock = quickClock();
  // biome-ignore lint/correctness/useYield: a play that breaks before its first answer
  const pilot = pilotOf('script', { eyes: ports.eyes, clock, files: ports.files }, async function* () {
    await ports.journal.close();
    throw new Error('the reader has ended');
  });
  const signal = new AbortController().signal;
  const look = await ports.screen.look('none', signal);
  const view = await ports.journal.frame(look);
  const situation = {
    view,
    acts: [],
    hints: [],
    values: {},
    changed: () => new Promise<never>(() => undefined),
    answers: async () => true,
    tell: async () => undefined,
  };
  await expect(pilot.decide(situation, signal)).rejects.toThrow('the reader has ended');
  await expect(pilot.decide(situation, signal)).rejects.toThrow('the reader has ended');
});

it('should take the windows of an application that a value names, and fail where there is none of that name', async () => {
  const task = (names: string) => `
apps:
  one: {command: a, start: false}
  two: {command: b, start: false}
steps:
  - forEach: {in: ${names}, as: name, steps: [{check: {closed: {app: "\${name}"}}, timeout: 0}]}
`;
  const windows = () => [{ ...mainWindow, app: 'one' }];
  expect(await run(task('[two]'), { ports: { windows } })).toMatchObject({ ending: 'passed' });
  expect(await run(task('[two, one]'), { ports: { windows } })).toMatchObject({ ending: 'failed' });
  expect((await run(task('[tow]'), { ports: { windows } })).reason).toContain(
    'there is no application “tow”',
  );
});
