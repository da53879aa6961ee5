import { ftruncateSync, openSync, unlinkSync } from 'node:fs';

let files = 0;

/**
 * Opens a file in shared memory that has no name any more, so that nothing is left behind after a crash.
 *
 * @param bytes its size
 * @throws an error of the file system where there is no shared memory: only Linux has `/dev/shm`
 */
export function openMemoryFile(bytes: number): number {
  const path = `/dev/shm/deskhand-${process.pid}-${files++}-${performance.now()}`;
  const file = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  ftruncateSync(file, bytes);
  return file;
}
