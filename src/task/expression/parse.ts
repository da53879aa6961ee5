import { ExpressionError } from './error.js';
import { type Token, tokens } from './tokens.js';

/** The tree of an expression. `at` counts characters of the expression. */
export type Expression = { readonly at: number; readonly length: number } & (
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly key: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'not' | 'minus'; readonly of: Expression }
  | { readonly kind: 'binary'; readonly sign: string; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'choice';
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    }
);

const LONGEST = 4_000;
const DEEPEST = 60;

/** How tightly the two-sided signs bind; higher binds first. */
const tightness: Readonly<Record<string, number>> = {
  '??': 1,
  '||': 2,
  '&&': 3,
  '==': 4,
  '!=': 4,
  '<': 5,
  '<=': 5,
  '>': 5,
  '>=': 5,
  '+': 6,
  '-': 6,
  '*': 7,
  '/': 7,
  '%': 7,
};

const words: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

/** Reads an expression (without its `${` and `}`). Throws an ExpressionError with the place of the mistake. */
export function parseExpression(source: string): Expression {
  if (source.length > LONGEST)
    throw new ExpressionError(`an expression has at most ${LONGEST} characters`, 0);
  if (source.trim() === '') throw new ExpressionError('the expression is empty', 0);
  return new Parser(tokens(source)).whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(list: readonly Token[]) {
    this.#tokens = list;
  }

  whole(): Expression {
    const tree = this.#choice();
    if (this.#token.kind !== 'end') throw this.#unexpected('an operator or the end');
    return tree;
  }

  get #token(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #take(): Token {
    const token = this.#token;
    if (token.kind !== 'end') this.#next += 1;
    return token;
  }

  #takeSign(text: string): boolean {
    const here = this.#token.kind === 'sign' && this.#token.text === text;
    if (here) this.#next += 1;
    return here;
  }

  #needSign(text: string): Token {
    const token = this.#token;
    if (!this.#takeSign(text)) throw this.#unexpected(`“${text}”`);
    return token;
  }

  #unexpected(expected: string): ExpressionError {
    const { kind, text, start, end } = this.#token;
    const found = kind === 'end' ? 'the expression ends' : `“${text}” stands`;
    return new ExpressionError(`${found} where ${expected} is expected`, start, {
      length: Math.max(1, end - start),
    });
  }

  #choice(): Expression {
    this.#depth += 1;
    if (this.#depth > DEEPEST)
      throw new ExpressionError(`an expression is nested at most ${DEEPEST} deep`, this.#token.start);
    const test = this.#binary(1);
    const tree = this.#takeSign('?') ? this.#rest(test) : test;
    this.#depth -= 1;
    return tree;
  }

  #rest(test: Expression): Expression {
    const yes = this.#choice();
    this.#needSign(':');
    const no = this.#choice();
    return { kind: 'choice', test, yes, no, ...span(test, no) };
  }

  #binary(lowest: number): Expression {
    let left = this.#unary();
    for (;;) {
      const { kind, text } = this.#token;
      const strength = kind === 'sign' ? (tightness[text] ?? 0) : 0;
      if (strength < lowest) return left;
      this.#next += 1;
      const right = this.#binary(strength + 1);
      left = { kind: 'binary', sign: text, left, right, ...span(left, right) };
    }
  }

  #unary(): Expression {
    const { start } = this.#token;
    const kind = this.#takeSign('!') ? 'not' : this.#takeSign('-') ? 'minus' : undefined;
    if (kind === undefined) return this.#postfix(this.#primary());
    this.#depth += 1;
    if (this.#depth > DEEPEST)
      throw new ExpressionError(`an expression is nested at most ${DEEPEST} deep`, start);
    const of = this.#unary();
    this.#depth -= 1;
    return { kind, of, at: start, length: of.at + of.length - start };
  }

  #postfix(start: Expression): Expression {
    let tree = start;
    for (;;) {
      if (this.#takeSign('.')) {
        const token = this.#take();
        if (token.kind !== 'name') throw new ExpressionError('a name is expected after the dot', token.start);
        const key: Expression = { kind: 'literal', value: token.text, ...place(token) };
        tree = { kind: 'member', of: tree, key, ...span(tree, key) };
      } else if (this.#takeSign('[')) {
        const key = this.#choice();
        const close = this.#needSign(']');
        tree = { kind: 'member', of: tree, key, at: tree.at, length: close.end - tree.at };
      } else return tree;
    }
  }

  #primary(): Expression {
    const token = this.#token;
    if (token.kind === 'number') {
      this.#next += 1;
      return { kind: 'literal', value: Number(token.text), ...place(token) };
    }
    if (token.kind === 'text') {
      this.#next += 1;
      return { kind: 'literal', value: token.text, ...place(token) };
    }
    if (token.kind === 'name') return this.#name(this.#take());
    if (this.#takeSign('(')) {
      const inner = this.#choice();
      this.#needSign(')');
      return inner;
    }
    if (this.#takeSign('[')) {
      const items = this.#items(']');
      return { kind: 'list', items: items.list, at: token.start, length: items.end - token.start };
    }
    throw this.#unexpected('a value');
  }

  #name(token: Token): Expression {
    if (this.#takeSign('(')) {
      const args = this.#items(')');
      return {
        kind: 'call',
        name: token.text,
        args: args.list,
        at: token.start,
        length: args.end - token.start,
      };
    }
    const word = Object.hasOwn(words, token.text) ? words[token.text] : undefined;
    return word === undefined
      ? { kind: 'name', name: token.text, ...place(token) }
      : { kind: 'literal', value: word, ...place(token) };
  }

  #items(close: string): { list: Expression[]; end: number } {
    const list: Expression[] = [];
    const empty = this.#token;
    if (this.#takeSign(close)) return { list, end: empty.end };
    for (;;) {
      list.push(this.#choice());
      const token = this.#token;
      if (this.#takeSign(close)) return { list, end: token.end };
      this.#needSign(',');
    }
  }
}

function place(token: Token): { at: number; length: number } {
  return { at: token.start, length: token.end - token.start };
}

function span(first: Expression, last: Expression): { at: number; length: number } {
  return { at: first.at, length: last.at + last.length - first.at };
}

/** The parts that an expression is made of, in the order they stand in. */
export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'list':
      return node.items;
    case 'call':
      return node.args;
    case 'not':
    case 'minus':
      return [node.of];
    case 'binary':
      return [node.left, node.right];
    case 'choice':
      return [node.test, node.yes, node.no];
    case 'member':
      return [node.of, node.key];
    default:
      return [];
  }
}
