import { describe, expect, it } from 'vitest';
import { approvedInAdvance } from '../../src/operator/author.js';
import { fixed } from '../../src/operator/fixed.js';
import { confirmation, never } from './confirmation.js';

describe('fixed operators', () => {
  it('should give every confirmation the same answer and answer no question', async () => {
    expect(await fixed('no').confirm(confirmation(), never)).toMatchObject({ answer: 'no', by: 'fixed no' });
    expect(await fixed('yes').confirm(confirmation(), never)).toEqual({ answer: 'yes', by: 'fixed yes' });
    expect(await fixed('yes').ask('Which one?', never)).toBeUndefined();
  });
});

describe('approvedInAdvance', () => {
  const operator = approvedInAdvance([{ step: 'remove the order' }], fixed('no'));

  it('should answer yes for a step that the author approved by name', async () => {
    expect(await operator.confirm(confirmation(), never)).toMatchObject({ answer: 'yes', by: 'author' });
  });

  it.each([
    ['another name', 'remove the orders'],
    ['another case', 'Remove the order'],
    ['no name', undefined],
    ['an empty name', ''],
  ])('should hand a step with %s on', async (_, stepName) => {
    expect(await operator.confirm(confirmation({ stepName }), never)).toMatchObject({
      answer: 'no',
      by: 'fixed no',
    });
  });

  it('should approve once, and no step that is tried again after an act', async () => {
    expect(await operator.confirm(confirmation({ again: true }), never)).toMatchObject({ by: 'fixed no' });
  });

  it('should approve the classes that are named, and write down which', async () => {
    const classes = approvedInAdvance([{ step: 'remove the order', classes: ['deleting'] }], fixed('no'));
    expect(await classes.confirm(confirmation({ class: 'deleting' }), never)).toEqual({
      answer: 'yes',
      by: 'author',
      reason: 'the task approves deleting in the step “remove the order”',
    });
    expect(await classes.confirm(confirmation({ class: 'paying' }), never)).toMatchObject({ answer: 'no' });
  });
});
