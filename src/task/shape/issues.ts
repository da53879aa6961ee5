import type * as z from 'zod';
import { kindOf } from '../expression/functions.js';
import { type Finding, listed, nearest } from '../problem.js';
import type { Path } from '../yaml/source.js';
import { NOT_ANY_TEXT } from './lift.js';

type Issue = z.core.$ZodIssue;

/** A mistake of shape with the path of the value, or of the key, that it belongs to. */
export interface ShapeFinding extends Finding {
  readonly path: Path;
  readonly at: 'key' | 'value';
  /** The shape wanted text and nothing else would do. */
  readonly wantedText: boolean;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

/** What zod says, in the words of this project: one finding for each mistake. `plain` is what was checked. */
export function findingsOf(issues: readonly Issue[], plain: unknown, names: NamesAt): ShapeFinding[] {
  return issues.flatMap((issue) => findingOf(issue, [], plain, names));
}

/** The keys that are allowed in the map at a path, for suggestions. */
export type NamesAt = (path: Path) => readonly string[];

function findingOf(issue: Issue, prefix: Path, plain: unknown, names: NamesAt): ShapeFinding[] {
  const path: Path = [...prefix, ...(issue.path as (string | number)[])];
  const value = at(plain, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKeys(issue.keys, path, names(path));
    case 'invalid_union':
      return unionFindings(issue, path, plain, names);
    case 'invalid_type':
      return [wrongKind(path, kinds[issue.expected] ?? issue.expected, value, names)];
    case 'invalid_value':
      return [wrongValue(path, issue.values.map(String), value)];
    case 'too_small':
    case 'too_big':
      return [outOfRange(issue, path, value)];
    default:
      return [simple(path, 'value', `${issue.message}, found ${kindOf(value)}`)];
  }
}

/**
 * The branch that was meant is the one whose kind fits: its mistakes lie deeper, or are not about the kind.
 * When no branch fits, the union itself says what it expects.
 */
function unionFindings(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: Path,
  plain: unknown,
  names: NamesAt,
): ShapeFinding[] {
  const value = at(plain, path);
  const meant = issue.errors.filter(
    (branch) => branch.length > 0 && branch.every((inner) => !rejectsKind(inner, value)),
  );
  const wantedText = issue.errors.some((branch) => branch.some(rejectsForText));
  const [only] = meant;
  if (only !== undefined && meant.length === 1 && !isWholeExpression(only))
    return only.flatMap((inner) => findingOf(inner, path, plain, names));
  if (value === undefined) return [missing(path, issue.message)];
  const allowed = issue.errors.flatMap((branch) =>
    branch.flatMap((inner) => (inner.code === 'invalid_value' ? inner.values.map(String) : [])),
  );
  const near = typeof value === 'string' ? nearest(value, allowed) : undefined;
  return [
    {
      ...simple(path, 'value', `${issue.message}, found ${kindOf(value)}`),
      ...truthSuggestion(issue.message, value),
      ...(near === undefined ? {} : { suggestion: near }),
      code: 'kind',
      wantedText,
    },
  ];
}

/** YAML 1.2 has two truth values; `yes`, `no`, `on` and `off` are text. */
function truthSuggestion(expected: string, value: unknown): { suggestion?: string } {
  if (!expected.includes('true or false') || typeof value !== 'string') return {};
  if (/^(yes|on|true|y)$/i.test(value)) return { suggestion: 'true' };
  return /^(no|off|false|n)$/i.test(value) ? { suggestion: 'false' } : {};
}

/** Whether a branch has no use for a value of this kind: one of some words is no map. */
function rejectsKind(issue: Issue, value: unknown): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_value') return issue.values.every((one) => typeof one !== typeof value);
  return (
    issue.code === 'invalid_type' ||
    (issue.code === 'invalid_union' &&
      issue.errors.every((branch) => branch.some((inner) => rejectsKind(inner, value))))
  );
}

function rejectsForText(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_type') return issue.expected === 'string' && issue.message !== NOT_ANY_TEXT;
  return issue.code === 'invalid_union' && issue.errors.some((branch) => branch.some(rejectsForText));
}

function isWholeExpression(branch: readonly Issue[]): boolean {
  return branch.length === 1 && branch[0]?.code === 'invalid_format' && branch[0].path.length === 0;
}

function unknownKeys(keys: readonly string[], path: Path, allowed: readonly string[]): ShapeFinding[] {
  return keys.map((key) => unknownKey([...path, key], allowed));
}

function unknownKey(path: Path, allowed: readonly string[]): ShapeFinding {
  const key = String(path.at(-1));
  const near = nearest(key, allowed);
  return {
    ...simple(path, 'key', `unknown key “${key}”`),
    code: 'unknown-key',
    ...(allowed.length > 0 ? { expected: `one of ${listed(allowed)}` } : {}),
    ...(near === undefined ? {} : { suggestion: near }),
  };
}

function wrongKind(path: Path, expected: string, value: unknown, names: NamesAt): ShapeFinding {
  if (value === undefined) return missing(path, `expected ${expected}`);
  const keys = expected === kinds.object ? names(path) : [];
  return {
    ...(keys.length > 0 ? { expected: `a map with ${listed(keys)}` } : {}),
    ...truthSuggestion(expected, value),
    ...simple(path, 'value', `expected ${expected}, found ${kindOf(value)}`),
    code: 'kind',
    wantedText: expected === kinds.string,
  };
}

function missing(path: Path, expected: string): ShapeFinding {
  return {
    ...simple(path, 'key', `the key “${String(path.at(-1))}” is missing`),
    code: 'missing-key',
    expected: expected.replace(/^expected /, ''),
  };
}

function wrongValue(path: Path, allowed: readonly string[], value: unknown): ShapeFinding {
  if (value === undefined) return missing(path, `one of ${allowed.join(', ')}`);
  const near = typeof value === 'string' ? nearest(value, allowed) : undefined;
  return {
    ...simple(path, 'value', `${kindOf(value)} is not allowed here`),
    code: 'not-allowed',
    expected: `one of ${listed(allowed)}`,
    ...(near === undefined ? {} : { suggestion: near }),
  };
}

function outOfRange(
  issue: Extract<Issue, { code: 'too_small' | 'too_big' }>,
  path: Path,
  value: unknown,
): ShapeFinding {
  const low = issue.code === 'too_small';
  const bound = low ? issue.minimum : issue.maximum;
  const word = low ? (issue.inclusive === false ? 'more than' : 'at least') : 'at most';
  const unit = issue.origin === 'array' ? ' entries' : issue.origin === 'string' ? ' characters' : '';
  return {
    ...simple(path, 'value', `expected ${word} ${bound}${unit}, found ${kindOf(value)}`),
    code: 'range',
  };
}

function simple(path: Path, where: 'key' | 'value', message: string): ShapeFinding {
  return { path, at: where, code: 'shape', message, wantedText: false };
}

/** The value at a path of plain data. */
export function at(plain: unknown, path: Path): unknown {
  let value = plain;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}
