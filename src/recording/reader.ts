import { resolve } from 'node:path';
import { DeskhandError } from '../core/errors.js';
import type { Recording } from '../core/recording.js';
import { assemble } from './assemble.js';
import { readKept } from './kept-file.js';
import { readLines } from './lines.js';
import { lockHolder } from './lock.js';
import { LINES } from './writer.js';

/** A run of a day writes less, bytes. */
const MOST_BYTES = 500 * 1024 * 1024;

/**
 * Reads a recording, also one that was interrupted or is still being written. Changes nothing.
 * A torn last line and a corrupt line are told in the answer; the good lines before them are there.
 *
 * @throws DeskhandError `recording-missing`, `recording-empty`, `recording-corrupt` (its first line) or `recording-format`
 */
export async function readRecording(folder: string): Promise<Recording> {
  const absolute = resolve(folder);
  const read = readLines(await readBytes(absolute));
  const header = read.lines[0];
  if (header === undefined || header.type !== 'run') {
    if (read.corrupt !== undefined) throw corruptStart(absolute, read.corrupt.reason);
    throw new DeskhandError('usage', 'recording-empty', `${absolute} holds no whole line.`, {
      hint: 'The run was cut off before it began; nothing was done.',
    });
  }
  const holder = await lockHolder(absolute);
  return assemble(absolute, { ...read, header }, holder?.alive ? { pid: holder.pid } : undefined);
}

async function readBytes(folder: string): Promise<Buffer> {
  const bytes = await readKept(folder, LINES, MOST_BYTES);
  if (bytes !== undefined) return bytes;
  throw new DeskhandError('usage', 'recording-missing', `${folder} holds no readable ${LINES}.`, {
    hint: 'Name the folder that a run left, such as recordings/2026-11-20-135502-save-a-file-k7x2m.',
  });
}

function corruptStart(folder: string, reason: string): DeskhandError {
  return new DeskhandError('usage', 'recording-corrupt', `${folder}: line 1 is corrupt: ${reason}.`, {
    hint: 'Nothing of this recording can be trusted.',
  });
}
