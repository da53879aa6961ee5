import { describe, expect, it } from 'vitest';
import { bindParams, parseTask, type Task } from '../../src/task/index.js';

const task = parsed(`
params:
  file: out.txt
  count: {type: number, default: 3}
  flag: {type: boolean, required: false}
  rows: {type: list, default: [a]}
  colour: {choices: [red, green], default: red}
  size: {choices: [1, 2]}
  who:
steps: [{click: Save}]
`);

function parsed(text: string): Task {
  const result = parseTask(text, { file: 't.yaml' });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.task;
}

const needed = { who: 'Ann', size: '1' };

describe('bindParams', () => {
  it('takes defaults and reads texts by their types', () => {
    expect(bindParams(task, { ...needed, count: '2.5', flag: 'false', rows: 'x, y' })).toEqual({
      ok: true,
      values: {
        file: 'out.txt',
        count: 2.5,
        flag: false,
        rows: ['x', 'y'],
        colour: 'red',
        size: 1,
        who: 'Ann',
      },
    });
  });

  it('leaves out what is neither given nor needed', () => {
    const bound = bindParams(task, needed);
    expect(bound.ok && Object.keys(bound.values)).not.toContain('flag');
  });

  it.each<[string, unknown, unknown]>([
    ['count', '-1e3', -1000],
    ['count', 7, 7],
    ['flag', 'true', true],
    ['file', 42, '42'],
    ['file', '', ''],
    ['rows', '[1, "b"]', [1, 'b']],
    ['rows', '', []],
    ['colour', 'green', 'green'],
    ['size', '2', 2],
  ])('%s=%s', (name, given, expected) => {
    const bound = bindParams(task, { ...needed, [name]: given });
    expect(bound.ok && bound.values[name]).toEqual(expected);
  });

  it.each<[Record<string, unknown>, string, string | undefined]>([
    [{ ...needed, cuont: '3' }, 'the task has no parameter “cuont”', 'count'],
    [{ ...needed, count: 'three' }, '“three” does not fit the parameter “count”', undefined],
    [{ ...needed, count: '0x10' }, '“0x10” does not fit the parameter “count”', undefined],
    [{ ...needed, count: '' }, '“” does not fit the parameter “count”', undefined],
    [{ ...needed, flag: 'yes' }, '“yes” does not fit the parameter “flag”', undefined],
    [{ ...needed, rows: '[1,' }, '“[1,” does not fit the parameter “rows”', undefined],
    [{ ...needed, colour: 'gren' }, '“gren” is not one of the choices of “colour”', 'green'],
    [{ size: '1' }, 'the parameter “who” must be given', undefined],
    [{ ...needed, __proto__x: '1' }, 'the task has no parameter “__proto__x”', undefined],
  ])('%j', (given, message, suggestion) => {
    const bound = bindParams(task, given);
    const problems = bound.ok ? [] : bound.problems;
    expect(problems.map((problem) => [problem.message, problem.suggestion])).toEqual([[message, suggestion]]);
  });

  it('tells all problems at once', () => {
    const bound = bindParams(task, { count: 'x', nope: '1' });
    expect(bound.ok ? [] : bound.problems.map((problem) => problem.param)).toEqual([
      'nope',
      'count',
      'size',
      'who',
    ]);
  });
});
