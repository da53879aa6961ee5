import { ExpressionError } from './error.js';
import { evaluateExpression, type Scope } from './evaluate.js';
import { kindOf } from './functions.js';
import { type Expression, parseExpression } from './parse.js';

/** A piece of a text: literal characters, or an expression that begins at character `at` of the text. */
export type Piece =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'expression'; readonly tree: Expression; readonly source: string; readonly at: number };

/** Cuts a text at its `${…}`. `$${` stands for a literal `${`. Throws an ExpressionError. */
export function pieces(template: string): Piece[] {
  const found: Piece[] = [];
  let literal = '';
  let at = 0;
  while (at < template.length) {
    if (template.startsWith('$${', at)) {
      literal += '${';
      at += 3;
    } else if (template.startsWith('${', at)) {
      const end = closing(template, at + 2);
      const source = template.slice(at + 2, end);
      if (literal !== '') found.push({ kind: 'literal', text: literal });
      literal = '';
      found.push({
        kind: 'expression',
        tree: shifted(() => parseExpression(source), at + 2),
        source,
        at: at + 2,
      });
      at = end + 1;
    } else {
      literal += template[at];
      at += 1;
    }
  }
  if (literal !== '') found.push({ kind: 'literal', text: literal });
  return found;
}

/** Whether the text is one `${…}` and nothing else. */
export function isWhole(list: readonly Piece[]): boolean {
  return list.length === 1 && list[0]?.kind === 'expression';
}

/**
 * The value of a text with `${…}` in it. A text that is one whole expression keeps the type of its value;
 * inside other text the value becomes text. Throws an ExpressionError whose position counts characters of
 * the template.
 */
export function evaluate(template: string, scope: Scope): unknown {
  const list = pieces(template);
  const [first] = list;
  if (first?.kind === 'expression' && list.length === 1) return valueIn(first, scope);
  return list.map((piece) => (piece.kind === 'literal' ? piece.text : inText(piece, scope))).join('');
}

/**
 * The value of a field that is an expression by its nature, such as `if` or `that`: `total > 3`, or the
 * same inside `${…}`.
 */
export function evaluateBare(written: string, scope: Scope): unknown {
  return written.includes('${')
    ? evaluate(written, scope)
    : evaluateExpression(parseExpression(written), scope);
}

function valueIn(piece: Extract<Piece, { kind: 'expression' }>, scope: Scope): unknown {
  return shifted(() => evaluateExpression(piece.tree, scope), piece.at);
}

function inText(piece: Extract<Piece, { kind: 'expression' }>, scope: Scope): string {
  const value = valueIn(piece, scope);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  throw new ExpressionError(`${kindOf(value)} cannot stand inside a text`, piece.at, {
    length: piece.source.length,
    ...(Array.isArray(value) ? { hint: "join(list, ', ') makes a text of a list" } : {}),
  });
}

/** The position of the brace that closes an expression; braces inside quoted text do not count. */
function closing(template: string, start: number): number {
  let quote = '';
  let opened = start;
  for (let at = start; at < template.length; at++) {
    const character = template[at] ?? '';
    if (quote !== '') {
      if (character === '\\') at += 1;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") {
      quote = character;
      opened = at;
    } else if (character === '}') return at;
  }
  if (quote !== '') throw new ExpressionError(`a text that begins with ${quote} has no end`, opened);
  throw new ExpressionError(`“\${” has no closing “}”`, start - 2, {
    length: 2,
    hint: `write $\${ for a literal \${`,
  });
}

/** Counts the position of an error from the start of the template instead of the expression. */
function shifted<T>(work: () => T, by: number): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new ExpressionError(error.message, error.position + by, {
      length: error.length,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
}
