import { isRecord } from './message.js';

/**
 * A proof as models write it, in the form that the schema of proofs reads: a list, one part alone, JSON text, or the
 * bare text that is to be seen. What cannot be understood so is left to the schema to refuse.
 */
export function readProof(written: unknown): unknown {
  const value = typeof written === 'string' ? jsonOr(written) : written;
  const parts: unknown[] = Array.isArray(value) ? value : [value];
  return parts.map((part) => (typeof part === 'string' ? { visible: part } : withoutGaps(part)));
}

function jsonOr(text: string): unknown {
  if (!/^\s*[[{]/u.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Members that say nothing, as models fill in what a schema has. */
function withoutGaps(part: unknown): unknown {
  if (!isRecord(part)) return part;
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== null && value !== ''));
}
