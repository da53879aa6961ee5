import { expect, it } from 'vitest';
import { DeskhandError } from '../../src/core/errors.js';
import { run } from './play-task.js';

const silent = 'Nothing on the screen has changed since the last input';

it.each([
  ['a file', 'check: {file: {path: report.pdf}, within: 0s}'],
  ['an expression', 'check: {that: 1 == 2, within: 0s}'],
])('should not blame the window for %s', async (_name, step) => {
  const told = await run(`steps:\n  - press: a\n  - ${step}\n`);
  expect(told.ending).not.toBe('passed');
  expect(told.reason).not.toContain(silent);
});

it.each([
  ['a target', 'click: Save\n    timeout: 1s'],
  ['a promise', 'check: {visible: Saved, within: 0s}'],
  ['a window', 'check: {window: Saved, within: 0s}'],
])('should tell of a window that shows nothing where %s is missing', async (_name, step) => {
  const yaml = `steps:\n  - press: a\n  - ${step}\n`;
  const answering = await run(yaml);
  expect(answering.reason).toContain(`${silent}: the window “Editor” shows nothing of it.`);
});

it('should say that a window does not answer only when it does not', async () => {
  const yaml = 'steps:\n  - press: a\n  - check: {window: Saved, within: 0s}\n';
  let asked = 0;
  const answered = async (): Promise<void> => {
    asked += 1;
    // It takes the key, and hangs then.
    if (asked > 1) throw new DeskhandError('failed', 'application-hangs', 'It has not answered for 10 s.');
  };
  const told = await run(yaml, { ports: { hand: { answered } } });
  expect(told.reason).toContain(`${silent}: the window “Editor” does not seem to answer.`);
});
