import { build } from './build.js';
import type { FileText, Report } from './checks/report.js';
import { checkTask } from './checks/task.js';
import { keysAt } from './json-schema.js';
import type { Problem } from './problem.js';
import { stepLists, TaskFile } from './shape/file.js';
import { at, findingsOf, type ShapeFinding } from './shape/issues.js';
import type { Task } from './task.js';
import { type Path, Source } from './yaml/source.js';

type Parsed =
  | { readonly ok: true; readonly task: Task; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** So that a file of another kind does not print thousands of lines. */
const MOST_PROBLEMS = 100;
/** Problems that are looked at before those at one place are told once. */
const ENOUGH = 10 * MOST_PROBLEMS;

/**
 * Reads a task from YAML text: either the task, or everything that is wrong with it, each with its place.
 * Never throws for any text. Touches nothing but the text.
 *
 * @param options.file path of the text, for messages and for a task without a name
 * @param options.fileText text of a file that the task names, relative to it; without it such files are not looked at
 */
export function parseTask(text: string, options: { file: string; fileText?: FileText }): Parsed {
  const source = new Source(text, options.file);
  const problems: Problem[] = [...source.problems];
  if (source.plain === undefined || source.plain === null) {
    if (problems.length === 0)
      problems.push(source.problem([], { code: 'empty', message: 'the file is empty', expected: 'a task' }));
    return { ok: false, problems };
  }
  if (Array.isArray(source.plain)) {
    const expected = 'a map; a list of steps stands below the key “steps:”';
    return {
      ok: false,
      problems: [source.problem([], { code: 'kind', message: 'the file is a list', expected })],
    };
  }
  const shape = shapeFindings(source);
  const misspelt = new Set(
    shape.filter(({ code }) => code === 'unknown-key').map(({ path }) => parentOf(path)),
  );
  const report: Report = (path, finding, place) => {
    if (problems.length >= ENOUGH) return;
    // What a map with a misspelt key lacks is most likely that key.
    if (misspelt.has(JSON.stringify(path))) return;
    problems.push(source.problem(path, finding, place));
  };
  checkTask(source.plain, stepLists, report, options.fileText);
  for (const { path, at, wantedText, ...finding } of shape.slice(0, ENOUGH)) {
    if (finding.code === 'missing-key' && misspelt.has(parentOf(path))) continue;
    problems.push(source.problem(path, finding, { at }));
  }
  const told = distinct(problems).map((problem) => source.withoutPasswords(problem));
  const errors = told.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) return { ok: false, problems: told };
  return { ok: true, task: build(source, text, options.fileText), warnings: told };
}

/** Mistakes of shape. Numbers and truth values where only text fits are taken as they are written. */
function shapeFindings(source: Source): ShapeFinding[] {
  for (;;) {
    const result = TaskFile.safeParse(source.plain);
    if (result.success) return [];
    const findings = findingsOf(result.error.issues, source.plain, keysAt);
    const unquoted = findings.filter((finding) => finding.wantedText && takeAsText(source, finding.path));
    if (unquoted.length === 0) return findings;
  }
}

function parentOf(path: Path): string {
  return JSON.stringify(path.slice(0, -1));
}

function takeAsText(source: Source, path: Path): boolean {
  const written = source.writtenAt(path);
  const holder = at(source.plain, path.slice(0, -1));
  const key = path.at(-1);
  if (written === undefined || key === undefined || typeof holder !== 'object' || holder === null)
    return false;
  const value: unknown = Reflect.get(holder, key);
  if (typeof value !== 'number' && typeof value !== 'boolean') return false;
  return Reflect.set(holder, key, written);
}

/** In the order of the file, one problem at one place: the first that was found there. */
function distinct(problems: readonly Problem[]): Problem[] {
  const byPlace = new Map<string, Problem>();
  for (const problem of problems) {
    const place = `${problem.line}:${problem.column}`;
    const known = byPlace.get(place);
    if (known === undefined || (known.severity === 'warning' && problem.severity === 'error'))
      byPlace.set(place, problem);
  }
  return [...byPlace.values()].sort((a, b) => a.line - b.line || a.column - b.column).slice(0, MOST_PROBLEMS);
}
