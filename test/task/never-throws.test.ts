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
  for (const problem of parsed.ok ? parsed.warnings : parsed.problems) {
    expect(problem.line).toBeGreaterThanOrEqual(1);
    expect(problem.line).toBeLessThanOrEqual(lines);
    expect(problem.column).toBeGreaterThanOrEqual(1);
    expect(formatProblem(problem)).toContain(problem.message);
  }
  if (!parsed.ok) expect(parsed.problems.length).toBeGreaterThan(0);
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

describe('parseTask', () => {
  it('survives any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), survives), { numRuns: 500 });
  });

  it('survives any soup of YAML and of our words', () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), (parts) => survives(parts.join(''))),
      { numRuns: 1500 },
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
      { numRuns: 800 },
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
      { numRuns: 400 },
    );
  });
});
