// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the task language writes its expressions like that
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  isBlock,
  parseTask,
  type ResolvedStep,
  resolveApp,
  resolveBlock,
  resolveGoal,
  resolveOutputs,
  resolveStep,
  type Scope,
  type Step,
  StepError,
  stepCondition,
  type Task,
} from '../../src/task/index.js';

const scope: Scope = {
  params: { file: '/tmp/my file.txt', n: 2, box: { x: 1, y: 2, width: 3, height: 4 }, keys: ['ctrl', 's'] },
  values: { total: 42, label: 'Save' },
};

const header =
  'params: {file: a, n: 2, box: [1], keys: [a]}\nsecrets: {pw: {env: PW}}\napps: {calc: galculator}\n';
const setters = 'before:\n  - read: {near: a, as: total}\n  - read: {near: a, as: label}\n';

function task(text: string): Task {
  const result = parseTask(text, { file: 'folder/t.yaml' });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.task;
}

function step(yaml: string): Step {
  const lines = yaml.split('\n').map((line, index) => (index === 0 ? `  - ${line}` : `    ${line}`));
  const [first] = task(`${header}${setters}steps:\n${lines.join('\n')}\n`).steps;
  if (first === undefined) throw new Error('no step');
  return first;
}

/** What the verb came to, without the keys that every step has. */
function deeds(yaml: string): Partial<ResolvedStep> {
  const { path, line, id, name, timeoutMs, expect: _, soft, retry, ...rest } = resolveStep(step(yaml), scope);
  return rest;
}

