import { readFileSync } from 'node:fs';
import { readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DeskhandError } from '../core/errors.js';

const LOCK = 'recording.lock';

const Holder = z.object({
  pid: z.number().int().positive(),
  /** Start of that process in clock ticks since boot (Linux); tells a reused pid from the old one. */
  started: z.string().optional(),
  since: z.string(),
});

/** Who writes the recording in this folder, or wrote it and never closed it. */
export type Holder = z.infer<typeof Holder> & { readonly alive: boolean };

/** Takes the lock of the folder; refuses when it is taken, also by a process that died. */
export async function takeLock(folder: string, wall: string): Promise<void> {
  const me = { pid: process.pid, started: processStart(process.pid), since: wall };
  try {
    await writeFile(join(folder, LOCK), `${JSON.stringify(me)}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = await lockHolder(folder);
    const who = holder === undefined ? 'another process' : `process ${holder.pid} since ${holder.since}`;
    throw new DeskhandError('usage', 'recording-locked', `${folder} is already written by ${who}.`, {
      hint: 'Each run needs a folder of its own.',
      cause: error,
    });
  }
}

/** Frees the lock; a lock that is already gone is fine. */
export async function freeLock(folder: string): Promise<void> {
  await unlink(join(folder, LOCK)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

/** Who holds the lock of the folder; undefined when it is free or not readable as a lock. */
export async function lockHolder(folder: string): Promise<Holder | undefined> {
  const text = await readFile(join(folder, LOCK), 'utf8').catch(() => '');
  const holder = Holder.safeParse(parseJson(text));
  return holder.success ? { ...holder.data, alive: isAlive(holder.data) } : undefined;
}

function isAlive(holder: z.infer<typeof Holder>): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it runs, but under another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const started = processStart(holder.pid);
  return started === undefined || holder.started === undefined || started === holder.started;
}

function processStart(pid: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name in brackets and may hold spaces; the start time is the 20th after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
