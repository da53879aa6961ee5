// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the task language writes its expressions like that
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpressionError, evaluate, type Scope } from '../../src/task/index.js';

const scope: Scope = {
  params: {
    file: 'a.txt',
    count: 3,
    flag: true,
    rows: [1, 'two', [3]],
    order: { id: 'A7', lines: [{ sum: 2.5 }] },
  },
  values: { total: 42.5, name: 'Ann', empty: '', amount: '1,234.50 €' },
  now: () => new Date(2026, 1, 27, 15, 4, 5),
};

/** `${…}` around a source, which is awkward to write in a template string. */
const whole = (source: string): string => `\${${source}}`;

describe('a whole expression keeps its type', () => {
  it.each<[string, unknown]>([
    ['count', 3],
    ['params.count', 3],
    ["params['count']", 3],
    ['values.total', 42.5],
    ['flag', true],
    ['rows', [1, 'two', [3]]],
    ['rows[1]', 'two'],
    ['rows[-1][0]', 3],
    ['rows.length', 3],
    ['order.lines[0].sum', 2.5],
    ['order["id"]', 'A7'],
    ['name[0]', 'A'],
    ['[1, "b", total]', [1, 'b', 42.5]],
    ['[]', []],
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['7 % 4', 3],
    ['-count + 1', -2],
    ['- - 2', 2],
    ['1.5e3', 1500],
    ['"a" + 1 + 2', 'a12'],
    ['1 + 2 + "a"', '3a'],
    ["'it''s'.length > 0 ? 1 : 2".replace("''", "\\'"), 1],
    ['count == 3', true],
    ['count == "3"', false],
    ['count != 3', false],
    ['rows == [1, "two", [3]]', true],
    ['null == null', true],
    ['count >= 3 && total < 100', true],
    ['flag || missing > 3', true],
    ['!flag || empty == ""', true],
    ['flag && count > 5 ? "many" : flag ? "few" : "none"', 'few'],
    ['missing ?? 7', 7],
    ['total ?? 7', 42.5],
    ['values.missing ?? params.count', 3],
    ['"a\\n\\t\\"" ', 'a\n\t"'],
    ["'}'", '}'],
    ['"a" < "b"', true],
    ['length("日本😀")', 3],
    ['length(rows)', 3],
    ['upper(name)', 'ANN'],
    ['lower(name)', 'ann'],
    ['trim("  a ")', 'a'],
    ['replace("a.b.c", ".", "$&")', 'a$&b$&c'],
    ['contains(rows, "two")', true],
    ['contains(file, "txt")', true],
    ['startsWith(file, "a.")', true],
    ['endsWith(file, "txt")', true],
    ['slice(file, 0, 1)', 'a'],
    ['slice(rows, 1)', ['two', [3]]],
    ['split("a;b", ";")', ['a', 'b']],
    ['join([1, 2], "-")', '1-2'],
    ['text(count) + text(flag)', '3true'],
    ['number(amount)', 1234.5],
    ['round(2.345, 2)', 2.35],
    ['round(1.005, 2)', 1.01],
    ['round(-0.4)', 0],
    ['round(1e21)', 1e21],
    ['floor(2.7) + ceil(2.1) + abs(-1)', 6],
    ['min(3, 1, 2) + max(3, 1, 2)', 4],
    ['today()', '2026-02-27'],
    ['today(2)', '2026-03-01'],
  ])('%s', (source, expected) => {
    expect(evaluate(whole(source), scope)).toEqual(expected);
  });
});

describe('inside other text a value becomes text', () => {
  it.each([
    [`Total: ${whole('total')} €`, 'Total: 42.5 €'],
    [`${whole('count')}${whole('count')}`, '33'],
    [` ${whole('count')}`, ' 3'],
    [`a $${whole('count')} b`, 'a ${count} b'],
    ['$5 and 100$', '$5 and 100$'],
    ['', ''],
    [`${whole("'a}b'")}!`, 'a}b!'],
  ])('%s', (template, expected) => {
    expect(evaluate(template, scope)).toBe(expected);
  });
});

