// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the task language writes its expressions like that
import { describe, expect, it } from 'vitest';
import { parseTask, resolveStep, type Task } from '../../src/task/index.js';

function parsed(text: string): Task {
  const result = parseTask(text, { file: 't.yaml' });
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join('; '));
  return result.task;
}

function codes(text: string): string[] {
  const result = parseTask(text, { file: 't.yaml' });
  return (result.ok ? result.warnings : result.problems).map((problem) => problem.code);
}

describe('scalars of YAML', () => {
  it.each([
    ['yes', 'yes'],
    ['no', 'no'],
    ['on', 'on'],
    ['NO', 'NO'],
    ['007', '007'],
    ['1.50', '1.50'],
    ['1e3', '1e3'],
    ['0x1F', '0x1F'],
    ['true', 'true'],
    ['2026-11-20', '2026-11-20'],
    ['12:30:45', '12:30:45'],
    ['"~"', '~'],
    ['日本語 😀', '日本語 😀'],
    ['"a\\tb"', 'a\tb'],
  ])('types %s as it is written', (written, typed) => {
    const task = parsed(`steps:\n  - type: ${written}\n`);
    const [step] = task.steps;
    if (step === undefined) throw new Error('no step');
    expect(resolveStep(step, { params: {}, values: {} })).toMatchObject({ text: typed });
  });

  it('keeps numbers and truth values of parameters', () => {
    const task = parsed('params: {n: 3, yes_or_no: no, flag: true}\nsteps: [{click: Save}]\n');
    expect(task.params.map((param) => [param.type, param.default])).toEqual([
      ['number', 3],
      ['string', 'no'],
      ['boolean', true],
    ]);
  });

  it('repeats a step by its anchor', () => {
    const task = parsed('steps:\n  - &save {click: Save}\n  - *save\n');
    expect(task.steps.map((step) => [step.path, step.input])).toEqual([
      ['steps[0]', 'Save'],
      ['steps[1]', 'Save'],
    ]);
  });

  it('reads a file with a byte order mark and Windows line ends', () => {
    expect(parsed('\ufeffname: a\r\nsteps:\r\n  - click: Save\r\n').name).toBe('a');
  });
});

describe('documents that want to harm', () => {
  const aliases = ['a: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 10; level++)
    aliases.push(
      `b${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );

  it.each([
    ['ten levels of ten aliases', aliases.join('\n'), 'too-large'],
    ['an alias of itself', 'a: &a [*a]\n', 'too-large'],
    ['250,000 open brackets', '['.repeat(250_000), 'yaml'],
    ['60,000 nested maps', '{a: '.repeat(60_000), 'yaml'],
    ['100,000 nested lists', `${'- '.repeat(100_000)}x`, 'yaml'],
    ['nested 60 deep', `a: ${'['.repeat(60)}${']'.repeat(60)}`, 'too-large'],
    ['a scalar of 200,000 characters', `name: ${'x'.repeat(200_000)}`, 'too-large'],
    ['a file of ten million characters', `name: ${'x'.repeat(10_000_000)}`, 'too-large'],
    ['a merge-key bomb', `a: &a {<<: [${Array(50).fill('*a').join(', ')}]}`, 'key'],
    ['30,000 keys', Array.from({ length: 30_000 }, (_, index) => `k${index}: 1`).join('\n'), 'too-large'],
  ])('%s', (_, text, code) => {
    expect(codes(text)).toContain(code);
  });

  it('no key reaches a prototype', () => {
    for (const key of ['__proto__', 'constructor', 'prototype'])
      codes(`apps:\n  x: {command: a, env: {${key}: {polluted: yes}}}\nsteps: [{click: a}]\n`);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('tells at most a hundred problems', () => {
    const text = `steps:\n${'  - clik: a\n'.repeat(500)}`;
    expect(codes(text)).toHaveLength(100);
  });
});

describe('warnings', () => {
  it.each([
    ['a fixed wait', '- wait: 2s', ['sleep']],
    ['a wait for something', '- wait: {for: Saved}', []],
    ['a bare point', '- click: {point: {x: 3, y: 4}}', ['raw-point']],
    ['a point beside a text', '- click: {text: Save, point: {x: 3, y: 4}}', []],
    ['a password for a field', '- type: {text: hunter2, into: Password}', ['password']],
    ['a password by its looks', '- type: Xk9#vQ!2mLp', ['password']],
    ['a token', '- type: ghp_0123456789abcdefghij', ['password']],
    ['a sentence', '- type: Hello, World! 50% of #7', []],
    ['a path', '- type: /tmp/Report_2026.txt', []],
    ['a value inside a shell command', '- run: {command: "ls ${dir}", shell: true}', ['shell']],
    ['a value for a program', '- run: ls ${dir}', []],
  ])('%s', (_, step, expected) => {
    const text = `params: {dir: /tmp}\nsteps:\n  ${step}\n`;
    const result = parseTask(text, { file: 't.yaml' });
    expect(result.ok).toBe(true);
    expect(codes(text)).toEqual(expected);
  });

  it('warns about a parameter that is a password', () => {
    expect(codes('params: {db_password: x}\nsteps: [{type: "${db_password}"}]\n')).toEqual(['password']);
  });
});
