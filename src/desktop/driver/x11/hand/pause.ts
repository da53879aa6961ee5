import { setTimeout as sleep } from 'node:timers/promises';

/** Waits `ms`; rejects with the signal's reason as soon as it fires. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    // The timer rejects for one reason only, with an error of its own; the caller's reason tells more.
    signal.throwIfAborted();
  }
}
