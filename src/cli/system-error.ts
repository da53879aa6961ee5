import { DeskhandError } from '../core/errors.js';

/** What the codes of the operating system mean to a person, and whose matter it is. */
const meanings: Readonly<Record<string, readonly ['usage' | 'environment', string]>> = {
  ENOENT: ['usage', 'there is no such file or folder'],
  ENOTDIR: ['usage', 'a part of the path is a file, not a folder'],
  EISDIR: ['usage', 'it is a folder, not a file'],
  EEXIST: ['usage', 'it exists already'],
  ENAMETOOLONG: ['usage', 'the name is too long'],
  EACCES: ['environment', 'this user may not do that'],
  EPERM: ['environment', 'this user may not do that'],
  EROFS: ['environment', 'the file system is read-only'],
  ENOSPC: ['environment', 'the disk is full'],
};

/** A file that cannot be read or written, said in words; undefined for every other error. */
export function asFileError(error: unknown): DeskhandError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  const meaning = code === undefined ? undefined : meanings[code];
  // Reading a folder is the one mistake that Node tells without its path.
  if (meaning === undefined || (path === undefined && code !== 'EISDIR')) return undefined;
  const [kind, words] = meaning;
  return new DeskhandError(kind, 'file', `${path ?? 'A file that was named'}: ${words}.`, {
    hint: `${code} on ${syscall ?? 'access'}. Look at the path, seen from ${process.cwd()}.`,
    cause: error,
  });
}
