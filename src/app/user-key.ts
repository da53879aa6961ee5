import { join } from 'node:path';
import { messageOf } from '../core/errors.js';
import { configFolder } from '../machine/places.js';
import { openSigner, type Signer } from '../recording/index.js';

/** Opens this user's key. Without one a run goes on, unsigned: its recording then counts as somebody else's. */
export async function userSigner(tell: (text: string) => void): Promise<Signer | undefined> {
  try {
    return await openSigner(join(configFolder(), 'seal.key'));
  } catch (error) {
    tell(`what this run leaves is not signed: ${messageOf(error)}`);
    return undefined;
  }
}
