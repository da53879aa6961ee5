import { expect, it } from 'vitest';
import { refusalWords } from '../../src/run/refusal.js';

const no = { answer: 'no', by: 'fixed no', reason: 'nobody is asked' } as const;
const verdict = {
  answer: 'ask',
  reason: 'What it presses deletes or overwrites something.',
  class: 'deleting',
  rule: 'deleting-by-label',
  evidence: 'Delete',
} as const;

it('tells who said no, the rule, what it saw, and the lines that allow it', () => {
  expect(refusalWords(no, verdict, { stepName: 'Delete them', origin: 'author' })).toBe(
    'fixed no said no: nobody is asked. What it presses deletes or overwrites something. (deleting, ' +
      'deleting-by-label, seen in “Delete”). To allow it in advance: name: "Delete them" and approve: true on the ' +
      'step, or policy: {allow: [deleting]}.',
  );
});

it('approves what a model decides only by its class, and names no class that there is not', () => {
  const model = refusalWords(no, verdict, { stepName: 'Clean up', origin: 'model' });
  expect(model).not.toContain('approve: true');
  expect(model).toContain('approve: [deleting] on the step "Clean up"');
  expect(model).toContain('policy: {allow: [deleting]}');
  const bare = { answer: 'ask', reason: 'It is not known what this does.' } as const;
  expect(refusalWords({ answer: 'no', by: 'timeout' }, bare, {})).toBe(
    'timeout said no. It is not known what this does.',
  );
});
