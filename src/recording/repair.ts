import { open, truncate } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DeskhandError } from '../core/errors.js';
import { realDisk, store } from './disk.js';
import { readKept } from './kept-file.js';
import { readLines } from './lines.js';
import { freeLock, lockHolder } from './lock.js';
import { LINES } from './writer.js';

/** What was cut off and where it was put. */
export interface Repaired {
  readonly line: number;
  readonly bytes: number;
  /** File with the cut bytes. */
  readonly broken: string;
}

/**
 * Cuts a torn last line off into `recording.jsonl.broken` and removes the lock of a dead writer.
 * Undefined when no line is torn. A corrupt recording is never touched.
 *
 * @throws DeskhandError `recording-locked` while it is written, `recording-corrupt`
 */
export async function repairRecording(folder: string): Promise<Repaired | undefined> {
  const absolute = resolve(folder);
  const holder = await lockHolder(absolute);
  if (holder?.alive) {
    throw new DeskhandError('usage', 'recording-locked', `Process ${holder.pid} still writes ${absolute}.`);
  }
  const path = join(absolute, LINES);
  const bytes = await readKept(absolute, LINES, Number.POSITIVE_INFINITY);
  if (bytes === undefined)
    throw new DeskhandError('usage', 'recording-missing', `${absolute} holds no readable ${LINES}.`);
  const { torn, corrupt, goodBytes } = readLines(bytes);
  if (corrupt !== undefined) {
    throw new DeskhandError('usage', 'recording-corrupt', `Line ${corrupt.line} of ${path} is corrupt.`, {
      hint: 'Only a torn last line can be repaired; keep this file as it is.',
    });
  }
  await freeLock(absolute);
  if (torn === undefined) return undefined;
  // The copy is safe on disk before anything is cut.
  const broken = `${path}.broken`;
  await store(realDisk, broken, bytes.subarray(goodBytes));
  await truncate(path, goodBytes);
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  return { ...torn, broken };
}
