import { describe, expect, it } from 'vitest';
import { parseTask } from '../../src/task/index.js';

/** What is wrong with steps of which some set values. */
function problems(steps: string): string[] {
  const parsed = parseTask(`params: {a: {default: x}}\nsteps:\n${steps}`, { file: 't.yaml' });
  return parsed.ok ? [] : parsed.problems.map(({ message }) => message);
}

const loop = (said: string): string => `  - forEach:
      in: [1, 2]
      as: n
      steps:
        - note: "${said}"
        - read: {below: Total, as: first}
`;

describe('a value that a loop sets further down', () => {
  it('should be fine with a default for the first pass', () => {
    expect(problems(loop(`\${first ?? 'none'}`))).toEqual([]);
    expect(problems(loop(`\${values.first ?? n}`))).toEqual([]);
  });

  it('should not be read bare, and the message should say what the first pass lacks', () => {
    const [problem = '', ...others] = problems(loop(`\${first}`));
    expect(problem).toContain('“first” has no value in the first pass');
    expect(problem).toContain('sets it further down');
    expect(others).toEqual([]);
  });

  it('should not be had outside of the loop before it, with a default neither', () => {
    const before = `  - note: "\${first ?? 'none'}"\n${loop('go')}`;
    expect(problems(before).join('\n')).toContain('“first” is used before');
    expect(problems(`  - note: "\${frist ?? 'none'}"\n`).join('\n')).toContain('nothing is called “frist”');
  });
});
