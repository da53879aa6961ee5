import { DeskhandError, messageOf } from '../core/errors.js';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file is too large for the disk',
  EACCES: 'permission was denied',
  EPERM: 'permission was denied',
  EROFS: 'the disk is read-only',
  EIO: 'the disk reported an error',
  ENOENT: 'the folder was removed',
  ENOTDIR: 'the folder was removed',
  EMFILE: 'too many files are open',
};

/** What to tell when writing failed. @param line number of the line from 1; 0 before the first */
export function failure(folder: string, line: number, error: unknown): DeskhandError {
  if (error instanceof DeskhandError) return error;
  const why = reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? messageOf(error);
  const place = line === 0 ? '' : ` at line ${line}`;
  return new DeskhandError('failed', 'recording-failed', `${folder} could not be written${place}: ${why}.`, {
    hint:
      line <= 1
        ? 'Make room or choose another place with --recordings DIR.'
        : `Nothing was done after this. The lines before it are readable: deskhand show ${folder}`,
    cause: error,
  });
}

export function sealedError(folder: string): DeskhandError {
  return new DeskhandError(
    'failed',
    'recording-sealed',
    `The recording in ${folder} has its ending already.`,
  );
}

export function closedError(folder: string): DeskhandError {
  return new DeskhandError('failed', 'recording-closed', `The recording in ${folder} is closed.`);
}