describe('each verb', () => {
  const one = { button: 'left', count: 1, modifiers: [] };

  it.each<[string, Record<string, unknown>]>([
    ['click: Save', { verb: 'click', target: { text: 'Save' }, ...one }],
    ['click: "${label}"', { verb: 'click', target: { text: 'Save' }, ...one }],
    ['click: "${n}"', { verb: 'click', target: { text: '2' }, ...one }],
    [
      'click: {text: {is: Save}, right-of: Name, index: -1, count: "${n}", button: right, modifiers: [Control, shift]}',
      {
        verb: 'click',
        target: { text: { is: 'Save' }, 'right-of': 'Name', index: -1 },
        button: 'right',
        count: 2,
        modifiers: ['ctrl', 'shift'],
      },
    ],
    [
      'click: {point: {x: 3, y: 4}, region: "${box}"}',
      {
        verb: 'click',
        target: { point: { x: 3, y: 4 }, region: { x: 1, y: 2, width: 3, height: 4 } },
        ...one,
      },
    ],
    ['doubleClick: A', { verb: 'click', target: { text: 'A' }, button: 'left', count: 2, modifiers: [] }],
    ['rightClick: A', { verb: 'click', target: { text: 'A' }, button: 'right', count: 1, modifiers: [] }],
    ['type: Hello', { verb: 'type', text: 'Hello', clear: false, enter: false }],
    ['type: "${total} €"', { verb: 'type', text: '42 €', clear: false, enter: false }],
    ['type: "${total}"', { verb: 'type', text: '42', clear: false, enter: false }],
    ['type: "${secrets.pw}"', { verb: 'type', secret: 'pw', clear: false, enter: false }],
    [
      'type: {text: "${secrets.pw}", into: Login, clear: true, enter: true}',
      { verb: 'type', secret: 'pw', into: { text: 'Login' }, clear: true, enter: true },
    ],
    ['type: {text: x, paste: true}', { verb: 'type', text: 'x', clear: false, enter: false, paste: true }],
    [
      'type: {text: x, paste: shift+Insert}',
      { verb: 'type', text: 'x', clear: false, enter: false, paste: ['shift', 'insert'] },
    ],
    ['type: {text: x, paste: false}', { verb: 'type', text: 'x', clear: false, enter: false }],
    ['type: {secret: pw}', { verb: 'type', secret: 'pw', clear: false, enter: false }],
    ['press: Shift+Control+S', { verb: 'press', chord: ['ctrl', 'shift', 's'], count: 1 }],
    ['press: {keys: "${keys}", count: 3}', { verb: 'press', chord: ['ctrl', 's'], count: 3 }],
    ['press: 5', { verb: 'press', chord: ['5'], count: 1 }],
    ['scroll: Up', { verb: 'scroll', direction: 'up', notches: 3, until: [] }],
    ['scroll: down ${n}', { verb: 'scroll', direction: 'down', notches: 2, until: [] }],
    [
      'scroll: {at: List, until: Total}',
      { verb: 'scroll', direction: 'down', notches: 3, at: { text: 'List' }, until: [{ text: 'Total' }] },
    ],
    [
      'drag: {from: A, to: {describe: bin}}',
      { verb: 'drag', points: [{ text: 'A' }, { describe: 'bin' }], button: 'left', modifiers: [] },
    ],
    [
      'drag: {path: [A, B, C], modifiers: ctrl+shift}',
      {
        verb: 'drag',
        points: [{ text: 'A' }, { text: 'B' }, { text: 'C' }],
        button: 'left',
        modifiers: ['ctrl', 'shift'],
      },
    ],
    [
      'drag: {from: A, to: B, hold: 0.2s, duration: 1s, hover: 400}',
      {
        verb: 'drag',
        points: [{ text: 'A' }, { text: 'B' }],
        button: 'left',
        modifiers: [],
        holdMs: 200,
        durationMs: 1000,
        hoverMs: 400,
      },
    ],
    [
      'type: {text: dir, delay: 60ms}',
      { verb: 'type', text: 'dir', clear: false, enter: false, delayMs: 60 },
    ],
    ['press: {keys: down, count: 3, delay: 20}', { verb: 'press', chord: ['down'], count: 3, delayMs: 20 }],
    [
      'mouseDown: {text: Card, modifiers: shift}',
      { verb: 'mouseDown', target: { text: 'Card' }, button: 'left', modifiers: ['shift'] },
    ],
    ['mouseUp: Box', { verb: 'mouseUp', target: { text: 'Box' }, button: 'left' }],
    ['mouseUp: {button: right}', { verb: 'mouseUp', button: 'right' }],
    ['move: Help', { verb: 'move', target: { text: 'Help' } }],
    ['hold: {keys: shift+a, for: 0.5s}', { verb: 'hold', keys: ['shift', 'a'], button: 'left', ms: 500 }],
    ['hold: {at: A, for: 250}', { verb: 'hold', at: { text: 'A' }, button: 'left', ms: 250 }],
    ['wait: 2s', { verb: 'wait', ms: 2000 }],
    ['wait: 1.5 min', { verb: 'wait', ms: 90_000 }],
    ['wait: 300', { verb: 'wait', ms: 300 }],
    ['wait: {for: Ready}', { verb: 'wait', checks: [{ text: 'Ready', within: 10_000 }] }],
    [
      'wait: {gone: Busy}\ntimeout: 1m',
      { verb: 'wait', checks: [{ gone: { text: 'Busy' }, within: 60_000 }] },
    ],
    ['check: Saved', { verb: 'check', checks: [{ text: 'Saved', within: 10_000 }] }],
    [
      'check: [{visible: A, within: 2s}, {that: total == 42}, {that: "${total > 50}"}]',
      {
        verb: 'check',
        checks: [
          { visible: { text: 'A' }, within: 2000 },
          { that: true, within: 10_000 },
          { that: false, message: 'total > 50 is false: total is 42', within: 10_000 },
        ],
      },
    ],
    [
      'check: {value: {actual: "${total}", equals: 42}}',
      { verb: 'check', checks: [{ value: { actual: 42, equals: 42 }, within: 10_000 }] },
    ],
    [
      'read: {right-of: Total, as: sum, type: number}',
      { verb: 'read', target: { 'right-of': 'Total' }, as: 'sum', type: 'number', by: 'text' },
    ],
    [
      'read: {near: Total}\nid: sum',
      { verb: 'read', target: { near: 'Total' }, as: 'sum', type: 'text', by: 'text' },
    ],
    [
      'read: {window: Orders, as: row, question: "Row ${n}?", schema: {type: object, properties: {if: {const: yes}}}}',
      {
        verb: 'read',
        target: { window: 'Orders' },
        as: 'row',
        type: 'text',
        by: 'model',
        question: 'Row 2?',
        schema: { type: 'object', properties: { if: { const: 'yes' } } },
      },
    ],
    [
      'read: {as: page, format: html}',
      { verb: 'read', target: {}, as: 'page', type: 'text', by: 'model', format: 'html' },
    ],
    ['read: {as: all, by: model}', { verb: 'read', target: {}, as: 'all', type: 'text', by: 'model' }],
    [
      'check: {changed: "row ${n} has gone"}',
      { verb: 'check', checks: [{ changed: 'row 2 has gone', within: 10_000 }] },
    ],
    [
      "fileDialog: {save: '${file}', overwrite: true}",
      { verb: 'fileDialog', act: 'save', file: '/tmp/my file.txt', overwrite: true },
    ],
    [
      'fileDialog: {open: /a, window: Open*}',
      { verb: 'fileDialog', act: 'open', file: '/a', window: 'Open*', overwrite: false },
    ],
    ['window: Calc*', { verb: 'window', act: 'activate', window: 'Calc*' }],
    [
      'window: {wait: {pid: "${n}", app: "${label}"}}',
      { verb: 'window', act: 'wait', window: { pid: 2, app: 'Save' } },
    ],
    ['window: {close: {class: Gcalc}}', { verb: 'window', act: 'close', window: { class: 'Gcalc' } }],
    [
      'window: {place: A, box: "${box}"}',
      { verb: 'window', act: 'place', window: 'A', box: { x: 1, y: 2, width: 3, height: 4 } },
    ],
    ['launch: calc', { verb: 'launch', app: 'calc' }],
    ['close: calc', { verb: 'close', app: 'calc' }],
    [
      'run: cp -r "${file}" "two words" ""',
      {
        verb: 'run',
        command: 'cp',
        args: ['-r', '/tmp/my file.txt', 'two words', ''],
        shell: false,
        runMs: 60_000,
      },
    ],
    [
      'run: {command: sort, args: ["${n}"], env: {A: "${n}"}, timeout: 5s, as: out}',
      { verb: 'run', command: 'sort', args: ['2'], env: { A: '2' }, shell: false, runMs: 5000, as: 'out' },
    ],
    ['note: n is ${n}', { verb: 'note', text: 'n is 2' }],
    ['ask: Which?', { verb: 'ask', question: 'Which?' }],
    ['ask: Which?\nid: answer', { verb: 'ask', question: 'Which?', as: 'answer' }],
    ['do: Open ${file}', { verb: 'do', goal: 'Open /tmp/my file.txt', until: [], limits: {} }],
    [
      'do: {goal: Open it, until: {window: A}, limits: {steps: 3}}',
      { verb: 'do', goal: 'Open it', until: [{ window: 'A' }], limits: { steps: 3 } },
    ],
  ])('%s', (yaml, expected) => {
    expect(deeds(yaml)).toEqual(expected);
  });
});

