import { ExpressionError } from './error.js';

/** A word, literal or sign of an expression; `start` and `end` count characters of the expression. */
export interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'sign' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const signs = ['&&', '||', '??', '==', '!=', '<=', '>=', ...'+-*/%<>!?:.,()[]'];
const numberAt = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const nameAt = /[\p{L}_][\p{L}\p{N}_]*/uy;
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\', "'": "'", '"': '"' };

/** Cuts an expression into tokens; the last one is of kind `end`. */
export function tokens(source: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < source.length) {
    if (/\s/.test(source[at] ?? '')) {
      at += 1;
      continue;
    }
    const token = next(source, at);
    found.push(token);
    at = token.end;
  }
  found.push({ kind: 'end', text: '', start: source.length, end: source.length });
  return found;
}

function next(source: string, start: number): Token {
  const first = source[start] ?? '';
  if (first === "'" || first === '"') return textToken(source, start, first);
  for (const [kind, pattern] of [
    ['number', numberAt],
    ['name', nameAt],
  ] as const) {
    pattern.lastIndex = start;
    const text = pattern.exec(source)?.[0];
    if (text !== undefined) return { kind, text, start, end: start + text.length };
  }
  const sign = signs.find((candidate) => source.startsWith(candidate, start));
  if (sign !== undefined) return { kind: 'sign', text: sign, start, end: start + sign.length };
  throw new ExpressionError(`“${first}” does not belong in an expression`, start, {
    ...(first === '=' ? { hint: 'write == to compare' } : {}),
    ...(first === '&' || first === '|' ? { hint: `write ${first}${first}` } : {}),
  });
}

function textToken(source: string, start: number, quote: string): Token {
  let text = '';
  for (let at = start + 1; at < source.length; at++) {
    const character = source[at] ?? '';
    if (character === quote) return { kind: 'text', text, start, end: at + 1 };
    if (character !== '\\') {
      text += character;
      continue;
    }
    at += 1;
    const escaped = escapes[source[at] ?? ''];
    if (escaped === undefined)
      throw new ExpressionError('an unknown escape in a text', at - 1, { length: 2 });
    text += escaped;
  }
  throw new ExpressionError(`a text that begins with ${quote} has no end`, start);
}
