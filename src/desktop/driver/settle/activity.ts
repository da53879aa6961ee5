import { readFileSync } from 'node:fs';

/** CPU time that a resting application may use between two looks at it, ns: timers, carets. */
const restingNs = 400_000;
/** Processes started meanwhile are noticed after this many ms. */
const familyMs = 500;

/**
 * Tells how long the applications that may answer an input have been asleep: an application that has
 * stopped computing has drawn what it is going to draw. Reads /proc; where that cannot be read the answer is
 * always undefined, and settling takes its full time.
 */
export class Activity {
  readonly #roots: () => readonly number[];
  readonly #used = new Map<number, number>();
  #family: { pids: number[]; at: number; of: string } = { pids: [], at: Number.NEGATIVE_INFINITY, of: '' };
  #checkedAt = Number.NEGATIVE_INFINITY;
  #busyAt = Number.NEGATIVE_INFINITY;

  /** @param roots process ids of the applications; their children are looked at too */
  constructor(roots: () => readonly number[]) {
    this.#roots = roots;
  }

  /** ms since the applications were last seen computing, or since somebody began to look; undefined when unknown. */
  asleepFor(now: number): number | undefined {
    const pids = this.#pids(now);
    if (pids.length === 0) return undefined;
    // After a pause in looking, nothing is known about the time between.
    const blind = now - this.#checkedAt > 60;
    this.#checkedAt = now;
    let busy = blind;
    for (const pid of pids) {
      const state = readState(pid);
      if (state === undefined) return undefined;
      const before = this.#used.get(pid);
      this.#used.set(pid, state.usedNs);
      if (state.running || before === undefined || state.usedNs - before > restingNs) busy = true;
    }
    if (busy) this.#busyAt = now;
    return now - this.#busyAt;
  }

  #pids(now: number): number[] {
    const roots = this.#roots();
    const of = roots.join();
    if (this.#family.of !== of || now - this.#family.at > familyMs) {
      this.#family = { pids: roots.flatMap(withChildren), at: now, of };
      for (const pid of this.#used.keys()) if (!this.#family.pids.includes(pid)) this.#used.delete(pid);
    }
    return this.#family.pids;
  }
}

function withChildren(pid: number): number[] {
  const children = readProc(`/proc/${pid}/task/${pid}/children`)?.trim();
  return [pid, ...(children ? children.split(' ').map(Number).flatMap(withChildren) : [])];
}

function readState(pid: number): { running: boolean; usedNs: number } | undefined {
  const used = readProc(`/proc/${pid}/schedstat`);
  const stat = readProc(`/proc/${pid}/stat`);
  if (used === undefined || stat === undefined) return undefined;
  // The name in brackets may hold anything; the state is the first letter after the last bracket.
  const state = stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
  return { running: state === 'R' || state === 'D', usedNs: Number(used.split(' ')[0]) };
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // The process has ended, or this system has no /proc.
    return undefined;
  }
}
