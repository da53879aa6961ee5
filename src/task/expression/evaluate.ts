import { listed, nearest } from '../problem.js';
import { ExpressionError } from './error.js';
import { FunctionError, functions, kindOf, takesWords } from './functions.js';
import type { Expression } from './parse.js';

/** What the names in an expression stand for. */
export interface Scope {
  /** Parameters, as `${params.file}` or `${file}`. */
  readonly params: Readonly<Record<string, unknown>>;
  /** What steps have read or set so far, as `${total}`. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What holds only inside the blocks around a step, such as the row of a pass. */
  readonly locals?: Readonly<Record<string, unknown>>;
  /** Applications that windows may be named by; any name where they are not told. */
  readonly apps?: ReadonlySet<string>;
  /** For `today()` and `now()`; the system's clock when it is not given. */
  readonly now?: () => Date;
}

/** The value of an expression. Throws an ExpressionError that knows the place. */
export function evaluateExpression(tree: Expression, scope: Scope): unknown {
  const value = valueIn(tree, scope);
  if (value === undefined) throw noValue(tree);
  return value;
}

/** Undefined stands for a value that no step has set yet; only `??` may look at it. */
function valueIn(tree: Expression, scope: Scope): unknown {
  switch (tree.kind) {
    case 'literal':
      return tree.value;
    case 'list':
      return tree.items.map((item) => evaluateExpression(item, scope));
    case 'name':
      return named(tree, scope);
    case 'member':
      return memberOf(tree, scope);
    case 'call':
      return called(tree, scope);
    case 'not':
      return !truth(tree.of, scope);
    case 'minus':
      return -numberOf(tree.of, scope);
    case 'choice':
      return evaluateExpression(truth(tree.test, scope) ? tree.yes : tree.no, scope);
    case 'binary':
      return binary(tree, scope);
  }
}

type Of<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>;

function named(tree: Of<'name'>, scope: Scope): unknown {
  const { name } = tree;
  if (scope.locals !== undefined && Object.hasOwn(scope.locals, name)) return scope.locals[name];
  if (Object.hasOwn(scope.values, name)) return scope.values[name];
  if (Object.hasOwn(scope.params, name)) return scope.params[name];
  if (name === 'params' || name === 'values' || name === 'secrets')
    throw failure(tree, `“${name}” is not a value by itself`, `name what is meant, such as ${name}.x`);
  return undefined;
}

function memberOf(tree: Of<'member'>, scope: Scope): unknown {
  const { of } = tree;
  if (of.kind === 'name' && tree.key.kind === 'literal' && !Object.hasOwn(scope.values, of.name)) {
    const key = String(tree.key.value);
    if (of.name === 'params') return own(scope.params, key, tree, 'parameter');
    if (of.name === 'values') return Object.hasOwn(scope.values, key) ? scope.values[key] : undefined;
    if (of.name === 'secrets')
      throw failure(
        tree,
        'a secret cannot be used in an expression',
        `type it with type: {secret: ${key}}, so that its value is never written down`,
      );
  }
  return pick(evaluateExpression(of, scope), evaluateExpression(tree.key, scope), tree);
}

function pick(whole: unknown, key: unknown, tree: Of<'member'>): unknown {
  if (Array.isArray(whole) || typeof whole === 'string') {
    if (key === 'length') return whole.length;
    if (typeof key !== 'number' || !Number.isInteger(key))
      throw failure(tree.key, `expected a whole number as index, found ${kindOf(key)}`);
    const entry = whole.at(key);
    if (entry === undefined) throw failure(tree.key, `there is no entry ${key}; it has ${whole.length}`);
    return entry;
  }
  if (typeof whole === 'object' && whole !== null && typeof key === 'string')
    return own(whole as Record<string, unknown>, key, tree, 'entry');
  throw failure(tree.of, `${kindOf(whole)} has no entries`);
}

function own(map: Readonly<Record<string, unknown>>, key: string, tree: Expression, noun: string): unknown {
  if (Object.hasOwn(map, key)) return map[key];
  const near = nearest(key, Object.keys(map));
  throw failure(
    tree,
    `there is no ${noun} “${key}”`,
    near === undefined ? `there are: ${listed(Object.keys(map))}` : `did you mean ${near}?`,
  );
}

