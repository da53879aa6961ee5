import { createHash } from 'node:crypto';

/** What the first line names as the hash of the line before it. */
export const GENESIS = '0'.repeat(64);

/** Any value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Hex sha256 of bytes or of UTF-8 text. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** JSON without spaces, members sorted by UTF-16 code units: one text for each value. */
export function canonical(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`);
  return `{${members.join(',')}}`;
}

/** The hash of a line: sha256 over its canonical JSON without the member `hash`. */
export function hashOf(line: Readonly<Record<string, Json>>): string {
  return sha256(canonical(Object.fromEntries(Object.entries(line).filter(([key]) => key !== 'hash'))));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
