import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../ports.js';

/** The real clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => new Date().toISOString(),
  sleep: async (ms, signal) => {
    await delay(ms, undefined, { signal });
  },
};
