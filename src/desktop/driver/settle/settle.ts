import type { Patience } from '../../../ports.js';
import { pause } from '../x11/hand/pause.js';
import type { Activity } from './activity.js';
import type { Inputs } from './inputs.js';
import type { Unrest } from './unrest.js';
import { pace, type Watch } from './watch.js';

/** How long is waited, ms. */
interface Rules {
  /** For a first change after the input. */
  readonly first: number;
  /** The same when the application has gone back to sleep without drawing. */
  readonly firstAsleep: number;
  /** Without a change that matters, after the last one. */
  readonly quiet: number;
  /** The same when the application has gone back to sleep; longer when it draws in a slower rhythm. */
  readonly quietAsleep: number;
}

const rules: Readonly<Record<Exclude<Patience, 'none'>, Rules>> = {
  pointer: { first: 250, firstAsleep: 60, quiet: 72, quietAsleep: 24 },
  key: { first: 250, firstAsleep: 60, quiet: 72, quietAsleep: 24 },
  launch: { first: 400, firstAsleep: 400, quiet: 300, quietAsleep: 100 },
};

/** After this many ms a screen that still moves is taken as it is. */
export const settleLimitMs = 5000;
/** An application counts as asleep after this many ms without computing. */
const asleepMs = 12;
/** Quiet must last this many times the longest pause between two changes of the burst. */
const rhythm = 2.5;
/** While the application still computes: changes that make a rhythm to rely on, how many of its pauses are waited, and the least, ms. */
const relied = { changes: 8, rhythm: 2.5, quiet: 48 };
/** Calm is likely when it is due within this many ms. */
const likelyMs = 12;
/** ms between two looks at whether the application sleeps. */
const checkMs = 8;

/** What settling needs to know about the display. */
export interface Scene {
  readonly watch: Watch;
  readonly unrest: Unrest;
  readonly inputs: Inputs;
  readonly activity: Activity;
}

/** How settling ended. */
export interface Settled {
  readonly calm: boolean;
  /** ms that were waited. */
  readonly ms: number;
}

/**
 * Waits until the screen is calm after an input. Waits for the thing itself: for the first change, for the
 * application to fall asleep, for the changes to end; the times of `rules` are upper limits of silence. What
 * it declares calm too early, the watch that goes on finds later.
 *
 * @param started monotonic ms when the wait began
 * @param early is called when calm is likely, to get ready
 */
export async function settle(
  scene: Scene,
  patience: Exclude<Patience, 'none'>,
  started: number,
  early: () => void,
  signal: AbortSignal,
): Promise<Settled> {
  const rule = rules[patience];
  const limit = started + settleLimitMs;
  const enough = scene.watch.want(pace.calm);
  try {
    for (;;) {
      const now = performance.now();
      const due = dueAt(scene, rule, patience === 'launch', started, now);
      if (now >= Math.min(due, limit)) {
        // Something may have been drawn that no sample has seen yet.
        await scene.watch.flush();
        const end = performance.now();
        const still = dueAt(scene, rule, patience === 'launch', started, end);
        if (end >= still || end >= limit) return { calm: end >= still, ms: end - started };
      } else {
        if (due - now < likelyMs) early();
        await pause(Math.min(due - now, limit - now, checkMs), signal);
      }
    }
  } finally {
    enough();
  }
}

/** When the screen will be calm if nothing more happens, monotonic ms. */
function dueAt(scene: Scene, rule: Rules, launch: boolean, started: number, now: number): number {
  const { unrest, inputs, activity } = scene;
  const asleep = (activity.asleepFor(now) ?? 0) >= asleepMs;
  // A launch is not an input of the hand: its first changes may lie a little before the wait.
  const since = launch ? started - rule.first : inputs.last.begunAt;
  const anchor = launch ? started : inputs.last.at;
  if (unrest.lastAt >= since) return unrest.lastAt + quietAfter(unrest, rule, asleep, launch);
  if (unrest.answeredAt >= since) return unrest.answeredAt + (asleep ? rule.quietAsleep : rule.quiet);
  return anchor + (asleep ? rule.firstAsleep : rule.first);
}

/** The silence that shows that a burst of changes is over. A launch pauses longer than it moves, so its rhythm tells little. */
function quietAfter(unrest: Unrest, rule: Rules, asleep: boolean, launch: boolean): number {
  const pause = unrest.longestPause;
  if (asleep) return Math.min(rule.quiet, Math.max(rule.quietAsleep, pause * rhythm));
  if (launch || unrest.changes < relied.changes) return rule.quiet;
  return Math.min(rule.quiet, Math.max(relied.quiet, pause * relied.rhythm));
}
