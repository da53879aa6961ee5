import { listed, nearest } from './problem.js';
import type { ParamSpec, Task } from './task.js';

/** What is wrong with the parameters that were given. */
interface ParamProblem {
  readonly param: string;
  readonly message: string;
  readonly expected?: string;
  readonly suggestion?: string;
}

type Bound =
  | { readonly ok: true; readonly values: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly problems: readonly ParamProblem[] };

/**
 * The values of a task's parameters: given texts read by their types, defaults for the rest. All problems
 * at once. Numbers and truth values that are already such, as from a data file, are taken as they are.
 */
export function bindParams(task: Task, given: Readonly<Record<string, unknown>>): Bound {
  const problems: ParamProblem[] = [];
  const names = task.params.map((param) => param.name);
  for (const name of Object.keys(given)) if (!names.includes(name)) problems.push(unknownParam(name, names));
  const values: Record<string, unknown> = {};
  for (const spec of task.params) {
    const bound = bindOne(spec, Object.hasOwn(given, spec.name) ? given[spec.name] : undefined);
    if (bound.problem !== undefined) problems.push(bound.problem);
    else if (bound.value !== undefined) values[spec.name] = bound.value;
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, values };
}

function unknownParam(name: string, names: readonly string[]): ParamProblem {
  const near = nearest(name, names);
  return {
    param: name,
    message: `the task has no parameter “${name}”`,
    expected: names.length > 0 ? `one of ${listed(names)}` : 'no parameter; the task has none',
    ...(near === undefined ? {} : { suggestion: near }),
  };
}

function bindOne(
  spec: ParamSpec,
  given: unknown,
): { value?: unknown; problem?: undefined } | { problem: ParamProblem } {
  if (given === undefined) {
    if (spec.default !== undefined) return { value: spec.default };
    if (!spec.required) return {};
    return {
      problem: {
        param: spec.name,
        message: `the parameter “${spec.name}” must be given`,
        expected: `--param ${spec.name}=…${spec.description === undefined ? '' : ` (${spec.description})`}`,
      },
    };
  }
  const value = read(spec, given);
  if (value === undefined)
    return {
      problem: {
        param: spec.name,
        message: `“${String(given)}” does not fit the parameter “${spec.name}”`,
        expected: expectations[spec.type],
      },
    };
  const { choices } = spec;
  if (choices === undefined || choices.some((choice) => choice === value)) return { value };
  const near = nearest(String(given), choices.map(String));
  return {
    problem: {
      param: spec.name,
      message: `“${String(given)}” is not one of the choices of “${spec.name}”`,
      expected: `one of ${listed(choices.map(String))}`,
      ...(near === undefined ? {} : { suggestion: near }),
    },
  };
}

const expectations: Readonly<Record<ParamSpec['type'], string>> = {
  string: 'text',
  number: 'a number, such as 12.5',
  boolean: 'true or false',
  list: 'entries with commas between them, or a JSON list',
};

/** The given value in the parameter's type; undefined when it does not fit. */
function read(spec: ParamSpec, given: unknown): unknown {
  switch (spec.type) {
    case 'string':
      return isScalar(given) ? String(given) : undefined;
    case 'number':
      return typeof given === 'number' ? given : typeof given === 'string' ? plainNumber(given) : undefined;
    case 'boolean':
      if (typeof given === 'boolean') return given;
      return given === 'true' ? true : given === 'false' ? false : undefined;
    case 'list':
      return Array.isArray(given) ? given : typeof given === 'string' ? readList(given) : undefined;
  }
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function plainNumber(written: string): number | undefined {
  return /^\s*[-+]?(\d+(\.\d+)?|\.\d+)([eE][-+]?\d+)?\s*$/.test(written) ? Number(written) : undefined;
}

function readList(written: string): unknown[] | undefined {
  if (!written.trim().startsWith('['))
    return written === '' ? [] : written.split(',').map((entry) => entry.trim());
  try {
    const list: unknown = JSON.parse(written);
    return Array.isArray(list) ? list : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
