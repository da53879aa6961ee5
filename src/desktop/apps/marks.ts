import { readdirSync, readFileSync } from 'node:fs';

/**
 * Whether a process was started with this variable (`NAME=value`) in its environment, by us or by something
 * that we started. Only Linux can tell; elsewhere, and of dead or foreign processes, the answer is no.
 */
export function carries(pid: number, marked: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(marked);
  } catch {
    return false;
  }
}

/** The processes that carry the mark. */
export function carriers(marked: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => carries(pid, marked));
}
