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

type Waiting = Exclude<Patience, 'none'>;

const rules: Readonly<Record<Waiting, Rules>> = {
  arrival: { first: 250, firstAsleep: 60, quiet: 300, quietAsleep: 100 },
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
  /** Monotonic ms since when every change is noticed. */
  readonly openedAt: number;
  /** Whether no window is open, as far as is known: nobody is there who could draw. */
  empty(): boolean;
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
  patience: Waiting,
  started: number,
  early: () => void,
  signal: AbortSignal,
): Promise<Settled> {
  const limit = started + settleLimitMs;
  const enough = scene.watch.want(pace.calm);
  try {
    for (;;) {
      const now = performance.now();
      const due = dueAt(scene, patience, started, now);
      if (now >= Math.min(due, limit)) {
        // Something may have been drawn that no sample has seen yet.
        await scene.watch.flush();
        const end = performance.now();
        const still = dueAt(scene, patience, started, end);
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
function dueAt(scene: Scene, patience: Waiting, started: number, now: number): number {
  const { unrest, activity } = scene;
  const rule = rules[patience];
  const asleep = (activity.asleepFor(now) ?? 0) >= asleepMs || (patience === 'arrival' && scene.empty());
  const { since, anchor } = beginOf(scene, patience, started);
  if (unrest.lastAt >= since) return unrest.lastAt + quietAfter(unrest, patience, asleep);
  if (unrest.answeredAt >= since) return unrest.answeredAt + (asleep ? rule.quietAsleep : rule.quiet);
  return anchor + (asleep ? rule.firstAsleep : rule.first);
}

/** Since when changes count, and from when the first one is waited for, monotonic ms. */
function beginOf(
  { inputs, openedAt }: Scene,
  patience: Waiting,
  started: number,
): { since: number; anchor: number } {
  // Nobody has done anything: what was seen until now counts.
  if (patience === 'arrival') return { since: started - rules.arrival.quiet, anchor: openedAt };
  // A launch is not an input of the hand: its first changes may lie a little before the wait.
  if (patience === 'launch') return { since: started - rules.launch.first, anchor: started };
  return { since: inputs.last.begunAt, anchor: inputs.last.at };
}

/** The silence that shows that a burst of changes is over. A launch pauses longer than it moves, so its rhythm tells little. */
function quietAfter(unrest: Unrest, patience: Waiting, asleep: boolean): number {
  const rule = rules[patience];
  const pause = unrest.longestPause;
  if (asleep) return Math.min(rule.quiet, Math.max(rule.quietAsleep, pause * rhythm));
  const byHand = patience === 'pointer' || patience === 'key';
  if (!byHand || unrest.changes < relied.changes) return rule.quiet;
  return Math.min(rule.quiet, Math.max(relied.quiet, pause * relied.rhythm));
}
