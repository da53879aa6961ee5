import type { Decision } from '../../core/action.js';
import type { WindowFacts } from '../../core/frame.js';
import type { RecordedAct, Recording } from '../../core/recording.js';
import { windowMatches } from '../../core/window.js';
import { withWindows } from './named-windows.js';

/** Which processes play the parts of the recorded ones: each run has other numbers. */
export interface Processes {
  /** Takes notice of the windows that are open now. */
  see(windows: readonly WindowFacts[]): void;
  /** Keeps that a process of this run plays the part of a recorded one. */
  pair(recorded: number, now: number): void;
  /** The decision of an act with the processes of this run, or why nobody can tell which they are. */
  translate(act: RecordedAct): { readonly decision: Decision } | { readonly reason: string };
}

/** Compares the windows of a recording with those of this run. */
export function processesOf(recording: Recording): Processes {
  const pairs = new Map<number, number>();
  const seen = new Map<string, WindowFacts>();
  let open: readonly WindowFacts[] = [];
  const playedBy = (pid: number, act: RecordedAct): number | string => {
    const known = pairs.get(pid);
    if (known !== undefined) return known;
    const told = recordedWindows(recording, act, pid);
    // What the recording shows only later has not opened yet; what it showed before may be minimised by now.
    const now = told.when === 'before' ? [...seen.values()] : open;
    const taken = new Set(pairs.values());
    const found = counterpart(
      told.windows,
      now.filter((window) => window.pid !== undefined && !taken.has(window.pid)),
    );
    const [only, ...others] = found;
    if (only === undefined || others.length > 0) return whyNot(pid, told.windows, found.length);
    pairs.set(pid, only);
    return only;
  };
  return {
    see(windows) {
      open = windows;
      for (const window of windows) seen.set(window.id, window);
    },
    pair: (recorded, now) => void pairs.set(recorded, now),
    translate(act) {
      let reason: string | undefined;
      const decision = withWindows(act.decision, (match) => {
        if (typeof match === 'string' || match.pid === undefined) return match;
        const now = playedBy(match.pid, act);
        if (typeof now === 'number') return { ...match, pid: now };
        reason ??= now;
        return match;
      });
      return reason === undefined ? { decision } : { reason };
    },
  };
}

/** What the recording tells of a process's windows: on the frame of the act, else before it, else after it. */
function recordedWindows(
  { frames }: Recording,
  { before, seq }: RecordedAct,
  pid: number,
): { readonly when: 'now' | 'before' | 'after'; readonly windows: readonly WindowFacts[] } {
  const all = [...frames.values()];
  const of = (windows: readonly WindowFacts[]) => windows.filter((window) => window.pid === pid);
  const now = of(before?.windows ?? []);
  if (now.length > 0) return { when: 'now', windows: now };
  const earlier = of(all.filter((frame) => frame.seq < seq).flatMap(({ windows }) => windows));
  if (earlier.length > 0) return { when: 'before', windows: earlier };
  return { when: 'after', windows: of(all.flatMap(({ windows }) => windows)) };
}

/**
 * The processes whose windows are like the recorded ones: of the same application and class, and, where that is
 * said of several or no application is known, of the same title too.
 */
function counterpart(recorded: readonly WindowFacts[], now: readonly WindowFacts[]): readonly number[] {
  const alike = now.filter((window) =>
    recorded.some((was) => was.app === window.app && was.class === window.class),
  );
  const named = recorded.some(({ app }) => app !== undefined);
  const ofApplication = processesIn(alike);
  if (named && ofApplication.length === 1) return ofApplication;
  return processesIn(alike.filter((window) => recorded.some((was) => windowMatches(was.title, window))));
}

function processesIn(windows: readonly WindowFacts[]): number[] {
  return [...new Set(windows.flatMap(({ pid }) => pid ?? []))];
}

function whyNot(pid: number, [first]: readonly WindowFacts[], found: number): string {
  if (first === undefined)
    return `process ${pid} had no window in the recording, so nobody can tell which process it is now`;
  const of = first.app === undefined ? '' : ` of application ${first.app}`;
  const window = `the window “${first.title}” (${first.class})${of}, which process ${pid} had in the recording`;
  if (found === 0) return `${window}, is not open`;
  return `${found} processes have a window like ${window}; a title or an application tells them apart`;
}
