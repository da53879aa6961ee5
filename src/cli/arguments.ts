import { InvalidArgumentError } from 'commander';

/** Reads an option that may be repeated. */
export const collect = (value: string, before: readonly string[]): string[] => [...before, value];

/** Reads the address of a server. */
export function serverUrl(written: string): string {
  const protocol = URL.canParse(written) ? new URL(written).protocol : undefined;
  if (protocol === 'http:' || protocol === 'https:') return written;
  throw new InvalidArgumentError('Such as http://localhost:8000/v1.');
}

/** The file with profiles of the user's own: as named, else as the environment names it. */
export function profilesFile(named: string | undefined): { file?: string } {
  const file = named ?? process.env.DESKHAND_PROFILES;
  return file === undefined || file === '' ? {} : { file };
}
