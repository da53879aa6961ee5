import { describe, expect, it } from 'vitest';
import { inTime } from '../../src/core/in-time.js';

const fired = (signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason)));

describe('a signal with a time limit', () => {
  it('should fire when its time is over, though nobody holds on to it', async () => {
    // Keeps the process going meanwhile: its own timer does not.
    const going = setInterval(() => Array.from({ length: 1e5 }, () => ({})), 1);
    const reason = await fired(inTime(new AbortController().signal, 300).signal);
    clearInterval(going);
    expect(reason).toMatchObject({ name: 'TimeoutError' });
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

  it('should not fire once it was ended', async () => {
    const limit = inTime(new AbortController().signal, 1);
    limit.end();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(limit.signal.aborted).toBe(false);
  });
});
