import { evaluateExpression, type Scope } from './evaluate.js';
import { childrenOf, type Expression, parseExpression } from './parse.js';
import { pieces } from './template.js';

/** Characters of a value that are shown. */
const SHOWN = 80;

/** Returns why an expression is false, such as `total > 40 is false: total is 12`. */
export function falseWords(written: string, scope: Scope): string {
  const trees = written.includes('${')
    ? pieces(written).flatMap((piece) => (piece.kind === 'expression' ? [piece.tree] : []))
    : [parseExpression(written)];
  const [only] = pieces(written);
  const plain = only?.kind === 'expression' && trees.length === 1 ? only.source.trim() : written;
  const named = new Map(trees.flatMap((tree) => valuesIn(tree, scope)));
  const values = [...named].map(([name, value]) => `${name} is ${shown(value)}`);
  return `${plain} is false${values.length === 0 ? '' : `: ${values.join(', ')}`}`;
}

/** What the names of an expression stand for, each once; members such as `row.total` as a whole. */
function valuesIn(tree: Expression, scope: Scope): readonly (readonly [string, unknown])[] {
  const name = nameOf(tree);
  if (name === undefined) return childrenOf(tree).flatMap((child) => valuesIn(child, scope));
  try {
    return [[name, evaluateExpression(tree, scope)]];
  } catch {
    // A name without a value, left of `??`: the expression has gone on without it.
    return [[name, undefined]];
  }
}

function nameOf(tree: Expression): string | undefined {
  if (tree.kind === 'name') return tree.name;
  if (tree.kind !== 'member' || tree.key.kind !== 'literal') return undefined;
  const of = nameOf(tree.of);
  return of === undefined ? undefined : `${of}.${tree.key.value}`;
}

function shown(value: unknown): string {
  const text = value === undefined ? 'not set' : (JSON.stringify(value) ?? String(value));
  return text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text;
}
