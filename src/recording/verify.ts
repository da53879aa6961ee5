import type { Recording } from '../core/recording.js';
import { sha256 } from './chain.js';
import { readKept } from './kept-file.js';

/** What does not fit in a recording; `line` from 1 where a line is meant. */
export interface Misfit {
  readonly what: 'line' | 'tail' | 'file' | 'ending' | 'anchor';
  readonly line?: number;
  readonly file?: string;
  readonly reason: string;
}

/**
 * Whether everything in the folder is what was written: the chain of lines, the frames and the kept files.
 * Empty: it is. Without an `anchor` a cut tail at a line's end, or a whole history written anew, cannot be found.
 *
 * @param anchor hash that was printed at the end of the run and kept elsewhere
 */
export async function verifyRecording(recording: Recording, anchor?: string): Promise<readonly Misfit[]> {
  const misfits: Misfit[] = [];
  const { corrupt, torn, ending, head, folder } = recording;
  if (corrupt !== undefined) misfits.push({ what: 'line', ...corrupt });
  if (torn !== undefined) {
    misfits.push({ what: 'tail', line: torn.line, reason: `the last line is cut off (${torn.bytes} bytes)` });
  }
  if (ending === undefined) misfits.push({ what: 'ending', reason: 'there is no ending' });
  if (anchor !== undefined && anchor !== head) {
    misfits.push({ what: 'anchor', reason: `the last hash is ${head}, expected ${anchor}` });
  }
  for (const [file, expected] of hashesOf(recording)) {
    const bytes = await readKept(folder, file);
    if (bytes === undefined)
      misfits.push({ what: 'file', file, reason: 'it is missing, or no plain file of the recording' });
    else if (sha256(bytes) !== expected)
      misfits.push({ what: 'file', file, reason: 'it is not what was recorded' });
  }
  return misfits;
}

/** The recorded hash of every frame and kept file. */
export function hashesOf({ frames, files }: Recording): ReadonlyMap<string, string> {
  return new Map([
    ...[...frames.values()].map(({ file, sha256: hash }) => [file, hash] as const),
    ...files.map(({ file, sha256: hash }) => [file, hash] as const),
  ]);
}
