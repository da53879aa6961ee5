import { randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DeskhandError, messageOf } from '../core/errors.js';
import { makeFolders } from './folders.js';

const ID_LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
const ID_LENGTH = 5;
const TASK_LENGTH = 40;

/**
 * Makes the folder of a new recording, such as `2026-11-20-135502-save-a-file-k7x2m`, and answers its absolute
 * path. Names sort by time; no two runs share one.
 *
 * @param root folder of all recordings; made when missing, for this user alone
 * @param wall ISO time of the start
 */
export async function newRecordingFolder(root: string, taskName: string, wall: string): Promise<string> {
  const prefix = `${stamp(wall)}-${slug(taskName)}`;
  try {
    await makeFolders(resolve(root), 0o700);
    for (let tries = 0; ; tries += 1) {
      const folder = resolve(join(root, `${prefix}-${shortId()}`));
      try {
        // At once: a signal that came while it is being made would find nobody who knows its name.
        mkdirSync(folder, { mode: 0o700 });
        return folder;
      } catch (error) {
        if (tries > 10 || (error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  } catch (error) {
    throw new DeskhandError(
      'environment',
      'recording-folder',
      `No recording can be made in ${resolve(root)}: ${reasonOf(error)}.`,
      {
        hint: 'Choose another place with --recordings DIR, or make this one writable.',
        cause: error,
      },
    );
  }
}

function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'its file system takes no new folders';
  if (code === 'EEXIST' || code === 'ENOTDIR') return 'a part of the path is a file, not a folder';
  return messageOf(error);
}

function stamp(wall: string): string {
  return wall.slice(0, 19).replace('T', '-').replaceAll(':', '');
}

/** Letters and digits of any script, joined by hyphens: never a dot, a slash or an empty text. */
function slug(name: string): string {
  const words =
    name
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const text = [...words.join('-')].slice(0, TASK_LENGTH).join('').replace(/-+$/, '');
  return text === '' ? 'task' : text;
}

function shortId(): string {
  return Array.from({ length: ID_LENGTH }, () => ID_LETTERS[randomInt(ID_LETTERS.length)]).join('');
}
