// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the task language writes its expressions like that
import { describe, expect, it } from 'vitest';
import { formatProblem, parseTask, resolveStep, type Task } from '../../src/task/index.js';

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
    ['a password by its looks', '- type: Xk9#vQ!2mLp', ['password']],
    ['a formula', '- type: =SUM(A1:b9)', []],
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
});

describe('a password in plain text', () => {
  it.each([
    ['typed into a field for one', 'steps:\n  - type: {text: hunter2, into: Password}', '2:18'],
    ['a number typed into a field for one', 'steps:\n  - type: {text: "4917", into: {text: PIN}}', '2:18'],
    [
      'typed beside a label for one',
      'steps:\n  - type: {text: hunter2, into: {image: f.png, right-of: Kennwort}}',
      '2:18',
    ],
    ['typed after a click on such a field', 'steps:\n  - click: Password\n  - type: hunter2', '3:11'],
    ['a token', 'steps:\n  - type: ghp_0123456789abcdefghij', '2:11'],
    ['a key in a note', 'steps:\n  - note: the key is sk-proj-0123456789abcdef', '2:11'],
    ['a parameter', 'params: {db_password: x}\nsteps: [{type: "${db_password}"}]', '1:23'],
    ['a parameter with a default', 'params: {apiKey: {default: x9}}\nsteps: [{type: "${apiKey}"}]', '1:28'],
    ['a number as parameter', 'params: {pin: 4917}\nsteps: [{type: "${pin}"}]', '1:15'],
    ['a variable of a command', 'steps:\n  - run: {command: psql, env: {PGPASSWORD: hunter2}}', '2:44'],
    ['an option of a command', 'steps:\n  - run: mysql --password=hunter2 shop', '2:10'],
    ['an argument', 'steps:\n  - run: {command: login, args: [--password, hunter2]}', '2:46'],
    ['a variable in a shell line', 'steps:\n  - run: {command: "TOKEN=abc ./go", shell: true}', '2:20'],
    [
      'a variable of an application',
      'apps: {shop: {command: shop, env: {SHOP_PASSWORD: x}}}\nsteps: [{click: a}]',
      '1:51',
    ],
    ['an address', 'steps:\n  - run: curl https://me:hunter2@shop.test/', '2:10'],
    ['the words of a goal', 'goal: Log in as boss with the password hunter2', '1:7'],
    ['the words of a step', "steps:\n  - do: Type the password 'swordfish' and go on", '2:9'],
  ])('%s is an error', (_, text, place) => {
    const result = parseTask(`${text}\n`, { file: 't.yaml' });
    const told = (result.ok ? [] : result.problems).filter(({ code }) => code === 'password');
    expect(told.map(({ line, column, severity }) => `${line}:${column} ${severity}`)).toEqual([
      `${place} error`,
    ]);
    expect(told[0]?.expected).toMatch(/secret|variable/);
    // What `check` prints is kept in the logs of build servers.
    expect((result.ok ? [] : result.problems).map(formatProblem).join()).not.toMatch(
      /hunter2|swordfish|=abc/,
    );
  });

  it('is hidden in the lines that other problems show, too', () => {
    const text =
      'steps:\n  - type:\n      into: Password\n      text: |\n        hunter2\n  - {type: {text: swordfish, into: PIN}, clik: Save}\n';
    const result = parseTask(text, { file: 't.yaml' });
    const told = (result.ok ? [] : result.problems).map(formatProblem).join('\n');
    expect(told).toContain('unknown key “clik”');
    expect(told).not.toMatch(/hunter2|swordfish/);
  });

  it.each([
    ['a secret', 'secrets: {pw: {env: PW}}\nsteps:\n  - type: {secret: pw, into: Password}'],
    ['a search for the word', 'steps:\n  - type: {text: mail, into: Search passwords}'],
    ['the name of the password', 'steps:\n  - type: {text: mail, into: Password name}'],
    ['a limit of tokens', 'params: {max_tokens: 100}\nsteps: [{type: "${max_tokens}"}]'],
    ['a goal about a password', 'goal: Open the password settings and set the length to 12'],
    ['a goal that a person answers', 'goal: Change the PIN as the person says'],
    ['a path', 'steps:\n  - run: cat /etc/passwd'],
    ['an option for a file', 'steps:\n  - run: gpg --passphrase-file key.txt'],
    [
      'an option for a store',
      'apps: {web: {command: chromium, args: [--password-store=basic]}}\nsteps: [{click: a}]',
    ],
    ['a variable for a folder', 'steps:\n  - run: {command: pass, env: {PASSWORD_STORE_DIR: /srv/pass}}'],
    ['an address that tokens come from', 'steps:\n  - run: login --token-endpoint https://id.test/token'],
    ['a parameter for a store', 'params: {passwordStore: basic}\nsteps: [{type: "${passwordStore}"}]'],
    ['an empty parameter', 'params: {password: ""}\nsteps: [{type: "${password}"}]'],
  ])('%s is none', (_, text) => {
    expect(codes(`${text}\n`)).not.toContain('password');
  });
});
