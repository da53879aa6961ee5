import { describe, expect, it, vi } from 'vitest';
import type { Answer, Pilot } from '../../src/ports.js';
import type { RunPorts } from '../../src/run/run-ports.js';
import { runTask } from '../../src/run/run-task.js';
import {
  acting,
  clickOn,
  done,
  type FakeOptions,
  fakePorts,
  header,
  untilAborted,
} from '../support/fakes.js';

async function begin(options: FakeOptions, limits = {}) {
  const { ports, log } = fakePorts(options);
  const handle = await runTask(ports, { limits: { steps: 50, seconds: 60, ...limits } }, header);
  return { handle, log };
}

describe('limits', () => {
  it('should end a run whose pilot never answers when its time is used up', async () => {
    vi.useFakeTimers();
    try {
      const { handle, log } = await begin({ pilot: () => new Promise(() => undefined) }, { seconds: 30 });
      await vi.advanceTimersByTimeAsync(29_900);
      expect(log.hand).toEqual([]);
      await vi.advanceTimersByTimeAsync(200);
      expect(await handle.done).toMatchObject({
        ending: 'out of budget',
        reason: expect.stringContaining('30 s'),
      });
      expect(log.hand).toEqual(['release']);
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([
    [{ tokens: 250 }, 'tokens'],
    [{ cost: 0.25 }, 'spent'],
  ])('should begin no model call once %j is used up', async (limits, word) => {
    let asked = 0;
    const usage = { calls: 1, inputTokens: 90, outputTokens: 10, cost: 0.1, currency: 'USD' };
    const { handle } = await begin(
      {
        pilot: (number) => {
          asked = number;
          return { ...clickOn(`Next ${number}`), usage } as ReturnType<typeof clickOn>;
        },
      },
      limits,
    );
    expect(await handle.done).toMatchObject({
      ending: 'out of budget',
      reason: expect.stringContaining(word),
    });
    expect(asked).toBe(3);
  });

  it('should have room for as many acts as the limit says, and for the one that ends the run', async () => {
    const three = await begin({ pilot: (n) => (n <= 3 ? clickOn(`Next ${n}`) : done) }, { steps: 3 });
    expect(await three.handle.done).toMatchObject({ ending: 'passed' });
    expect(three.log.hand.filter((name) => name === 'click')).toHaveLength(3);
    const four = await begin({ pilot: (n) => (n <= 4 ? clickOn(`Next ${n}`) : done) }, { steps: 3 });
    expect(await four.handle.done).toMatchObject({
      ending: 'out of budget',
      reason: 'the limit of 3 steps is used up',
    });
    expect(four.log.hand.filter((name) => name === 'click')).toHaveLength(3);
  });

  it('should not count an act that the changing screen has voided', async () => {
    let compared = 0;
    const compare = () =>
      compared++ === 0 ? { same: false, boxes: [], share: 1 } : { same: true, boxes: [], share: 0 };
    const { handle, log } = await begin(
      { pilot: (n) => (n <= 2 ? clickOn('Next') : done), compare },
      { steps: 1 },
    );
    expect(await handle.done).toMatchObject({ ending: 'passed' });
    expect(log.hand.filter((name) => name === 'click')).toHaveLength(1);
  });

  it('should tell a pilot that repeats itself, and end the run when it goes on', async () => {
    const { handle, log } = await begin({ pilot: () => clickOn('Next') });
    expect(await handle.done).toMatchObject({ ending: 'failed', reason: expect.stringContaining('Stuck') });
    const told = log.lines.filter(({ type }) => type === 'stuck');
    expect(told[0]).toMatchObject({ told: true });
    expect(log.hand.filter((name) => name === 'click').length).toBeLessThanOrEqual(6);
  });
});

describe('a step that the run ends in the middle of', () => {
  it('should be ended in the recording with the reason, the inner one first', async () => {
    const entered: Pilot = {
      name: 'fake',
      decide: async ({ tell }, signal) => {
        await tell({ type: 'step-start', step: 'steps[0]', name: 'Outer', kind: 'repeat' });
        await tell({ type: 'step-start', step: 'steps[0].steps[0]', name: 'First', kind: 'click' });
        await tell({ type: 'step-end', step: 'steps[0].steps[0]', status: 'passed', ms: 1 });
        await tell({ type: 'step-start', step: 'steps[0].steps[1]', name: 'Second', kind: 'click' });
        return untilAborted(signal);
      },
    };
    const { handle, log } = await begin({ pilot: () => done, ports: { pilot: entered } });
    await vi.waitUntil(() => log.lines.filter(({ type }) => type === 'step-start').length === 3);
    handle.stop('by hand');
    await handle.done;
    const reason = 'The run ended in the middle of this step: stopped: by hand';
    expect(log.lines.slice(-3)).toMatchObject([
      { type: 'step-end', step: 'steps[0].steps[1]', status: 'failed', reason },
      { type: 'step-end', step: 'steps[0]', status: 'failed', reason },
      { type: 'ending', ending: 'stopped' },
    ]);
  });
});

describe('a pause', () => {
  it('should let the act under way end, release everything, and look anew after it', async () => {
    let letGo = (): void => undefined;
    const { handle, log } = await begin({
      pilot: (number) => (number === 1 ? clickOn('Next') : done),
      hand: {
        click: () =>
          new Promise((resolve) => {
            letGo = resolve;
          }),
      },
    });
    await vi.waitUntil(() => log.hand.includes('click'));
    handle.pause();
    letGo();
    await vi.waitUntil(() => handle.paused);
    await vi.waitUntil(() => log.all.includes('line:pause'));
    expect(log.hand).toEqual(['click', 'release']);
    expect(log.lines.filter(({ type }) => type === 'decision')).toHaveLength(1);
    await handle.resume();
    expect(await handle.done).toMatchObject({ ending: 'passed' });
    const types = log.lines.map(({ type }) => type);
    expect(types.indexOf('resume')).toBe(types.indexOf('pause') + 1);
  });

  it('should end by a stop', async () => {
    const { handle, log } = await begin({ pilot: (number) => acting('note', { text: `${number}` }) });
    handle.pause();
    await vi.waitUntil(() => log.all.includes('line:pause'));
    handle.stop('by hand');
    expect(await handle.done).toMatchObject({ ending: 'stopped', reason: 'by hand' });
  });

  it('should not count for the wall time', async () => {
    vi.useFakeTimers();
    try {
      let now = 0;
      const { ports, log } = fakePorts({
        pilot: async (number) => {
          if (number > 1) return done;
          await new Promise((resolve) => setTimeout(resolve, 10_000));
          return clickOn('Next');
        },
      });
      const clock = { ...ports.clock, now: () => now };
      const handle = await runTask({ ...ports, clock }, { limits: { steps: 9, seconds: 30 } }, header);
      const pass = async (ms: number) => {
        now += ms;
        await vi.advanceTimersByTimeAsync(ms);
      };
      await pass(5000);
      handle.pause();
      await pass(5000);
      expect(handle.paused).toBe(true);
      await pass(3_600_000);
      expect(log.lines.some(({ type }) => type === 'ending')).toBe(false);
      await handle.resume();
      await pass(1000);
      expect(await handle.done).toMatchObject({ ending: 'passed' });
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('somebody else at the desktop', () => {
  /** A run whose pilot is about to decide its first act, and waits to be let. */
  async function decidingRun() {
    let decide: (() => void) | undefined;
    const run = await begin({
      pilot: async (number) => {
        if (number === 1)
          await new Promise<void>((resolve) => {
            decide = resolve;
          });
        return number < 3 ? clickOn('Next') : done;
      },
    });
    await vi.waitUntil(() => decide !== undefined);
    return { ...run, decide: () => decide?.() };
  }

  it('should make the run pause, and look anew once they have left', async () => {
    const { handle, log, decide } = await decidingRun();
    await handle.disturbed('the mouse');
    decide();
    await vi.waitUntil(() => handle.paused);
    expect(log.hand).not.toContain('click');
    await handle.quiet();
    expect(await handle.done).toMatchObject({ ending: 'passed' });
    expect(log.lines.find(({ type }) => type === 'pause')).toMatchObject({
      by: 'somebody else who used the mouse',
    });
    // The first decision was made on a frame that they may have changed.
    expect(log.lines.filter(({ type }) => type === 'decision').length).toBeGreaterThan(2);
  });

  it('should make void what was decided though they have left already', async () => {
    const { handle, log, decide } = await decidingRun();
    await handle.disturbed('the keyboard');
    await handle.quiet();
    decide();
    expect(await handle.done).toMatchObject({ ending: 'passed' });
    const types = log.lines.map(({ type }) => type);
    expect(types.filter((type) => type === 'decision').length).toBeGreaterThan(2);
    expect(types.filter((type) => type === 'intent').length).toBeLessThan(3);
  });

  it('should not end a pause of the operator by leaving', async () => {
    const { handle, log } = await begin({ pilot: (number) => acting('note', { text: `${number}` }) });
    handle.pause();
    await vi.waitUntil(() => log.all.includes('line:pause'));
    await handle.disturbed('the mouse');
    await handle.quiet();
    expect(handle.paused).toBe(true);
    handle.stop('by hand');
    await handle.done;
  });

  it('should end the run as stopped where they do not leave', async () => {
    const { ports, log } = fakePorts({ pilot: (number) => acting('note', { text: `${number}` }) });
    const handle = await runTask(
      { ...ports, personWithinMs: 5 },
      { limits: { steps: 999, seconds: 30 } },
      header,
    );
    await handle.disturbed('the mouse');
    expect(await handle.done).toMatchObject({
      ending: 'stopped',
      reason: expect.stringContaining('Somebody else used the mouse'),
    });
    expect(log.lines.at(-1)).toMatchObject({ type: 'ending', ending: 'stopped' });
  });
});

describe('a stop', () => {
  it('should cut off a hand that is at work, and record that act as unknown', async () => {
    const { handle, log } = await begin({
      pilot: () => acting('type', { text: 'hello' }),
      hand: { type: (_text, signal) => untilAborted(signal) },
    });
    await vi.waitUntil(() => log.hand.includes('type'));
    handle.stop('by hand');
    expect(await handle.done).toMatchObject({ ending: 'stopped' });
    expect(log.lines.find(({ type }) => type === 'outcome')).toMatchObject({ outcome: 'unknown' });
    expect(log.lines.at(-1)).toMatchObject({ type: 'ending', ending: 'stopped' });
  });

  it('should be the ending of a run that was about to end otherwise', async () => {
    let letGo = (): void => undefined;
    const { handle, log } = await begin({
      pilot: () => done,
      hand: {
        release: () =>
          new Promise((resolve) => {
            letGo = resolve;
          }),
      },
    });
    await vi.waitUntil(() => log.hand.includes('release'));
    handle.stop('by hand');
    letGo();
    expect(await handle.done).toEqual({ ending: 'stopped', reason: 'by hand' });
    expect(log.lines.at(-1)).toMatchObject({ type: 'ending', ending: 'stopped', reason: 'by hand' });
  });

  it('should keep its ending when it comes twice', async () => {
    const { handle } = await begin({ pilot: () => new Promise(() => undefined) });
    handle.stop('first');
    handle.stop('second');
    expect(await handle.done).toMatchObject({ reason: 'first' });
  });
});

describe('a value that is told late', () => {
  /** The first thought is voided at once and tells its value when `after` lets it. */
  const lateTeller = (after: Promise<void>, second: Answer): Pilot => {
    let asked = 0;
    return {
      name: 'late',
      decide: async ({ tell }) => {
        asked += 1;
        if (asked > 1) return second;
        await after;
        await tell({ type: 'value', name: 'total', value: 42 });
        return done;
      },
    };
  };

  it('should be among the outputs although its thought was voided before it was told', async () => {
    let letGo = (): void => undefined;
    const after = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let changes = 0;
    const { ports, log } = fakePorts({ pilot: () => done });
    const screen: RunPorts['screen'] = {
      ...ports.screen,
      nextChange: async (key, options, signal) => {
        changes += 1;
        if (changes > 1) return ports.screen.nextChange(key, options, signal);
        return { same: false, boxes: [], share: 1 };
      },
      look: async (patience, signal) => {
        // The second look begins once the first thought is void; only then does it tell.
        if (changes > 0) {
          letGo();
          await vi.waitUntil(() => log.all.includes('line:value'));
        }
        return ports.screen.look(patience, signal);
      },
    };
    const pilot = lateTeller(after, acting('give-up', { reason: 'enough' }));
    const handle = await runTask({ ...ports, screen, pilot }, { limits: { steps: 50, seconds: 60 } }, header);
    expect(await handle.done).toMatchObject({ ending: 'failed' });
    expect(log.lines.some(({ type }) => type === 'look-again')).toBe(true);
    expect(log.lines.at(-1)).toMatchObject({ type: 'ending', outputs: { total: 42 } });
  });
});
