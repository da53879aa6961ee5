import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DeskhandError } from '../core/errors.js';
import { nearestName } from '../core/nearest.js';
import { withoutControls } from '../report/index.js';
import { bindParams, formatProblem, type Problem, parseTask, type Task } from '../task/index.js';
import type { RunRequest } from './run-request.js';

/** A task with the values of its parameters. */
export interface LoadedTask {
  readonly task: Task;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The task files that are named, folders opened one level deep. Throws when one does not exist. */
export function taskFiles(named: readonly string[]): string[] {
  return named.flatMap((path) => {
    const facts = statSync(path, { throwIfNoEntry: false });
    if (facts === undefined) {
      throw new DeskhandError('usage', 'no-task', `There is no file ${path}.`, {
        hint: 'Name a task file, or a folder that holds some.',
      });
    }
    return facts.isDirectory() ? filesInFolder(path) : [path];
  });
}

function filesInFolder(folder: string): string[] {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && /\.ya?ml$/u.test(entry.name))
    .map(({ name }) => join(folder, name))
    .sort();
  if (files.length > 0) return files;
  throw new DeskhandError('usage', 'no-task', `There is no task in the folder ${folder}.`, {
    hint: 'Tasks end in .yaml or .yml; folders in it are not opened.',
  });
}

/** More bytes than any task has characters. */
const MOST_BYTES = 4_000_000;

/** The text of a task file. Throws for what is no plain file, which may never end, and for other encodings. */
function textOfTask(file: string): string {
  const facts = statSync(file);
  if (!facts.isFile() || facts.size > MOST_BYTES)
    throw new DeskhandError('usage', 'no-task', `${file} is no plain file of a few pages.`, {
      hint: 'A task is a text file in YAML.',
    });
  const bytes = readFileSync(file);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const { line, column } = firstFault(bytes);
    throw new DeskhandError('usage', 'bad-encoding', `${file}:${line}:${column}: this is no UTF-8.`, {
      hint: 'Save the file as UTF-8; from Latin-1: iconv -f latin1 -t utf-8.',
      cause,
    });
  }
}

/** Line and column, from 1, of the first byte that is no UTF-8. */
function firstFault(bytes: Buffer): { line: number; column: number } {
  const good = bytes.toString('utf8').split('\ufffd')[0] ?? '';
  const lines = good.split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

/**
 * Loads the task of a request, and binds its parameters.
 *
 * @throws DeskhandError `no-task`, `bad-task` with every mistake, or `bad-param`
 */
export function loadTask({ task, params }: Pick<RunRequest, 'task' | 'params'>): LoadedTask {
  const { source, file } =
    typeof task === 'string' ? { source: textOfTask(onlyFile(task)), file: task } : task;
  const parsed = parseTask(source, { file, fileText: textBeside(file) });
  if (!parsed.ok) throw new DeskhandError('usage', 'bad-task', problemText(parsed.problems).trimEnd());
  const [loaded] = withValues([parsed.task], params);
  if (loaded === undefined) throw new Error('A task was lost.');
  return loaded;
}

function onlyFile(path: string): string {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts !== undefined && !facts.isDirectory()) return path;
  throw new DeskhandError('usage', 'no-task', `There is no file ${path}.`, { hint: 'Name a task file.' });
}

/** Reads and checks all tasks; every mistake in every file is in the answer. */
export function readTasks(files: readonly string[]): {
  tasks: Task[];
  problems: Problem[];
  warnings: Problem[];
} {
  const tasks: Task[] = [];
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  for (const file of files) {
    const parsed = parseTask(textOfTask(file), { file, fileText: textBeside(file) });
    if (parsed.ok) {
      tasks.push(parsed.task);
      warnings.push(...parsed.warnings);
    } else problems.push(...parsed.problems);
  }
  return { tasks, problems, warnings };
}

/**
 * Binds the parameters that were given on the command line: a task gets those it declares. One that none of
 * the tasks declares is a mistake, since then it was meant for one of them. Throws with all mistakes.
 */
export function withParams(tasks: readonly Task[], given: readonly string[]): LoadedTask[] {
  return withValues(tasks, readParams(given));
}

function withValues(tasks: readonly Task[], values: Readonly<Record<string, unknown>>): LoadedTask[] {
  const mistakes = undeclared(tasks, Object.keys(values));
  const loaded = tasks.map((task) => {
    const own = task.params.map(({ name }) => name).filter((name) => Object.hasOwn(values, name));
    const bound = bindParams(task, Object.fromEntries(own.map((name) => [name, values[name]])));
    if (bound.ok) return { task, params: bound.values };
    const lines = bound.problems.map(({ message, expected, suggestion }) =>
      mistakeText(message, expected, suggestion),
    );
    mistakes.push(`${task.file}: ${lines.join('\n  ')}`);
    return { task, params: {} };
  });
  if (mistakes.length > 0) throw new DeskhandError('usage', 'bad-param', mistakes.join('\n'));
  return loaded;
}

function readParams(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((entry) => {
      const at = entry.indexOf('=');
      if (at >= 1) return [entry.slice(0, at), entry.slice(at + 1)];
      throw new DeskhandError('usage', 'bad-param', `“${entry}” is not name=value.`, {
        hint: 'For example --param file=notes.txt.',
      });
    }),
  );
}

/** What is wrong with the names that no task declares. */
function undeclared(tasks: readonly Task[], names: readonly string[]): string[] {
  const declared = [...new Set(tasks.flatMap(({ params }) => params.map(({ name }) => name)))];
  const [first] = tasks;
  const nobody =
    first !== undefined && tasks.length === 1 ? `${first.file}: the task has no` : 'no task has a';
  const expected = declared.length > 0 ? `one of ${declared.join(', ')}` : 'no parameter; there are none';
  return names
    .filter((name) => !declared.includes(name))
    .map((name) => mistakeText(`${nobody} parameter “${name}”`, expected, nearestName(name, declared)));
}

function mistakeText(message: string, expected: string | undefined, meant: string | undefined): string {
  const hint = meant === undefined ? '' : ` Did you mean “${meant}”?`;
  return `${message}${expected === undefined ? '' : ` (expected ${expected})`}.${hint}`;
}

/** The problems as text, one block each; what a file holds cannot command the terminal. */
export function problemText(problems: readonly Problem[]): string {
  return withoutControls(`${problems.map(formatProblem).join('\n\n')}\n`);
}

/** Texts of files that a task names, relative to it. */
export function textBeside(file: string): (path: string) => string | undefined {
  return (path) => {
    const beside = resolve(dirname(file), path);
    return statSync(beside, { throwIfNoEntry: false })?.isFile() ? readFileSync(beside, 'utf8') : undefined;
  };
}
