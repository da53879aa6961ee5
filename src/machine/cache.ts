import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of the sha256 that a cached file begins with. */
const HASH = 32;
/** What was not made anew for so long is taken out when something else is put in. */
const KEPT_MS = 30 * 24 * 3600 * 1000;

/**
 * Gives what was made of these sources before, or makes it and keeps it for the next process. A kept file that is not
 * whole is made anew; where nothing can be kept, it is made each time.
 *
 * @param sources all that the result depends on
 */
export async function cached(
  folder: string,
  sources: readonly Uint8Array[],
  make: () => Uint8Array,
): Promise<Uint8Array> {
  const key = sources
    .reduce((hash, source) => hash.update(sha256(source)), createHash('sha256'))
    .digest('hex');
  const file = join(folder, key);
  const known = await readFile(file).catch(() => undefined);
  if (known?.subarray(0, HASH).equals(sha256(known.subarray(HASH)))) return known.subarray(HASH);
  const made = make();
  // A cache that cannot be written costs time, and nothing else.
  await keep(folder, file, made).catch(() => undefined);
  return made;
}

async function keep(folder: string, file: string, made: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Another process may be writing the same one.
  const own = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(own, Buffer.concat([sha256(made), made]), { mode: 0o600 });
  await rename(own, file);
  for (const name of await readdir(folder)) {
    const { mtimeMs } = await stat(join(folder, name));
    if (Date.now() - mtimeMs > KEPT_MS) await rm(join(folder, name), { force: true });
  }
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