describe('the keys beside the verb', () => {
  it('have defaults', () => {
    expect(resolveStep(step('click: Save'), scope)).toMatchObject({
      path: 'steps[0]',
      line: 8,
      name: 'click “Save”',
      timeoutMs: 10_000,
      expect: [],
      soft: false,
      retry: 0,
    });
  });

  it('are taken as given; checks get the timeout of the step', () => {
    const yaml =
      'click: Save\nid: a\nname: save ${n}\ntimeout: 3s\nsoft: true\nretry: "${n}"\napprove: true\nexpect: Saved';
    expect(resolveStep(step(yaml), scope)).toMatchObject({
      id: 'a',
      name: 'save 2',
      timeoutMs: 3000,
      expect: [{ text: 'Saved', within: 3000 }],
      soft: true,
      retry: 2,
    });
  });

  it.each([
    ['approve: [remove it]', '{click: Delete, name: remove it}', true],
    ['approve: [del]', '{click: Delete, id: del}', true],
    ['approve: [del]', '{click: Delete, name: other}', false],
    ['approve: []', '{click: Delete, approve: true}', true],
    ['approve: []', '{click: Delete, approve: [deleting, sending]}', ['deleting', 'sending']],
    ['approve: []', '{do: Tidy up, approve: [deleting]}', ['deleting']],
  ])('approved in advance: %s and %s', (approve, written, approved) => {
    const text = `policy: {${approve}}\nsteps:\n  - ${written}\n  - {click: x, id: ${approved ? 'other' : 'del'}}\n  - {click: x, name: remove it}\n`;
    expect(task(text).steps[0]?.approved).toEqual(approved);
  });
});

