import { createRequire } from 'node:module';

/** Returns the version of this package. */
export function packageVersion(): string {
  const manifest: { version: string } = createRequire(import.meta.url)('../../package.json');
  return manifest.version;
}
