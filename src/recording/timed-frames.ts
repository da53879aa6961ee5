import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecording } from './reader.js';
import { LINES } from './writer.js';

/** A frame of a recording, and when it was on the screen. */
export interface TimedFrame {
  readonly path: string;
  /** Stands for it in what is kept: its file within the recording, and its fingerprint. */
  readonly name: string;
  /** ms since the run began. */
  readonly at: number;
}

/**
 * The frames of a recording, also of one that is being written, oldest first; undefined for a folder that is none.
 *
 * @throws DeskhandError for a recording that cannot be read
 */
export async function timedFrames(folder: string): Promise<readonly TimedFrame[] | undefined> {
  const lines = await stat(join(folder, LINES)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (lines === undefined) return undefined;
  const { frames, folder: absolute } = await readRecording(folder);
  return [...frames.values()].map(({ file, sha256, at }) => ({
    path: join(absolute, file),
    name: `frame:${file}?sha256=${sha256}`,
    at,
  }));
}