describe('a name is made of the verb and what it acts on', () => {
  it.each([
    ['doubleClick: A', 'double-click “A”'],
    ['rightClick: {text: A, near: B}', 'right-click “A” near “B”'],
    ['type: {text: x, paste: true}', 'paste “x”'],
    ['type: {text: x, into: Name}', 'type “x” into “Name”'],
    ['type: {secret: pw, into: Login}', 'type secret pw into “Login”'],
    ['press: {keys: tab, count: 3}', 'press tab 3 times'],
    ['drag: {from: A, to: B}', 'drag “A” to “B”'],
    ['window: {wait: Calc}', 'wait for window “Calc”'],
    ['window: {close: {app: "${label}", pid: 7}}', 'close window of application Save of process 7'],
    ['click: {text: A, window: {class: Tk}}', 'click “A” in window of class Tk'],
    ['run: sort "${file}"', 'run sort /tmp/my file.txt'],
    ['read: {near: a, as: sum}', 'read sum'],
    [`note: ${'long '.repeat(40)}`, `note “${'long '.repeat(12).slice(0, 59)}…”`],
  ])('%s', (yaml, name) => {
    expect(resolveStep(step(yaml), scope).name).toBe(name);
  });
});

describe('stepCondition', () => {
  it.each<[string, unknown]>([
    ['click: a', true],
    ['click: a\nif: total > 40', true],
    ['click: a\nif: "${total < 40}"', false],
    ['click: a\nif: false', false],
    ['click: a\nif: {visible: Cookies}', { visible: { text: 'Cookies' }, within: 0 }],
    ['click: a\nif: {window: "${label}*", within: 2s}', { window: 'Save*', within: 2000 }],
  ])('%s', (yaml, expected) => {
    expect(stepCondition(step(yaml), scope)).toEqual(expected);
  });

  it('does not take text for true', () => {
    expect(() => stepCondition(step('click: a\nif: label'), scope)).toThrow(
      /steps\[0\]\.if: expected true or false/,
    );
  });
});

describe('a window of an application', () => {
  const apps = new Set(['orders', 'stock']);
  const meant = (app: string) => ({ ...scope, locals: { label: app }, apps });

  it.each([
    'click: {text: a, window: {app: "${label}"}}',
    'type: {text: a, into: {text: b, window: {app: "${label}"}}}',
    'drag: {from: a, to: {text: b, window: {app: "${label}"}}}',
    'scroll: {at: {text: b, window: {app: "${label}"}}}',
    'window: {close: {app: "${label}"}}',
    'fileDialog: {open: /a, window: {app: "${label}"}}',
    'check: {closed: {app: "${label}"}}',
    'wait: {gone: {text: b, window: {app: "${label}"}}}',
    'press: a\nexpect: {window: {app: "${label}"}}',
    'do: {goal: a, until: {visible: {text: b, window: {app: "${label}"}}}}',
  ])('is one that there is: %s', (yaml) => {
    expect(() => resolveStep(step(yaml), meant('orders'))).not.toThrow();
    expect(() => resolveStep(step(yaml), meant('order'))).toThrow(/steps\[0\].*no application “order”/);
  });

  it('is one that there is in a condition, too', () => {
    const asked = step('press: a\nif: {closed: {app: "${label}"}}');
    expect(stepCondition(asked, meant('stock'))).toEqual({ closed: { app: 'stock' }, within: 0 });
    expect(() => stepCondition(asked, meant('stok'))).toThrow(/no application “stok”/);
  });
});

