import { constants, watch } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { DeskhandError } from '../core/errors.js';
import type { RecordingLine } from '../core/events.js';
import { type Corrupt, LineReader } from './lines.js';
import { lockHolder } from './lock.js';
import { LINES } from './writer.js';

/** The file is looked at again after this time, where nothing tells of a change, ms. */
const LOOK_AGAIN_MS = 500;
/** Bytes that are read at once. */
const CHUNK = 1024 * 1024;

/**
 * Follows a recording, also one that another process is writing: yields every line from the first on, each as soon as
 * it is whole on disk, and ends after the ending, or when nobody writes the recording any more. A torn last line is
 * waited for and never yielded. Changes nothing.
 *
 * @param folder folder of the recording
 * @param options.signal ends it
 * @throws DeskhandError `recording-missing`, `recording-corrupt` at a line that does not follow the one before it, or
 *   `recording-format`
 */
export async function* followRecording(
  folder: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<RecordingLine, void, undefined> {
  const file = await openLines(folder);
  const changes = changesIn(folder, signal);
  const reader = new LineReader();
  try {
    while (signal?.aborted !== true) {
      // Asked first: what was written before the writer let go of it is read after that.
      const isWritten = (await lockHolder(folder))?.alive === true;
      const { lines, corrupt } = await newLines(file, reader);
      yield* lines;
      if (corrupt !== undefined) throw corruptAt(folder, corrupt);
      if (lines.at(-1)?.type === 'ending' || (lines.length === 0 && !isWritten)) return;
      if (lines.length === 0) await changes.next();
    }
  } finally {
    changes.close();
    await file.close();
  }
}

type LinesFile = Awaited<ReturnType<typeof open>>;

/** A recording may come from anybody: only a plain file in its folder is read. */
async function openLines(folder: string): Promise<LinesFile> {
  const path = join(folder, LINES);
  try {
    if (!(await realpath(path)).startsWith((await realpath(folder)) + sep)) throw new Error('it is a link');
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if ((await file.stat()).isFile()) return file;
    await file.close();
    throw new Error('it is no plain file');
  } catch (cause) {
    throw new DeskhandError('usage', 'recording-missing', `${folder} holds no readable ${LINES}.`, {
      hint: 'Name the folder that a run has begun, such as recordings/2026-11-20-135502-save-a-file-k7x2m.',
      cause,
    });
  }
}

/** The lines that became whole since the last time. */
async function newLines(file: LinesFile, reader: LineReader): Promise<ReturnType<LineReader['add']>> {
  const lines: RecordingLine[] = [];
  let rest: Uint8Array = new Uint8Array();
  for (;;) {
    const from = reader.goodBytes;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(CHUNK), 0, CHUNK, from + rest.length);
    rest = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    const read = reader.add(rest);
    lines.push(...read.lines);
    if (read.corrupt !== undefined || bytesRead < CHUNK) return { ...read, lines };
    rest = rest.subarray(reader.goodBytes - from);
  }
}

function corruptAt(folder: string, { line, reason }: Corrupt): DeskhandError {
  return new DeskhandError('usage', 'recording-corrupt', `${folder}: line ${line} is corrupt: ${reason}.`, {
    hint: 'The lines before it are good. “deskhand show” tells all that is wrong with a recording.',
  });
}

/** Tells of changes in a folder; some file systems tell of none, so the next look never waits for long. */
function changesIn(folder: string, signal: AbortSignal | undefined) {
  let wake = (): void => undefined;
  let isChanged = false;
  const changed = (): void => {
    isChanged = true;
    wake();
  };
  const watcher = watch(folder, { persistent: false }, changed);
  watcher.on('error', changed);
  signal?.addEventListener('abort', changed);
  return {
    /** Resolves at the next change since the last time it did. */
    next: () =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(() => wake(), isChanged ? 0 : LOOK_AGAIN_MS);
        wake = () => {
          clearTimeout(timer);
          isChanged = false;
          resolve();
        };
      }),
    close: () => {
      signal?.removeEventListener('abort', changed);
      watcher.close();
    },
  };
}
