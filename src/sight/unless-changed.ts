import type { Clock } from '../ports.js';

/** A reading that takes no longer than this is always finished, ms: what it says comes soon enough. */
export const SLOW_MS = 1000;

/**
 * Reads a frame, and drops the reading once it takes long and the screen has changed where it reads: what it
 * would say is no longer true. Answers undefined then.
 *
 * @param changed resolves once the screen has changed there
 */
export async function unlessChanged<Result>(
  read: (signal: AbortSignal) => Promise<Result>,
  changed: (signal: AbortSignal) => Promise<void>,
  clock: Clock,
  signal: AbortSignal,
): Promise<Result | undefined> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const reading = read(either);
  const outdated = clock.sleep(SLOW_MS, either).then(() => changed(either));
  try {
    return await Promise.race([reading, outdated.then(() => undefined)]);
  } finally {
    over.abort();
    for (const loser of [reading, outdated]) loser.catch(() => 'what was dropped has no more to say');
  }
}
