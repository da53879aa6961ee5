import { describe, expect, it } from 'vitest';
import { formatProblem, parseTask } from '../../src/task/index.js';
import { nearest } from '../../src/task/problem.js';

function formatted(text: string): string {
  const parsed = parseTask(text, { file: 'tasks/a.yaml' });
  const problems = parsed.ok ? parsed.warnings : parsed.problems;
  return problems.map(formatProblem).join('\n\n');
}

describe('formatProblem', () => {
  it('shows place, source line, caret, expectation and suggestion', () => {
    expect(formatted('name: a\nsteps:\n  - press: ctrl+entr\n')).toBe(
      [
        'tasks/a.yaml:3:17 error: there is no key “entr”',
        '  2 | steps:',
        '> 3 |   - press: ctrl+entr',
        '    |                 ^^^^',
        '  expected: a character, or a name such as enter, escape, pagedown, f5',
        '  did you mean: enter',
      ].join('\n'),
    );
  });

  it('aligns line numbers of different width', () => {
    const text = `steps:\n${'  - press: a\n'.repeat(8)}  - press: nokey\n`;
    expect(formatted(text)).toContain(
      ['   9 |   - press: a', '> 10 |   - press: nokey', '     |            ^^^^^'].join('\n'),
    );
  });

  it('cuts a long line around the caret', () => {
    const lines = formatted(`steps:\n  - {name: ${'x'.repeat(300)}, clik: a}\n`).split('\n');
    const source = lines.find((line) => line.startsWith('> ')) ?? '';
    const caret = lines.find((line) => line.includes('^')) ?? '';
    expect(source.length).toBeLessThan(200);
    expect(source.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('clik');
  });

  it('makes control characters harmless', () => {
    expect(formatted('steps:\n  - clik: "\u001b[2J"\n')).not.toContain('\u001b');
  });

  it('calls a warning a warning', () => {
    expect(formatted('steps:\n  - wait: 2s\n')).toMatch(/^tasks\/a\.yaml:2:11 warning: a fixed wait/);
  });
});

describe('nearest', () => {
  it.each([
    ['clik', 'click'],
    ['rightclick', 'rightClick'],
    ['right_click', 'rightClick'],
    ['tpye', 'type'],
    ['maximize', 'maximise'],
    ['qqqqqq', undefined],
    ['x'.repeat(500), undefined],
  ])('%s -> %s', (written, expected) => {
    expect(nearest(written, ['click', 'rightClick', 'type', 'maximise'])).toBe(expected);
  });
});
