import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProblem, parseTask } from '../../src/task/index.js';

const folder = new URL('./good/', import.meta.url);
const good = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));

/** Parses and formats; every problem lies inside the text. */
function survives(text: string): void {
  const parsed = parseTask(text, { file: 'f.yaml' });
  const lines = text.split('\n').length;
  const problems = parsed.ok ? parsed.warnings : parsed.problems;
  const astray = problems.filter(
    (problem) =>
      problem.line < 1 ||
      problem.line > lines ||
      problem.column < 1 ||
      !formatProblem(problem).includes(problem.message),
  );
  expect({ astray, silent: !parsed.ok && problems.length === 0 }).toEqual({ astray: [], silent: false });
}

const words = fc.constantFrom(
  ...['steps', 'click', 'type', 'check', 'apps', 'params', 'secrets', 'policy', 'until', 'if', 'read', 'as'],
  ...[
    ': ',
    '- ',
    '\n',
    '\n  ',
    '\n    ',
    '{',
    '}',
    '[',
    ']',
    ', ',
    '"',
    "'",
    '|',
    '>',
    '#',
    '&a',
    '*a',
    '!!str ',
  ],
  ...[
    '${',
    '}',
    '${a',
    'null',
    '7',
    'true',
    '~',
    '<<',
    '__proto__',
    '\t',
    '\r\n',
    'Save',
    '/(/',
    '%',
    '@',
    '`',
  ],
);

describe('parseTask', { timeout: 60_000 }, () => {
  it('survives any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), survives), { numRuns: 200 });
  });

  it('survives any soup of YAML and of our words', () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), (parts) => survives(parts.join(''))),
      { numRuns: 600 },
    );
  });

  it('survives any value in any place', () => {
    const json = fc.jsonValue({ maxDepth: 3 });
    const keys = fc.constantFrom(
      'name',
      'desktop',
      'apps',
      'params',
      'secrets',
      'limits',
      'policy',
      'steps',
      'outputs',
    );
    const verbs = fc.constantFrom(
      'click',
      'type',
      'check',
      'drag',
      'hold',
      'wait',
      'window',
      'run',
      'read',
      'if',
      'expect',
    );
    fc.assert(
      fc.property(keys, verbs, json, json, (key, verb, one, two) =>
        survives(JSON.stringify({ [key]: one, before: [{ [verb]: two }] })),
      ),
      { numRuns: 300 },
    );
  });

  it('survives a good task with a piece cut out or put in', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...good),
        fc.nat(),
        fc.nat({ max: 20 }),
        fc.array(words, { maxLength: 3 }),
        (text, at, cut, put) => {
          const start = at % (text.length + 1);
          survives(text.slice(0, start) + put.join('') + text.slice(start + cut));
        },
      ),
      { numRuns: 150 },
    );
  });
});
