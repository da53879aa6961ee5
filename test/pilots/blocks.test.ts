import { describe, expect, it } from 'vitest';
import { run } from './play-task.js';

describe('forEach', () => {
  it('should do its steps for each row of a file, each pass under its own name', async () => {
    const told = await run(
      `
steps:
  - forEach:
      in: orders.csv
      as: order
      number: line
      steps:
        - type: "\${line} \${order.customer} \${number(order.quantity) * 2}"
`,
      { files: { 'orders.csv': 'customer,quantity\nAda,3\n"Zoë, O",4\n' } },
    );
    expect(told.typed).toEqual(['1 Ada 6', '2 Zoë, O 8']);
    expect(told.ending).toBe('passed');
    expect(told.steps).toEqual([
      '    passed type “1 Ada 6”',
      '  passed order 1 of 2: Ada',
      '    passed type “2 Zoë, O 8”',
      '  passed order 2 of 2: Zoë, O',
      'passed for each order of orders.csv',
    ]);
  });

  it('should go through a list in a list, and keep the outer row', async () => {
    const told = await run(`
params: {outer: {type: list, default: [a, b]}}
steps:
  - forEach: {in: "\${outer}", as: o, steps: [{forEach: {in: [1, 2], as: i, steps: [{type: "\${o}\${i}"}]}}]}
`);
    expect(told.typed).toEqual(['a1', 'a2', 'b1', 'b2']);
  });

  it('should do nothing for no rows', async () => {
    const told = await run('steps: [{forEach: {in: [], steps: [{type: x}]}}, {type: y}]');
    expect(told).toMatchObject({ ending: 'passed', typed: ['y'] });
  });

  const failing = (keepGoing: boolean) => `
steps:
  - forEach:
      in: [a, b, c]
      keepGoing: ${keepGoing}
      steps:
        - check: {that: "row != 'b'", message: b is wrong, within: 0}
        - type: \${row}
  - type: after
`;

  it('should end at the first row that fails', async () => {
    const told = await run(failing(false));
    expect(told).toMatchObject({ ending: 'failed', typed: ['a'] });
    expect(told.reason).toBe('b is wrong');
  });

  it('should go on with keepGoing, and fail at its end with the rows that failed', async () => {
    const told = await run(failing(true));
    expect(told).toMatchObject({ ending: 'failed', typed: ['a', 'c'] });
    expect(told.reason).toBe('1 of 3 passes failed: 2: b.');
  });

  it('should end at once when an operator refuses, keepGoing or not', async () => {
    const yaml = `
policy: {ask: [credentials]}
secrets: {pin: {env: PIN}}
steps:
  - forEach: {in: [a, b], keepGoing: true, steps: [{type: {secret: pin}}]}
`;
    const told = await run(yaml);
    expect(told.ending).toBe('refused');
    expect(told.steps).toEqual([
      '    failed type secret pin',
      '  failed row 1 of 2: a',
      'failed for each row',
    ]);
  });

  it('should fail under its own name when the file is gone', async () => {
    const told = await run(
      `params: {file: gone.csv}\nsteps: [{forEach: {in: "\${file}", steps: [{type: x}]}, name: every order}]`,
    );
    expect(told.reason).toBe('steps[0].forEach.in: the file gone.csv cannot be read');
    expect(told.steps).toEqual(['failed every order']);
  });
});

describe('repeat', () => {
  it('should do its steps so many times', async () => {
    const told = await run(`steps: [{repeat: {times: 3, number: n, steps: [{type: "x\${n}"}]}}]`);
    expect(told.typed).toEqual(['x1', 'x2', 'x3']);
    expect(told.steps[1]).toBe('  passed pass 1 of 3');
  });

  it('should look at while before each pass', async () => {
    const yaml = 'steps: [{repeat: {while: {visible: Next}, steps: [{type: x}]}}]';
    expect(await run(yaml, { seen: { Next: 2 } })).toMatchObject({ ending: 'passed', typed: ['x', 'x'] });
    expect(await run(yaml)).toMatchObject({ ending: 'passed', typed: [] });
  });

  it('should look at until after each pass', async () => {
    const yaml = 'steps: [{repeat: {until: {gone: Unread}, steps: [{type: x}]}}]';
    expect(await run(yaml, { seen: { Unread: 2 } })).toMatchObject({
      ending: 'passed',
      typed: ['x', 'x', 'x'],
    });
  });

  it('should end on an expression over what its steps have set', async () => {
    const told = await run(
      `
steps:
  - repeat:
      until: answer == "stop"
      steps:
        - run: {command: next, as: answer}
        - type: "got \${answer}"
`,
      { ports: {} },
    );
    // The fakes answer nothing, so the limit of passes ends it.
    expect(told.typed).toHaveLength(100);
    expect(told).toMatchObject({ ending: 'failed' });
    expect(told.reason).toContain('After 100 passes it is still not done');
  });

  it('should fail when max is used up', async () => {
    const told = await run('steps: [{repeat: {while: true, max: 4, steps: [{type: x}]}}]');
    expect(told).toMatchObject({ ending: 'failed', typed: ['x', 'x', 'x', 'x'] });
    expect(told.reason).toBe('After 4 passes it is still not done; max allows no more.');
  });

  it('should begin anew when it is tried again, and only warn when it is soft', async () => {
    const told = await run(`
steps:
  - repeat: {times: 2, number: n, steps: [{type: "x\${n}"}, {check: {that: n < 2, within: 0}}]}
    retry: 1
    soft: true
  - type: after
`);
    expect(told).toMatchObject({ ending: 'passed', typed: ['x1', 'x2', 'x1', 'x2', 'after'] });
  });
});

describe('if and else', () => {
  it.each([
    ['1 == 1', ['yes', 'end']],
    ['1 == 2', ['no', 'end']],
  ])('should choose by %s', async (condition, typed) => {
    const told = await run(`
steps:
  - if: ${condition}
    steps: [{type: "yes"}]
    else: [{type: "no"}]
  - type: end
`);
    expect(told.typed).toEqual(typed);
  });

  it('should choose by what can be seen, beside any verb', async () => {
    const yaml = 'steps: [{type: "yes", if: {visible: Question}, else: [{type: "no"}]}]';
    expect((await run(yaml, { seen: { Question: 1 } })).typed).toEqual(['yes']);
    expect((await run(yaml)).typed).toEqual(['no']);
  });
});
