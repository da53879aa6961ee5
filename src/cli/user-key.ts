import { homedir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../core/errors.js';
import { openSigner, type Signer } from '../recording/index.js';

/** Where the key lies that tells this user's recordings from others'. */
export function keyFile(env: Readonly<Record<string, string | undefined>>): string {
  const given = env.XDG_CONFIG_HOME;
  const config = given === undefined || given === '' ? join(homedir(), '.config') : given;
  return join(config, 'deskhand', 'seal.key');
}

/** Opens this user's key. Without one a run goes on, unsigned: its recording then counts as somebody else's. */
export async function userSigner(): Promise<Signer | undefined> {
  try {
    return await openSigner(keyFile(process.env));
  } catch (error) {
    process.stderr.write(`deskhand: what this run leaves is not signed: ${messageOf(error)}\n`);
    return undefined;
  }
}
