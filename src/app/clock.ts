import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../ports.js';

/** A timer of Node that is set for longer fires at once, ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The real clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => new Date().toISOString(),
  sleep: async (ms, signal) => {
    let left = ms;
    do {
      await delay(Math.min(left, LONGEST_TIMER_MS), undefined, { signal });
      left -= LONGEST_TIMER_MS;
    } while (left > 0);
  },
};
