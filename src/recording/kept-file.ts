import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** Larger files are no frames, pictures or answers of a run, bytes. */
export const LARGEST_FILE = 64 * 1024 * 1024;

/**
 * Reads a file that a recording names. A recording may come from anybody: only a plain file inside its folder is
 * read, never a link, a device or a pipe, and never more than `most` bytes.
 *
 * @returns undefined when there is no such file, or it is none of a recording
 */
export async function readKept(
  folder: string,
  name: string,
  most = LARGEST_FILE,
): Promise<Buffer | undefined> {
  try {
    const path = join(folder, name);
    if (!(await realpath(path)).startsWith((await realpath(folder)) + sep)) return undefined;
    // Without waiting: nobody may ever write into a pipe.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const facts = await file.stat();
      return facts.isFile() && facts.size <= most ? await file.readFile() : undefined;
    } finally {
      await file.close();
    }
  } catch {
    // Missing or unreadable is an answer here, not a fault: whoever asks says what is not there.
    return undefined;
  }
}
