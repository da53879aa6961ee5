import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The file in each of our temporary folders that says whose it is. */
export const OWNER_FILE = '.deskhand-owner';

/** The process that a temporary folder belongs to, as it can be told from another one with the same number. */
export interface FolderOwner {
  readonly pid: number;
  /** Start of that process in clock ticks since boot. */
  readonly started: string;
  /** Another one at each start of the machine. */
  readonly boot: string;
  /** What processes that belong to the folder carry in their environment, as `NAME=value`. */
  readonly marked?: string;
}

/**
 * Makes a temporary folder of this process, for its user alone, which is swept by a later run when this one cannot
 * remove it.
 *
 * @param prefix beginning of its name, such as `deskhand-text-`
 * @returns its absolute path
 */
export function ownFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  claimFolder(folder);
  return folder;
}

/** Writes down whose folder it is; `marked` is what processes that belong to it carry in their environment. */
export function claimFolder(folder: string, marked?: string): void {
  const started = processStart(process.pid);
  // Only Linux tells one process from a later one with its number; elsewhere nothing is ever swept.
  if (started === undefined) return;
  const owner: FolderOwner = { pid: process.pid, started, boot: bootId(), ...(marked && { marked }) };
  const file = join(folder, OWNER_FILE);
  writeFileSync(file, JSON.stringify(owner), { mode: 0o600 });
}

/** When a process was started, in clock ticks since boot; undefined when there is none, or no /proc. */
export function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name in brackets and may hold spaces; the start time is the 20th after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/** Another one at each start of the machine: process numbers and start times come again. */
export function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    // Only Linux tells.
    return '';
  }
}
