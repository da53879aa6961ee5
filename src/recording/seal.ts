import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { constants } from 'node:fs';
import { link, mkdir, open, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DeskhandError, messageOf } from '../core/errors.js';
import type { Recording } from '../core/recording.js';
import { readKept } from './kept-file.js';

/** The file of a recording that says whose it is. */
export const SEAL_FILE = 'recording.seal';

const KEY_BYTES = 32;
/** A seal is one line of hex. */
const MOST_BYTES = 200;

/** Signs with a key that only this user has, so that what they made can be told from what somebody sent them. */
export interface Signer {
  /** Returns the signature of a text, in hex. */
  sign(text: string): string;
  /** Whether the signature is that of the text. */
  holds(text: string, signature: string): boolean;
}

/**
 * Opens this user's key, and makes it when there is none: 32 random bytes that only they may read.
 *
 * @param path absolute path of the key file; its folder is made with mode 0700
 * @throws DeskhandError `seal-key` when the key cannot be made, is no key, or others may read it
 */
export async function openSigner(path: string): Promise<Signer> {
  try {
    const key = (await readKey(path)) ?? (await makeKey(path));
    return signerWith(key);
  } catch (error) {
    throw new DeskhandError(
      'environment',
      'seal-key',
      `The key in ${path} cannot be used: ${messageOf(error)}.`,
      {
        hint: `It has to be a file of ${KEY_BYTES} bytes that only you may read (chmod 600). Remove it to have a new one made; recordings made so far then count as somebody else's.`,
        cause: error,
      },
    );
  }
}

function signerWith(key: Uint8Array): Signer {
  const sign = (text: string): string => createHmac('sha256', key).update(text).digest('hex');
  return {
    sign,
    holds(text, signature) {
      const [expected, given] = [Buffer.from(sign(text)), Buffer.from(signature)];
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}

/** The key; undefined when there is none yet. */
async function readKey(path: string): Promise<Uint8Array | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    },
  );
  if (file === undefined) return undefined;
  try {
    const facts = await file.stat();
    if (!facts.isFile() || facts.size !== KEY_BYTES) throw new Error(`it is no file of ${KEY_BYTES} bytes`);
    if (process.platform !== 'win32' && (facts.mode & 0o077) !== 0) throw new Error('others may read it');
    if (process.getuid !== undefined && facts.uid !== process.getuid())
      throw new Error('it belongs to another user');
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** Written beside and linked into place, so that two first runs at once end up with one whole key. */
async function makeKey(path: string): Promise<Uint8Array> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const fresh = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(fresh, randomBytes(KEY_BYTES), { mode: 0o600, flag: 'wx' });
  try {
    await link(fresh, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(fresh);
  }
  const key = await readKey(path);
  if (key === undefined) throw new Error('it was removed at once');
  return key;
}

/** What is signed at the end of a recording: its last hash stands for every line before. */
export function sealText(head: string): string {
  return `deskhand recording ${head}`;
}

/**
 * Whether this user made the recording, whole: it has its ending, every line fits, and the seal beside it is
 * signed with their key. Anybody else's recording is data without authority.
 */
export async function isOwn(recording: Recording, signer: Signer): Promise<boolean> {
  const { folder, head, ending, corrupt, torn } = recording;
  if (ending === undefined || corrupt !== undefined || torn !== undefined) return false;
  const seal = await readKept(folder, SEAL_FILE, MOST_BYTES);
  return seal !== undefined && signer.holds(sealText(head), seal.toString('utf8').trim());
}
