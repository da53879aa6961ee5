import { readdirSync, readFileSync } from 'node:fs';
import { pause } from './pause.js';

/** ms between two looks at processes. */
const lookMs = 2;

interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** It runs or would like to (R of proc(5)), or waits for a disk (D): it is not through with its work. */
  readonly busy: boolean;
}

/**
 * The process and everything it has started, as far as this machine's /proc shows them; empty when it shows
 * nothing. Read at one go: some hundred small files of the kernel take less time than handing them around.
 */
export function processTree(pid: number): readonly number[] {
  if (statOf(pid) === undefined) return [];
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat === undefined) continue;
    const siblings = children.get(stat.parent);
    if (siblings === undefined) children.set(stat.parent, [stat.pid]);
    else siblings.push(stat.pid);
  }
  const tree = [pid];
  for (const member of tree) tree.push(...(children.get(member) ?? []));
  return tree;
}

/**
 * Resolves when the main threads of all processes were seen asleep twice in a row: an event loop sleeps only
 * when its queue is empty. False after `withinMs`.
 */
export async function allAsleep(
  processes: readonly number[],
  withinMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const limit = performance.now() + withinMs;
  let asleep = 0;
  for (;;) {
    await pause(lookMs, signal);
    asleep = processes.some((pid) => statOf(pid)?.busy) ? 0 : asleep + 1;
    if (asleep === 2) return true;
    if (performance.now() > limit) return false;
  }
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold anything, so the fields are those after the last one.
    const [state = '', parent = ''] = text.slice(text.lastIndexOf(')') + 2).split(' ', 2);
    return { pid, parent: Number(parent), busy: state === 'R' || state === 'D' };
  } catch {
    // It ended between the listing and the look, or it belongs to another machine.
    return undefined;
  }
}
