import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DeskhandError } from '../../core/errors.js';
import { bootId, processStart } from '../../machine/own-folder.js';

/**
 * Keeps a file for this process until it is freed or ends; a lock of a process that has ended counts for nothing.
 *
 * @returns how to free it
 * @throws DeskhandError `in-use`
 */
export function lockFile(file: string): () => void {
  const lock = `${file}.lock`;
  const me = `${process.pid} ${processStart(process.pid) ?? ''} ${bootId()}\n`;
  for (let tries = 0; ; tries++) {
    try {
      writeFileSync(lock, me, { flag: 'wx', mode: 0o600 });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = holderOf(lock);
      if (holder !== undefined || tries > 0) throw inUse(file, holder);
      rmSync(lock, { force: true });
    }
  }
}

/** The process that holds a lock; undefined when it has ended. */
function holderOf(lock: string): number | undefined {
  const [pid = '', started, boot] = readFileSync(lock, 'utf8').trim().split(' ');
  const now = processStart(Number(pid));
  return boot === bootId() && now !== undefined && now === started ? Number(pid) : undefined;
}

function inUse(file: string, holder: number | undefined): DeskhandError {
  const who = holder === undefined ? 'another process' : `process ${holder}`;
  return new DeskhandError('usage', 'in-use', `${file} is being written by ${who}.`, {
    hint: 'Wait until it has ended, or name another --output.',
  });
}
