import type * as z from 'zod';
import { DeskhandError } from '../../core/errors.js';
import { ExpressionError } from '../expression/error.js';
import type { Scope } from '../expression/evaluate.js';
import { evaluate, evaluateBare } from '../expression/template.js';
import { falseWords } from '../expression/values-of.js';
import { findingsOf } from '../shape/issues.js';

/** A value of the task that does not fit once its expressions are evaluated. */
export class StepError extends DeskhandError {
  /** Where in the task, such as `steps[2].click.count`. */
  readonly path: string;

  constructor(path: string, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super('failed', 'step-value', `${path}: ${message}`, options);
    this.name = 'StepError';
    this.path = path;
  }
}

const bareKeys = new Set(['if', 'that']);
const plainKeys = new Set(['as', 'id']);

/**
 * A written value with all its expressions evaluated. `key` is the name under which it stands: `that` and
 * `if` are expressions by themselves. Throws a StepError.
 */
export function evaluateAll(value: unknown, scope: Scope, path: string, key = ''): unknown {
  if (typeof value === 'string')
    return plainKeys.has(key) ? value : evaluateAt(value, scope, path, bareKeys.has(key));
  if (Array.isArray(value))
    return value.map((entry, index) => evaluateAll(entry, scope, `${path}[${index}]`, key));
  if (typeof value !== 'object' || value === null) return value;
  const evaluated = Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name, evaluateAll(entry, scope, `${path}.${name}`, name)]),
  );
  return withReason(value as Readonly<Record<string, unknown>>, evaluated, scope);
}

/** A check whose expression is false says which, and what its names stood for, unless the author says it better. */
function withReason(
  written: Readonly<Record<string, unknown>>,
  evaluated: Record<string, unknown>,
  scope: Scope,
): Record<string, unknown> {
  const own = evaluated.message !== undefined;
  if (typeof written.that !== 'string' || evaluated.that !== false || own) return evaluated;
  return { ...evaluated, message: falseWords(written.that, scope) };
}

/** One text with its expressions evaluated; `bare` texts are expressions even without `${…}`. */
export function evaluateAt(text: string, scope: Scope, path: string, bare: boolean): unknown {
  try {
    return bare ? evaluateBare(text, scope) : evaluate(text, scope);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new StepError(path, `${error.message}, in “${text.slice(0, 200)}”`, {
      cause: error,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
}

/** The value in its ready shape. Throws a StepError that names the field that does not fit. */
export function fitted<Shape extends z.ZodType>(shape: Shape, value: unknown, path: string): z.infer<Shape> {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const [first] = findingsOf(result.error.issues, value, () => []);
  const where = (first?.path ?? [])
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('');
  const expected = first?.expected === undefined ? {} : { hint: `expected ${first.expected}` };
  throw new StepError(path + where, first?.message ?? 'does not fit', expected);
}
