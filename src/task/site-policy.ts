import { readChord } from '../core/keys.js';
import { SiteFile, type SitePolicy } from '../core/site-policy.js';
import { keysAt, siteJsonSchema } from './json-schema.js';
import type { Problem } from './problem.js';
import { findingsOf } from './shape/issues.js';
import { Source } from './yaml/source.js';

/**
 * Reads a site policy.
 *
 * @param file its path, as it is told to people
 */
export function parseSitePolicy(
  text: string,
  file: string,
):
  | { readonly ok: true; readonly policy: SitePolicy }
  | { readonly ok: false; readonly problems: readonly Problem[] } {
  const source = new Source(text, file);
  if (source.problems.length > 0) return { ok: false, problems: source.problems };
  const parsed = SiteFile.safeParse(source.plain);
  if (!parsed.success) {
    const findings = findingsOf(parsed.error.issues, source.plain, (path) => keysAt(path, siteJsonSchema()));
    return {
      ok: false,
      problems: findings.map(({ path, at, ...finding }) => source.problem(path, finding, { at })),
    };
  }
  const wrong = (parsed.data.keys?.refuse ?? []).flatMap((chord, index) => {
    const reading = readChord(chord);
    return reading.ok
      ? []
      : [source.problem(['keys', 'refuse', index], { code: 'key', message: reading.reason })];
  });
  if (wrong.length > 0) return { ok: false, problems: wrong };
  return { ok: true, policy: { ...parsed.data, at: (...path) => `${file}:${source.lineOf(path)}` } };
}
