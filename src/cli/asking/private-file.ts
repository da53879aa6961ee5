import { randomUUID } from 'node:crypto';
import { access, constants, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { DeskhandError } from '../../core/errors.js';

/**
 * Refuses a file that cannot be written, before anything is paid for what shall stand in it.
 *
 * @param option that names it, such as `--output`
 * @throws DeskhandError `output`
 */
export async function checkWritable(file: string, option: string): Promise<void> {
  const folder = dirname(resolve(file));
  const facts = await stat(file).catch(() => undefined);
  const mayWrite = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (mayWrite && (facts === undefined || facts.isFile())) return;
  const why = mayWrite ? 'it is no plain file' : `${folder} is no folder that this user may write to`;
  throw new DeskhandError('usage', 'output', `${option} ${file} cannot be written: ${why}.`, {
    hint: 'Nothing was asked. Name a file in a folder of your own.',
  });
}

/** Puts a file in place whole, for its user alone: whoever reads it finds the old or the new one. */
export async function writePrivate(file: string, content: string | Uint8Array): Promise<void> {
  const fresh = `${file}.${randomUUID().slice(0, 8)}.part`;
  try {
    const handle = await open(fresh, 'wx', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}
