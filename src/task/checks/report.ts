import type { Finding } from '../problem.js';
import type { Path, Place } from '../yaml/source.js';

/** Takes a finding and the path that it belongs to. */
export type Report = (path: Path, finding: Finding, place?: Place) => void;

/** Gives the text of a file that a task names, relative to the task; undefined when it cannot be read. */
export type FileText = (path: string) => string | undefined;

export type Plain = Readonly<Record<string, unknown>>;

/** The value as a map, when it is one. The checks run on values whose shape may be wrong. */
export function asMap(value: unknown): Plain | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : undefined;
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** One value or a list of them, as a list of value and path. */
export function oneOrMore(value: unknown, path: Path): { value: unknown; path: Path }[] {
  return Array.isArray(value)
    ? value.map((entry, index) => ({ value: entry, path: [...path, index] }))
    : [{ value, path }];
}

/** Whether a text has an expression in it, so that it cannot be judged before it has a value. */
export function hasExpression(value: unknown): boolean {
  return typeof value === 'string' && value.includes('${');
}

/** Reports every expression in a value that is read before any has a value. */
export function checkPlain(value: unknown, path: Path, report: Report): void {
  if (hasExpression(value))
    report(path, {
      code: 'expression',
      message: 'expressions have no value here',
      expected: 'the plain value',
    });
  if (typeof value !== 'object' || value === null) return;
  for (const [key, entry] of Object.entries(value))
    checkPlain(entry, [...path, Array.isArray(value) ? Number(key) : key], report);
}
