import { type Finding, listed, nearest } from '../problem.js';
import type { StepVerb } from '../shape/file.js';
import { type Path, pathWords } from '../yaml/source.js';
import { asMap, type FileText, type Plain, type Report } from './report.js';

/** What an expression can name without quotes. */
export const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;
/** What an id or the name of a secret may be. */
export const DASHED = /^[\p{L}_][\p{L}\p{N}_-]*$/u;
/** Words that mean something else in expressions. */
export const taken: ReadonlySet<string> = new Set(['params', 'values', 'secrets', 'true', 'false', 'null']);

/** What a task declares and its steps may refer to. */
export interface Declared {
  readonly apps: ReadonlySet<string>;
  readonly secrets: ReadonlySet<string>;
  readonly fileText?: FileText;
}

/** What is said of a name that is not declared; `key` is where it would be. */
export function unknownName(noun: string, written: string, names: ReadonlySet<string>, key: string): Finding {
  const near = nearest(written, names);
  return {
    code: 'unknown-name',
    message: `there is no ${noun} “${written}”`,
    expected: names.size > 0 ? `one of ${listed([...names])}` : `a name declared under ${key}`,
    ...(near === undefined ? {} : { suggestion: near }),
  };
}

/** A step while it is checked. */
export interface Found {
  readonly path: Path;
  readonly step: Plain;
  readonly verb: StepVerb | undefined;
  /** Names that only hold inside the blocks around it. */
  readonly locals: readonly string[];
  /** Values that the steps inside it set. */
  readonly inside: readonly string[];
}

const setters: ReadonlySet<string> = new Set(['read', 'run', 'ask']);

/** The value that a step sets, by its `as` or its `id`. */
export function setBy({
  step,
  verb,
  path,
}: Pick<Found, 'step' | 'verb' | 'path'>): { name: string; step: string; path: Path }[] {
  if (verb === undefined || !setters.has(verb)) return [];
  const as = asMap(step[verb])?.as;
  const words = pathWords(path);
  if (typeof as === 'string') return [{ name: as, step: words, path: [...path, verb, 'as'] }];
  return typeof step.id === 'string' ? [{ name: step.id, step: words, path: [...path, 'id'] }] : [];
}

/** The name that a step sets must be free and usable. */
export function checkSetNames(entry: Found, params: ReadonlySet<string>, report: Report): void {
  const set = setBy(entry);
  for (const { name, path } of set) {
    if (!NAME.test(name) || taken.has(name))
      report(path, {
        code: 'name',
        message: `“${name}” cannot name a value`,
        expected: 'letters, digits and _, not beginning with a digit',
      });
    else if (params.has(name))
      report(path, { code: 'name', message: `“${name}” is already the name of a parameter` });
  }
  if (entry.verb === 'read' && set.length === 0)
    report(
      [...entry.path, 'read'],
      { code: 'missing-key', message: 'what is read has no name', expected: 'as, or an id of the step' },
      { at: 'key' },
    );
}

/** Ids are well formed and stand once. */
export function checkIds(found: readonly Found[], report: Report): void {
  const seen = new Set<string>();
  for (const { step, path } of found) {
    const { id } = step;
    if (typeof id !== 'string') continue;
    if (!DASHED.test(id))
      report([...path, 'id'], {
        code: 'name',
        message: `“${id}” is not an id`,
        expected: 'letters, digits, _ and -',
      });
    if (seen.has(id)) report([...path, 'id'], { code: 'name', message: `the id “${id}” is used twice` });
    seen.add(id);
  }
}
