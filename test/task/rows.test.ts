import { describe, expect, it } from 'vitest';
import { parseTask } from '../../src/task/index.js';
import { readRows } from '../../src/task/rows.js';

const rows = (text: string, name = 'rows.csv') => {
  const read = readRows(text, name);
  return 'rows' in read ? read.rows : read.reason;
};

describe('rows of a file', () => {
  it.each([
    ['fields by their names, always as text', 'a,b\n1,007\n', [{ a: '1', b: '007' }]],
    [
      'quotes, separators and line feeds inside a field',
      'a,b\r\n"x, ""y""\nz",\r\n',
      [{ a: 'x, "y"\nz', b: '' }],
    ],
    ['semicolons, as German spreadsheets write them', 'a;b\n1,5;2\n', [{ a: '1,5', b: '2' }]],
    [
      'a mark of byte order, empty lines and no line feed at the end',
      '\uFEFFa\n\nx\n\ny',
      [{ a: 'x' }, { a: 'y' }],
    ],
    ['names with spaces around them', ' a , b \n1,2', [{ a: '1', b: '2' }]],
    ['a file with names alone', 'a,b\n', []],
  ])('should read %s', (_what, text, expected) => {
    expect(rows(text)).toEqual(expected);
  });

  it('should read tabs and JSON by the ending of the name', () => {
    expect(rows('a\tb\n1,2\t3', 'x.tsv')).toEqual([{ a: '1,2', b: '3' }]);
    expect(rows('[{"a": 1}, "x"]', 'x.JSON')).toEqual([{ a: 1 }, 'x']);
  });

  it.each([
    ['', 'rows.csv is empty; its first line names the fields'],
    ['a,,c\n', 'rows.csv:1: field 2 has no name'],
    ['a,b,a\n', 'rows.csv:1: two fields are called “a”'],
    ['a,b\n1,2\n\n"x\ny",2\n3\n', 'rows.csv:6: 1 field, but the first line names 2'],
    ['a\n1\n"x', 'rows.csv: the quoted field of line 3 has no end'],
  ])('should say what is wrong with %j', (text, reason) => {
    expect(rows(text)).toBe(reason);
  });

  it('should say what is wrong with JSON', () => {
    expect(rows('{"a": 1}', 'x.json')).toBe('x.json holds no JSON list');
    expect(rows('[1,', 'x.json')).toMatch(/^x.json is no JSON: /);
  });
});

describe('a task that goes through a file', () => {
  const text = 'steps:\n  - forEach: {in: orders.csv, steps: [{press: down}]}\n';
  const problems = (files: Record<string, string>) => {
    const parsed = parseTask(text, { file: 't.yaml', fileText: (path) => files[path] });
    return parsed.ok
      ? []
      : parsed.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
  };

  it('should be told before anything runs when the file is missing or bad', () => {
    expect(problems({})).toEqual(['2:19 the file orders.csv cannot be read']);
    expect(problems({ 'orders.csv': 'a,a\n' })).toEqual(['2:19 orders.csv:1: two fields are called “a”']);
    expect(problems({ 'orders.csv': 'customer\nAda\n' })).toEqual([]);
  });
});