describe('a mistake has its place', () => {
  it.each<[string, number, RegExp]>([
    ['count +', 7, /expression ends/],
    ['count @ 2', 6, /does not belong/],
    ['count = 3', 6, /does not belong/],
    ['(count', 6, /“\)” is expected/],
    ['rows[0', 6, /“\]” is expected/],
    ['"abc', 0, /has no end/],
    ['"a\\q"', 2, /escape/],
    ['', 0, /empty/],
    ['1 2', 2, /an operator or the end/],
    ['missing + 1', 0, /“missing” has no value/],
    ['1 + missing', 4, /“missing” has no value/],
    ['count + missing.x', 8, /“missing” has no value/],
    ['params.fil', 0, /no parameter “fil”/],
    ['order.idd', 0, /no entry “idd”/],
    ['rows[7]', 5, /no entry 7/],
    ['rows["x"]', 5, /whole number as index/],
    ['count.x', 0, /has no entries/],
    ['name - 1', 0, /expected a number, found text “Ann”/],
    ['1 + flag', 0, /cannot join/],
    ['count / 0', 0, /division by zero/],
    ['count && true', 0, /expected true or false/],
    ['name ? 1 : 2', 0, /expected true or false/],
    ['count < name', 0, /cannot compare/],
    ['upper(count, 1, 2)', 0, /takes 1/],
    ['lowr(name)', 0, /no function “lowr”/],
    ['number("none")', 0, /expected one number/],
    ['secrets.pw', 0, /a secret cannot be used/],
    ['params', 0, /not a value by itself/],
    ['constructor', 0, /has no value/],
    ['order.constructor', 0, /no entry “constructor”/],
    ['order["__proto__"]', 0, /no entry “__proto__”/],
    ['name["constructor"]', 5, /whole number as index/],
    ['rows.map', 5, /whole number as index/],
    [`${'('.repeat(100)}1${')'.repeat(100)}`, 60, /nested at most/],
    [`${'-'.repeat(100)}1`, 59, /nested at most/],
    [`${'1+'.repeat(3000)}1`, 0, /at most 4000/],
  ])('%s', (source, position, message) => {
    const error = failure(`ab ${whole(source)}`);
    expect(error.message).toMatch(message);
    expect(error.position).toBe(position + 5);
  });

  it('lists and maps do not become text by themselves', () => {
    expect(failure(`a ${whole('rows')}`).message).toMatch(/a list cannot stand inside a text/);
  });

  function failure(template: string): ExpressionError {
    try {
      evaluate(template, scope);
    } catch (error) {
      if (error instanceof ExpressionError) return error;
      throw error;
    }
    throw new Error('it has a value');
  }
});

describe('any source', () => {
  const words = fc.constantFrom(
    ...[
      'count',
      'rows',
      'params',
      '.',
      '[',
      ']',
      '(',
      ')',
      ',',
      '+',
      '-',
      '*',
      '/',
      '%',
      '!',
      '?',
      ':',
      '??',
    ],
    ...[
      '==',
      '<',
      '&&',
      '||',
      '"a"',
      "'",
      '1',
      '2.5',
      ' ',
      'length',
      'constructor',
      '__proto__',
      'true',
      'null',
    ],
  );

  it('has a value or an ExpressionError inside the text', () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), (parts) => {
        const template = whole(parts.join(''));
        try {
          evaluate(template, scope);
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
          if (error instanceof ExpressionError) {
            expect(error.position).toBeGreaterThanOrEqual(0);
            expect(error.position).toBeLessThanOrEqual(template.length);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('computes as JavaScript does with numbers', () => {
    const tree: fc.Arbitrary<string> = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.integer({ min: 0, max: 50 }).map(String),
        fc
          .tuple(tie('tree'), fc.constantFrom('+', '-', '*'), tie('tree'))
          .map(([left, sign, right]) => `${left} ${sign} ${right}`),
        tie('tree').map((inner) => `(${inner})`),
      ),
    })).tree;
    fc.assert(
      fc.property(tree, (source) => {
        // Only digits, signs and parentheses: the reference is the language itself.
        const reference: unknown = new Function(`return ${source}`)();
        expect(evaluate(whole(source), scope)).toBe(reference);
      }),
      { numRuns: 500 },
    );
  });
});
