import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { DeskhandError, messageOf } from '../core/errors.js';
import { isHostOf, type SitePolicy } from '../core/site-policy.js';
import { formatProblem } from './problem.js';
import { parseSitePolicy } from './site-policy.js';

/** The policy of the machine, for all its users. */
const MACHINE_FILE = '/etc/deskhand/policy.yaml';
/** No policy is longer, bytes. */
const MOST_BYTES = 400_000;

/**
 * Reads the policies of the site: that of the machine where there is one, and the one that DESKHAND_POLICY names, which
 * can only add to it.
 *
 * @throws DeskhandError `site-policy` for a file that is broken or cannot be read, and for a named one that is missing
 */
export function sitePolicies(
  env: Readonly<Record<string, string | undefined>>,
  machineFile = MACHINE_FILE,
): readonly SitePolicy[] {
  const { DESKHAND_POLICY: named } = env;
  const files = [
    { file: machineFile, needed: false },
    ...(named === undefined || named === '' ? [] : [{ file: resolve(named), needed: true }]),
  ];
  return files.flatMap(({ file, needed }) => {
    const text = textOf(file, needed);
    if (text === undefined) return [];
    const parsed = parseSitePolicy(text, file);
    if (parsed.ok) return [parsed.policy];
    throw unusable(
      `The site policy is broken:\n${parsed.problems.map(formatProblem).join('\n\n').trimEnd()}`,
    );
  });
}

function textOf(file: string, needed: boolean): string | undefined {
  try {
    const facts = statSync(file);
    if (!facts.isFile() || facts.size > MOST_BYTES) throw new Error('it is no plain file of a few lines');
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (!needed && (code === 'ENOENT' || code === 'ENOTDIR')) return undefined;
    throw unusable(`The site policy ${file} cannot be read: ${messageOf(cause)}.`, cause);
  }
}

function unusable(message: string, cause?: unknown): DeskhandError {
  return new DeskhandError('environment', 'site-policy', message, {
    hint: 'Nothing is started without it. Mend the file, or have it mended by whoever runs this machine; DESKHAND_POLICY names a file that adds to /etc/deskhand/policy.yaml.',
    ...(cause !== undefined && { cause }),
  });
}

/**
 * Refuses a server that the site does not allow.
 *
 * @param url its address
 * @throws DeskhandError `model-host`
 */
export function admitServer(url: string, sites: readonly SitePolicy[]): void {
  const host = URL.canParse(url) ? new URL(url).hostname : url;
  for (const site of sites) {
    const allowed = site.hosts?.models;
    if (allowed === undefined || isHostOf(host, allowed)) continue;
    throw new DeskhandError(
      'usage',
      'model-host',
      `Nothing may be sent to ${host}: ${site.at('hosts', 'models')} allows ${allowed.length === 0 ? 'no server' : `only ${allowed.join(', ')}`}.`,
      { hint: 'Use a server of that list, or have the site policy changed by whoever runs this machine.' },
    );
  }
}
