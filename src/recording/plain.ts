import * as z from 'zod';
import { Ending, Outcome, RiskClass } from '../core/action.js';
import { CheckResult, Typed } from '../core/check.js';
import { RecordingEvent } from '../core/events.js';
import type { Redact } from '../core/secrets/redact.js';
import { Greyed, Rung } from '../core/target.js';
import type { Json } from './chain.js';

/** Words and marks of the format itself: a secret that happens to equal one must not break the line. */
const OWN_KEYS = new Set([
  'type',
  'outcome',
  'ending',
  'result',
  'typed',
  'greyed',
  'status',
  'answer',
  'rung',
  'class',
  'sha256',
]);
const OWN_WORDS: ReadonlySet<string> = new Set([
  ...Outcome.options,
  ...Ending.options,
  ...CheckResult.options,
  ...Typed.options,
  ...Greyed.options,
  ...RiskClass.options,
  ...Rung.options,
  ...['yes', 'no', 'allow', 'ask', 'refuse', 'passed', 'failed', 'skipped', 'warned'],
]);
/** Members that hold what the screen, a command or the caller gave: a number there may be a secret. */
const GIVEN = new Set(['answer', 'value', 'outputs', 'params']);
const OWN_NAME = /^(f\d{4,}|frames\/f\d{4,}\.png)$/;

/**
 * The event as plain JSON with the secrets taken out of every string and every member's name.
 * Throws when the event cannot be JSON (a circular value).
 */
export function plain(event: object, redact: Redact): Record<string, Json> {
  const json = JSON.parse(JSON.stringify(event, keepable)) as Record<string, Json>;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key,
      key === 'type' ? value : clean(value, key, redact, GIVEN.has(key)),
    ]),
  );
}

function clean(value: Json, key: string, redact: Redact, given: boolean): Json {
  if (typeof value === 'string') return isOwn(key, value) ? value : redact(value);
  if (typeof value === 'number' && given)
    return redact(String(value)) === String(value) ? value : redact(String(value));
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item: Json) => clean(item, '', redact, given));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      cleanName(name, redact),
      clean(member as Json, name, redact, given),
    ]),
  );
}

function cleanName(name: string, redact: Redact): string {
  const cleaned = redact(name);
  return cleaned === name || memberNames().has(name) ? name : cleaned;
}

let names: ReadonlySet<string> | undefined;

/** Names of all members that the format itself has. */
function memberNames(): ReadonlySet<string> {
  if (names === undefined) {
    const found = new Set<string>();
    collectNames(z.toJSONSchema(RecordingEvent, { unrepresentable: 'any' }), found);
    names = found;
  }
  return names;
}

function collectNames(schema: unknown, found: Set<string>): void {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') for (const name of Object.keys(value as object)) found.add(name);
    collectNames(value, found);
  }
}

function isOwn(key: string, value: string): boolean {
  if (key === 'sha256') return /^[0-9a-f]{64}$/.test(value);
  return (OWN_KEYS.has(key) && OWN_WORDS.has(value)) || OWN_NAME.test(value);
}

/** JSON has no undefined and no bigint: the actual side of a check stays visible as null, the rest as text. */
function keepable(key: string, value: unknown): unknown {
  if (value === undefined && key === 'actual') return null;
  return typeof value === 'bigint' ? String(value) : value;
}
