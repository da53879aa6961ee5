import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { pause } from './pause.js';

/** ms between two looks at processes, and at those that must sleep for long. */
const lookMs = 2;
const longLookMs = 20;

/**
 * What has to sleep before an application is quiet: every thread of the process, as the one that waits for
 * events need not be the one that handles them, and of every process it has started, as browsers hand what they
 * got from one to the next. As paths below /proc; empty when this machine does not show the process. Read at one
 * go: some hundred small files of the kernel take less time than handing them around.
 */
export function threadsOf(pid: number): readonly string[] {
  const threads = namesIn(`/proc/${pid}/task`);
  if (threads.length === 0) return [];
  const children = new Map<number, number[]>();
  for (const name of namesIn('/proc')) {
    const parent = parentOf(name);
    if (parent === undefined) continue;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [Number(name)]);
    else siblings.push(Number(name));
  }
  const tree = [pid];
  for (const member of tree) tree.push(...(children.get(member) ?? []));
  const helpers = tree.slice(1).flatMap((member) => namesIn(`/proc/${member}/task`));
  return [...threads.map((thread) => `${pid}/task/${thread}`), ...helpers];
}

/** The thread that reads the events of a program, in nearly all toolkits. As a path below /proc. */
export function mainThread(pid: number): readonly string[] {
  return [`${pid}/task/${pid}`];
}

/**
 * Resolves when all threads have slept without a break from one look to the next. An
 * event loop sleeps when its queue is empty, but also while it waits for an answer of the display server;
 * that answer is there after a round trip to the server, so `roundTrip` is made between the looks.
 *
 * @returns false after `withinMs`
 */
export async function allAsleep(
  threads: readonly string[],
  roundTrip: () => Promise<void>,
  withinMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const limit = performance.now() + withinMs;
  let before: string | undefined;
  for (;;) {
    const states = threads.map(stillnessOf);
    const now = states.includes('awake') ? undefined : states.join();
    if (now !== undefined && now === before) return true;
    before = now;
    if (performance.now() > limit) return false;
    await pause(lookMs, signal);
    await roundTrip();
  }
}

/**
 * Resolves when all threads have slept for `sleepMs` without a break.
 *
 * @returns false after `withinMs`
 */
export async function asleepFor(
  threads: readonly string[],
  sleepMs: number,
  withinMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const limit = performance.now() + withinMs;
  let since = performance.now();
  let before: string | undefined;
  for (;;) {
    const states = threads.map(stillnessOf);
    const now = states.includes('awake') ? undefined : states.join();
    if (now === undefined || now !== before) since = performance.now();
    before = now;
    if (now !== undefined && performance.now() - since >= sleepMs) return true;
    if (performance.now() > limit) return false;
    await pause(longLookMs, signal);
  }
}

/**
 * `awake`, or a mark that stays the same as long as the thread sleeps on: how often it fell asleep so far
 * (proc(5), status). Undefined when it has ended.
 */
function stillnessOf(thread: string): string | undefined {
  const status = textOf(`/proc/${thread}/status`);
  if (status === undefined) return undefined;
  const state = /^State:\s+(\S)/m.exec(status)?.[1];
  // R runs or would like to, D waits for a disk in the middle of its work.
  if (state === 'R' || state === 'D') return 'awake';
  // A stopped program reads nothing; a stopped job of a terminal is no reason to wait for the terminal.
  if ((state === 'T' || state === 't') && thread.includes('/task/')) return 'awake';
  return /^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? '';
}

/** Programs that run others: two processes of one of them need not be of the same program. */
const interpreters = /^(python|perl|ruby|node|java|wish|tclsh|gjs|bash|dash|sh)/;

/**
 * Whether two processes are parts of one program: one has started the other, both carry the mark of the same
 * application of a task, or both run the same file, as the many processes of Wine and of browsers do.
 */
export function sameProgram(a: number, b: number): boolean {
  if (a === b || isAncestor(a, b) || isAncestor(b, a)) return true;
  const mark = markOf(a);
  if (mark !== undefined && mark === markOf(b)) return true;
  const file = fileOf(a);
  return (
    file !== undefined && !interpreters.test(file.slice(file.lastIndexOf('/') + 1)) && file === fileOf(b)
  );
}

function isAncestor(older: number, younger: number): boolean {
  for (let at: number | undefined = parentOf(String(younger)); at !== undefined && at > 1; )
    if (at === older) return true;
    else at = parentOf(String(at));
  return false;
}

/** What the applications of a task carry in their environment. */
function markOf(pid: number): string | undefined {
  return textOf(`/proc/${pid}/environ`)
    ?.split('\0')
    .find((each) => each.startsWith('DESKHAND_APP='));
}

function fileOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    // It has ended, or belongs to somebody else.
    return undefined;
  }
}

function parentOf(pid: string): number | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  // The name in parentheses may hold anything, so the fields are those after the last one.
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ', 2)[1]);
}

/** The numbers among the names in a folder of /proc. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^\d+$/.test(name));
  } catch {
    // The process has ended, or this system has no such folder.
    return [];
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    // It ended between the listing and the look.
    return undefined;
  }
}
