import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { existingDesktop } from '../../src/app/desktop-choice.js';
import { problemText, readTasks, taskFiles, withParams } from '../../src/app/load-tasks.js';
import { reportError } from '../../src/cli/report-error.js';
import { readReporters } from '../../src/cli/reporters.js';

function told(work: () => unknown): { code: number; text: string } {
  let text = '';
  try {
    work();
  } catch (error) {
    return { code: reportError(error, (more) => (text += more)), text };
  }
  throw new Error('Nothing was wrong.');
}

const folder = mkdtempSync(join(tmpdir(), 'deskhand mistakes ü '));

describe('a mistake of the user', () => {
  it.each([
    ['a missing file', () => readFileSync(join(folder, 'missing')), 'no such file'],
    ['a folder for a file', () => readFileSync(folder), 'it is a folder'],
    ['a folder without tasks', () => taskFiles([folder]), 'no task in the folder'],
    ['a reporter that does not exist', () => readReporters('list=x'), 'There is no reporter'],
    ['a report without a file', () => readReporters('junit='), 'names no file'],
    ['a display that cannot exist', () => existingDesktop(':99999'), 'There is no desktop'],
  ])('should be told in words and end with 2: %s', (_name, work, words) => {
    const { code, text } = told(work);
    expect(code).toBe(2);
    expect(text).toContain(words);
    expect(text).not.toMatch(/^\s+at /mu);
  });

  it('should end with 1 and the stack when it is none', () => {
    const { code, text } = told(() => {
      throw new TypeError('x is not a function');
    });
    expect(code).toBe(1);
    expect(text).toContain('fault of deskhand itself');
  });
});

it('should keep equals signs in the file of a report', () => {
  expect(readReporters('list,junit=out/a=b.xml')).toEqual({
    list: true,
    files: [{ name: 'junit', file: 'out/a=b.xml' }],
  });
});

it('should let no file command the terminal', () => {
  const file = join(folder, 'evil.yaml');
  writeFileSync(file, 'name: \u001b]0;owned\u0007\n"a\u202eb": 1\n');
  const text = problemText(readTasks([file]).problems);
  expect(text).toContain('evil.yaml:2');
  for (const harmful of ['\u001b', '\u0007', '\u202e']) expect(text).not.toContain(harmful);
});

describe('--param with several tasks', () => {
  const own = mkdtempSync(join(folder, 'tasks-'));
  const write = (name: string, params: string): string => {
    const file = join(own, name);
    writeFileSync(file, `name: ${name}\nparams: ${params}\nsteps: [{ press: Enter }]\n`);
    return file;
  };
  const { tasks } = readTasks([
    write('one.yaml', '{ order: 1002, copies: { type: number, default: 1 } }'),
    write('two.yaml', '{ order: 7 }'),
    write('three.yaml', '{}'),
  ]);
  const given = (...params: string[]): unknown[] => withParams(tasks, params).map((each) => each.params);

  it('should reach the tasks that declare it', () => {
    expect(given('order=1003', 'copies=2')).toEqual([{ order: 1003, copies: 2 }, { order: 1003 }, {}]);
    expect(given()).toEqual([{ order: 1002, copies: 1 }, { order: 7 }, {}]);
  });

  it('should be refused when none declares it, and every mistake is told', () => {
    const { code, text } = told(() => given('ordre=1', 'toString=1', 'copies=many'));
    expect(code).toBe(2);
    expect(text).toContain(
      'no task has a parameter “ordre” (expected one of order, copies). Did you mean “order”?',
    );
    expect(text).toContain('no task has a parameter “toString”');
    expect(text).toMatch(/one\.yaml: “many” does not fit/u);
  });
});
