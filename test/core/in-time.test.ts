import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { inTime } from '../../src/core/in-time.js';

const fired = (signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason)));

/** Takes away what nobody holds on to. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

afterEach(() => {
  vi.useRealTimers();
});

describe('a signal with a time limit', () => {
  it('should fire when its time is over, though nobody holds on to it', async () => {
    const reason = fired(inTime(new AbortController().signal, 100).signal);
    // What is made in this turn is held until the next one.
    await new Promise(setImmediate);
    collectGarbage();
    expect(await reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('should fire with the other signal, and at once when that has fired', async () => {
    const stop = new AbortController();
    const limit = inTime(stop.signal, 60_000);
    const reason = fired(limit.signal);
    stop.abort(new Error('stopped'));
    expect(await reason).toMatchObject({ message: 'stopped' });
    expect(limit.isLate).toBe(false);
    expect(inTime(stop.signal, 60_000).signal.aborted).toBe(true);
  });

  it('should say that its time was over first, and not fire once it was ended', () => {
    vi.useFakeTimers();
    const [limit, ended] = [1, 2].map(() => inTime(new AbortController().signal, 50));
    ended?.end();
    vi.advanceTimersByTime(60);
    expect(limit?.isLate).toBe(true);
    expect(ended?.signal.aborted).toBe(false);
  });
});