function called(tree: Of<'call'>, scope: Scope): unknown {
  const found = functions.get(tree.name);
  if (found === undefined) throw failure(tree, `there is no function “${tree.name}”`);
  const [least, most] = found.takes;
  if (tree.args.length < least || tree.args.length > most)
    throw failure(tree, `${tree.name} ${takesWords(found)}, not ${tree.args.length}`);
  const args = tree.args.map((arg) => evaluateExpression(arg, scope));
  try {
    return found.call(args, scope.now?.() ?? new Date());
  } catch (error) {
    if (error instanceof FunctionError) throw failure(tree, `${tree.name}: ${error.message}`);
    throw error;
  }
}

function binary(tree: Of<'binary'>, scope: Scope): unknown {
  const { sign, left, right } = tree;
  switch (sign) {
    case '&&':
      return truth(left, scope) && truth(right, scope);
    case '||':
      return truth(left, scope) || truth(right, scope);
    case '??':
      return valueIn(left, scope) ?? evaluateExpression(right, scope);
    case '==':
      return same(evaluateExpression(left, scope), evaluateExpression(right, scope));
    case '!=':
      return !same(evaluateExpression(left, scope), evaluateExpression(right, scope));
    case '+':
      return sum(tree, evaluateExpression(left, scope), evaluateExpression(right, scope));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordered(tree, evaluateExpression(left, scope), evaluateExpression(right, scope));
    default:
      return arithmetic(tree, numberOf(left, scope), numberOf(right, scope));
  }
}

/** Numbers add up; as soon as one side is text, both are joined. */
function sum(tree: Expression, left: unknown, right: unknown): number | string {
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  if ((typeof left === 'string' && isScalar(right)) || (typeof right === 'string' && isScalar(left)))
    return `${left}${right}`;
  throw failure(tree, `+ cannot join ${kindOf(left)} and ${kindOf(right)}`);
}

function ordered(tree: Of<'binary'>, left: unknown, right: unknown): boolean {
  const both =
    (typeof left === 'number' && typeof right === 'number') ||
    (typeof left === 'string' && typeof right === 'string');
  if (!both)
    throw failure(
      tree,
      `${tree.sign} cannot compare ${kindOf(left)} with ${kindOf(right)}`,
      'number(…) makes a number of a text',
    );
  const [a, b] = [left as number, right as number];
  if (tree.sign === '<') return a < b;
  if (tree.sign === '<=') return a <= b;
  return tree.sign === '>' ? a > b : a >= b;
}

function arithmetic(tree: Of<'binary'>, left: number, right: number): number {
  if ((tree.sign === '/' || tree.sign === '%') && right === 0) throw failure(tree, 'division by zero');
  if (tree.sign === '-') return left - right;
  if (tree.sign === '*') return left * right;
  return tree.sign === '/' ? left / right : left % right;
}

/** Equal kind and equal content; a number never equals a text. */
function same(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((entry, index) => same(entry, right[index]));
  return left === right;
}

function truth(tree: Expression, scope: Scope): boolean {
  const value = evaluateExpression(tree, scope);
  if (typeof value === 'boolean') return value;
  throw failure(tree, `expected true or false, found ${kindOf(value)}`, 'compare it, such as x != ""');
}

function numberOf(tree: Expression, scope: Scope): number {
  const value = evaluateExpression(tree, scope);
  if (typeof value === 'number') return value;
  throw failure(
    tree,
    `expected a number, found ${kindOf(value)}`,
    typeof value === 'string' ? 'number(…) makes a number of a text' : undefined,
  );
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function noValue(tree: Expression): ExpressionError {
  const name = tree.kind === 'name' ? `“${tree.name}”` : 'the expression';
  return failure(
    tree,
    `${name} has no value`,
    'the step that sets it was skipped or has not run; `?? …` gives another value for that case',
  );
}

function failure(tree: Expression, message: string, hint?: string): ExpressionError {
  return new ExpressionError(message, tree.at, {
    length: tree.length,
    ...(hint === undefined ? {} : { hint }),
  });
}
