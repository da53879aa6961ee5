import { lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootId, OWNER_FILE, processStart } from '../machine/own-folder.js';
import { carries } from './apps/marks.js';
import { pause, signalOne } from './apps/program.js';

/** Names of our temporary folders begin so. */
const PREFIX = 'deskhand-';
/** An owner is one short line, bytes. */
const MOST_BYTES = 2000;
/** ms that leftover processes get to end when asked. */
const GRACE_MS = 1000;
const POLL_MS = 20;

/**
 * Removes what runs have left that were killed together with their keeper: their temporary folders, and on Linux the
 * display, window manager, bus and applications of their virtual desktops. Only what is provably ours is touched: plain
 * folders of this user, mode 0700, that name as their owner a process that has ended; and processes of this user that
 * carry the mark of such a folder, or the way to the display in it.
 *
 * @param folder where temporary folders are made; that of this system unless told
 * @returns the folders that were removed
 */
export async function sweepDead(folder = tmpdir()): Promise<readonly string[]> {
  if (process.platform !== 'linux') return [];
  const dead = deadFolders(folder);
  if (dead.length === 0) return [];
  const left = (): number[] => processesOf(dead);
  for (const pid of left()) signalOne(pid, 'SIGTERM');
  const deadline = performance.now() + GRACE_MS;
  while (left().length > 0 && performance.now() < deadline) await pause(POLL_MS);
  for (const pid of left()) signalOne(pid, 'SIGKILL');
  return dead.flatMap(({ path }) => {
    try {
      rmSync(path, { recursive: true, force: true });
      return [path];
    } catch {
      // Somebody else is at it, or it has just got a new file: the next start tries again.
      return [];
    }
  });
}

interface DeadFolder {
  readonly path: string;
  readonly marked: string | undefined;
}

function deadFolders(folder: string): DeadFolder[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith(PREFIX))
    .flatMap((name) => deadFolder(join(folder, name)) ?? []);
}

function deadFolder(path: string): DeadFolder | undefined {
  try {
    const uid = process.getuid?.();
    const facts = lstatSync(path);
    if (!facts.isDirectory() || facts.uid !== uid || (facts.mode & 0o077) !== 0) return undefined;
    const file = join(path, OWNER_FILE);
    const note = lstatSync(file);
    if (!note.isFile() || note.uid !== uid || note.size > MOST_BYTES) return undefined;
    const { pid, started, boot, marked }: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof pid !== 'number' || typeof started !== 'string' || typeof boot !== 'string') return undefined;
    if (boot === bootId() && processStart(pid) === started) return undefined;
    return { path, marked: boot === bootId() && typeof marked === 'string' ? marked : undefined };
  } catch {
    // Gone meanwhile, or not one of ours.
    return undefined;
  }
}

function processesOf(dead: readonly DeadFolder[]): number[] {
  const marks = dead.flatMap(({ path, marked }) => [
    ...(marked === undefined ? [] : [marked]),
    `XAUTHORITY=${join(path, 'authority')}`,
  ]);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && marks.some((mark) => carries(pid, mark)));
}
