import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecording } from './reader.js';
import { LINES } from './writer.js';

/**
 * The frames of a recording and when each was on the screen, oldest first; undefined for a folder that is none.
 *
 * @throws DeskhandError for a recording that cannot be read
 */
export async function timedFrames(
  folder: string,
): Promise<readonly { readonly path: string; readonly at: number }[] | undefined> {
  const lines = await stat(join(folder, LINES)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (lines === undefined) return undefined;
  const { frames, folder: absolute } = await readRecording(folder);
  return [...frames.values()].map(({ file, at }) => ({ path: join(absolute, file), at }));
}
