import { expect, it } from 'vitest';
import { parseTask } from '../../src/task/index.js';

function warned(steps: string): string[] {
  const parsed = parseTask(`steps:\n${steps}`, { file: 't.yaml' });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  return parsed.warnings.filter(({ code }) => code === 'read-after-input').map(({ line }) => `line ${line}`);
}

const read = '{below: Total, as: total}';

it.each([['press: enter'], ['click: Next'], ['scroll: down 3'], ['type: {text: ls, enter: true}']])(
  'should warn of a reading after “%s” without a promise',
  (input) => {
    expect(warned(`  - ${input}\n  - note: now\n  - read: ${read}\n`)).toEqual(['line 4']);
  },
);

it.each([
  ['press: enter\n    expect: Page 2'],
  ['press: enter\n  - check: Page 2'],
  ['press: enter\n  - wait: {for: Page 2}'],
  ['scroll: {direction: down, until: Page 2}'],
  ['type: "42"'],
  ['run: ls'],
])('should not warn after “%s”', (input) => {
  expect(warned(`  - ${input}\n  - read: ${read}\n`)).toEqual([]);
});

it('should see that the end of a loop comes before its beginning, and tell it once', () => {
  const loop = `  - repeat:
      times: 3
      steps:
        - read: ${read}
        - press: enter
`;
  expect(warned(loop)).toEqual(['line 5']);
});

it('should look into both ways of a condition', () => {
  const both = `  - if: 1 == 1
    steps:
      - press: enter
    else:
      - note: nothing
  - read: ${read}
`;
  expect(warned(both)).toEqual(['line 7']);
});
