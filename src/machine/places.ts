import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where this user's own files of deskhand lie: `deskhand` in `XDG_CONFIG_HOME`, or in `~/.config`. */
export function configFolder(env: Environment = process.env, home = homedir()): string {
  return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'deskhand');
}

/** Where results lie that can be made again: `deskhand` in `XDG_CACHE_HOME`, or in `~/.cache`. */
export function cacheFolder(env: Environment = process.env, home = homedir()): string {
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'deskhand');
}
