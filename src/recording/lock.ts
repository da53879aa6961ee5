import { realpath, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { DeskhandError } from '../core/errors.js';
import { bootId, processStart } from '../machine/own-folder.js';
import { readKept } from './kept-file.js';
import type { Signer } from './seal.js';

const LOCK = 'recording.lock';
/** A lock is one short line. */
const MOST_BYTES = 4096;

const Holder = z.object({
  pid: z.number().int().positive(),
  /** Start of that process in clock ticks since boot (Linux); tells a reused pid from the old one. */
  started: z.string().optional(),
  since: z.string(),
  /** Signature over folder, process and boot: what a stranger's folder says is no reason to signal anybody. */
  signature: z.string().optional(),
});

/** Who writes the recording in this folder, or wrote it and never closed it. */
export type Holder = z.infer<typeof Holder> & {
  readonly alive: boolean;
  /** Whether a run of this user wrote the lock, in this folder, since the machine was started. */
  readonly own: boolean;
};

/** Takes the lock of the folder; refuses when it is taken, also by a process that died. */
export async function takeLock(folder: string, wall: string, signer?: Signer): Promise<void> {
  const facts = { pid: process.pid, started: processStart(process.pid), since: wall };
  const me = { ...facts, ...(signer && { signature: signer.sign(await lockText(folder, facts)) }) };
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
export async function lockHolder(folder: string, signer?: Signer): Promise<Holder | undefined> {
  const text = (await readKept(folder, LOCK, MOST_BYTES))?.toString('utf8') ?? '';
  const holder = Holder.safeParse(parseJson(text)).data;
  if (holder === undefined) return undefined;
  const { signature } = holder;
  const own =
    signer !== undefined &&
    signature !== undefined &&
    holder.started !== undefined &&
    signer.holds(await lockText(folder, holder), signature);
  return { ...holder, alive: isAlive(holder), own };
}

/** What the signature of a lock stands for: this process, of this boot, writing this very folder. */
async function lockText(folder: string, { pid, started, since }: z.infer<typeof Holder>): Promise<string> {
  return JSON.stringify(['deskhand lock', await realpath(folder), pid, started ?? '', since, bootId()]);
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