describe('a value that does not fit', () => {
  it.each([
    ['click: {text: a, count: "${label}"}', 'steps[0].click.count: expected a number, found text “Save”'],
    ['click: {text: a, count: "${total}"}', 'steps[0].click.count: expected at most 3, found the number 42'],
    ['click: "${keys}"', 'steps[0].click: expected the text to click, or a map with a target, found a list'],
    ['press: "${label}"', 'steps[0].press: there is no key “Save”'],
    ['click: {text: a, modifiers: ["${label}"]}', 'steps[0].click.modifiers: “Save” is not a modifier key'],
    ['scroll: "${label}"', 'steps[0].scroll: “Save” is not a way to scroll'],
    ['wait: "${label}"', 'steps[0].wait: expected a duration'],
    ['check: {that: total}', 'steps[0].check.that: expected true or false, found text “42”'],
    [
      'type: "${total + keys}"',
      'steps[0].type: + cannot join the number 42 and a list, in “${total + keys}”',
    ],
    ['click: a\nretry: "${total}"', 'steps[0].retry: expected at most 10, found the number 42'],
  ])('%s', (yaml, message) => {
    const wrong = step(yaml);
    let thrown: unknown;
    try {
      resolveStep(wrong, scope);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(StepError);
    expect((thrown as StepError).message).toContain(message);
  });

  it('says so when a value was never set', () => {
    const wrong = step('type: "${total}"');
    expect(() => resolveStep(wrong, { params: {}, values: {} })).toThrow(
      /steps\[0\]\.type: “total” has no value/,
    );
  });
});

describe('the whole task', () => {
  const everything = task(readFileSync(new URL('./good/everything.yaml', import.meta.url), 'utf8'));
  const all: Scope = {
    params: { file: '/tmp/a b.txt', count: 3, rows: [1, 2], who: 'Ann' },
    values: { total: 42 },
  };

  it('resolves every step of a task that uses every verb', () => {
    const lists = [everything.before, everything.steps, everything.onFailure, everything.after];
    const plain = lists.flat().filter((entry) => !isBlock(entry));
    expect(new Set(plain.map((entry) => resolveStep(entry, all).verb)).size).toBe(18);
    const files = () => 'customer\nAda\n';
    const blocks = lists.flat().filter(isBlock);
    expect(blocks.map((entry) => resolveBlock(entry, all, files).name)).toEqual([
      'for each order of rows.csv',
      'for each row',
      'repeat 3 times',
      'repeat while it is so',
      'repeat until it is so',
      'if total > 3',
    ]);
  });

  it('keeps what is not a step', () => {
    expect(everything).toMatchObject({
      name: 'Everything',
      tags: ['docs', 'smoke'],
      desktop: { kind: 'virtual', size: { width: 1280, height: 800 }, depth: 24, scale: 1 },
      secrets: { password: { env: 'APP_PASSWORD' }, pin: { file: 'pin.txt' } },
      limits: { steps: 50, seconds: 300, tokens: 100_000, cost: 1.5 },
      model: { name: 'qwen3-vl-plus', base_url: 'http://localhost:8000/v1', api_key_env: 'KEY' },
    });
  });

  it('tells how applications are started', () => {
    expect(everything.apps.map((app) => [app.start, resolveApp(app, all)])).toEqual([
      [true, { name: 'editor', command: 'mousepad', args: ['/tmp/a b.txt'], timeoutMs: 20_000 }],
      [
        false,
        {
          name: 'calc',
          command: 'galculator',
          args: [],
          env: { LANG: 'C' },
          cwd: '.',
          window: { class: 'Galculator' },
          timeoutMs: 15_000,
        },
      ],
    ]);
  });

  it('hands out its outputs', () => {
    expect(resolveOutputs(everything, all)).toEqual({ total: 42, text: 'ANN has 42' });
    expect(() => resolveOutputs(everything, { ...all, values: {} })).toThrow(
      /outputs\.total: “total” has no value/,
    );
  });

  it('has a goal in words', () => {
    const goal = task('goal: Greet ${who}\nuntil: [{that: "who == \\"Ann\\""}, Hello]\nparams: {who: Ann}\n');
    expect(resolveGoal(goal, all)).toEqual({ goal: 'Greet Ann', until: [{ that: true }, { text: 'Hello' }] });
    expect(resolveGoal(everything, all)).toBeUndefined();
  });

  it.each([
    ['virtual', { kind: 'virtual' }],
    ['current', { kind: 'current' }],
    ['":12"', { kind: 'display', display: ':12' }],
    ['{size: 1920x1080}', { kind: 'virtual', size: { width: 1920, height: 1080 } }],
  ])('desktop: %s', (written, expected) => {
    expect(task(`desktop: ${written}\nsteps: [{click: a}]\n`).desktop).toEqual(expected);
  });

  it('is called like its file when it has no name', () => {
    expect(task('steps: [{click: a}]\n').name).toBe('t');
  });
});
