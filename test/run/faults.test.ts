import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/app/clock.js';
import type { RecordingEvent } from '../../src/core/events.js';
import type { Answer, Clock, Hand } from '../../src/ports.js';
import { runTask } from '../../src/run/run-task.js';
import {
  acting,
  clickOn,
  done,
  type FakeOptions,
  fakePorts,
  header,
  nowhere,
  quickClock,
  stillClock,
  untilAborted,
} from '../support/fakes.js';

async function run(options: FakeOptions, limits = { steps: 50, seconds: 60 }) {
  const { ports, log } = fakePorts(options);
  const handle = await runTask(ports, { limits }, header);
  return { ending: await handle.done, log };
}

const never = new AbortController().signal;
const then =
  (...answers: Answer[]) =>
  (number: number) =>
    answers[number - 1] ?? done;

describe('a run', () => {
  it('should leave no timer behind once it has closed', async () => {
    const clock = quickClock();
    const left = new Set<AbortSignal>();
    const counting: Clock = {
      ...clock,
      sleep: (ms, signal) => {
        if (ms < 1000) return clock.sleep(ms, signal);
        left.add(signal);
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            left.delete(signal);
            reject(signal.reason);
          }),
        );
      },
    };
    await run({ pilot: () => done, ports: { clock: counting } });
    expect(left.size).toBe(0);
  });

  it('should take an operator that gives up on its own question for a no', async () => {
    const giveUp = () => Promise.reject(new DOMException('no terminal any more', 'AbortError'));
    const { log, ending } = await run({
      pilot: then(clickOn('Delete')),
      approve: giveUp,
      ports: { clock: stillClock() },
    });
    const asked = log.lines.find((line) => line.type === 'confirmation');
    expect(asked).toMatchObject({ approval: { answer: 'no', reason: 'no terminal any more' } });
    expect(log.hand).not.toContain('click');
    expect(ending.ending).toBe('passed');
  });

  it('should say of an act that was stopped before the hand began that nothing was done', async () => {
    const { ports, log } = fakePorts({ pilot: then(clickOn('Save')) });
    const { line } = ports.journal;
    const stop: { now?: () => void } = {};
    const journal = {
      ...ports.journal,
      line: async (event: RecordingEvent) => {
        await line(event);
        if (event.type === 'intent') stop.now?.();
      },
    };
    const handle = await runTask({ ...ports, journal }, { limits: { steps: 9, seconds: 60 } }, header);
    stop.now = () => handle.stop('by hand');
    expect((await handle.done).ending).toBe('stopped');
    expect(log.hand).not.toContain('click');
    expect(log.lines.find((each) => each.type === 'outcome')).toMatchObject({ outcome: 'failed' });
    expect(log.all.indexOf('line:outcome')).toBeLessThan(log.all.indexOf('line:ending'));
  });

  it.each(['decision', 'verdict'] as const)(
    'should not move the hand when the %s line could not be written',
    async (type) => {
      const failLine = (event: RecordingEvent) => event.type === type;
      const { log, ending } = await run({ pilot: then(clickOn('Save')), failLine });
      expect(log.hand).not.toContain('click');
      expect(ending).toMatchObject({ ending: 'failed', reason: 'the disk is full' });
    },
  );

  it('should count an act that was cut off in the middle', async () => {
    const stop: { now?: () => void } = {};
    const click = async (...[, , signal]: Parameters<Hand['click']>) => {
      stop.now?.();
      await untilAborted(signal);
    };
    const { ports, log } = fakePorts({ pilot: then(clickOn('Save')), hand: { click } });
    const handle = await runTask(ports, { limits: { steps: 9, seconds: 60 } }, header);
    stop.now = () => handle.stop('by hand');
    expect((await handle.done).ending).toBe('stopped');
    const cut = { outcome: 'unknown', reason: 'it was cut off in the middle' };
    expect(log.lines.find((each) => each.type === 'outcome')).toMatchObject(cut);
    expect(log.lines.at(-1)).toMatchObject({ type: 'ending', acts: 1 });
  });

  it('should leave it to the author how often a step fails', async () => {
    const failing = acting('launch', { name: 'x', command: 'x' }, { origin: 'author', step: 'steps[0]' });
    const { ending } = await run({ pilot: (number) => (number <= 12 ? failing : done) });
    expect(ending.ending).toBe('passed');
  });

  it('should end a model that fails again and again', async () => {
    const failing = acting('launch', { name: 'x', command: 'x' }, { origin: 'model', step: 'goal' });
    const { ending } = await run({
      pilot: (number) => (number <= 12 ? failing : done),
      approve: () => ({ answer: 'yes', by: 'test' }),
    });
    expect(ending.reason).toContain('Stuck');
  });

  it('should find a promise unknown whose file cannot be read', async () => {
    const unreadable = () => Promise.reject(new Error('EISDIR: illegal operation on a directory, read'));
    const note = acting('note', { text: 'a' }, { checks: [{ file: { path: 'folder' }, within: 0 }] });
    const { ending, log } = await run({
      pilot: then(note),
      ports: { files: { ...nowhere, stamp: unreadable } },
    });
    expect(ending.ending).toBe('passed');
    expect(log.lines.find((line) => line.type === 'check')).toMatchObject({
      result: 'unknown',
      detail: expect.stringContaining('folder cannot be read'),
    });
  });

  it('should hold a limit longer than a timer can count', async () => {
    const { ending } = await run(
      { pilot: () => systemClock.sleep(30, never).then(() => done), ports: { clock: systemClock } },
      { steps: 9, seconds: 30 * 24 * 3600 },
    );
    expect(ending.ending).toBe('passed');
  });

  it('should not end a sleep early that is longer than a timer can count', async () => {
    const late = new AbortController();
    const sleeping = systemClock.sleep(2 ** 31 + 5, late.signal).then(
      () => 'woke',
      () => 'aborted',
    );
    const first = await Promise.race([
      sleeping,
      systemClock.sleep(50, late.signal).then(() => 'still asleep'),
    ]);
    late.abort();
    expect(first).toBe('still asleep');
  });
});
