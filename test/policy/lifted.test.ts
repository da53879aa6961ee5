import { describe, expect, it } from 'vitest';
import { judge, policyAt } from '../../src/policy/index.js';
import { clickOn, press } from '../../src/policy/samples.js';

describe('a class that the task refuses', () => {
  const policy = { refuse: ['paying' as const, 'deleting' as const] };
  const approvals = [{ step: 'steps[2]', classes: ['paying' as const] }, { step: 'steps[3]' }];
  const answer = (label: string, step: string | undefined) =>
    judge(clickOn(label), policyAt(policy, approvals, step)).answer;

  it('should ask at the step that approves it by name, and be refused at any other', () => {
    expect(answer('Pay now', 'steps[2]')).toBe('ask');
    expect(answer('Pay now', 'steps[1]')).toBe('refuse');
    expect(answer('Pay now', undefined)).toBe('refuse');
  });

  it('should stay refused where another class is approved, or none by name', () => {
    expect(answer('Delete', 'steps[2]')).toBe('refuse');
    expect(answer('Pay now', 'steps[3]')).toBe('refuse');
  });

  it('should not lift what a rule or a site policy refuses', () => {
    const all = policyAt(policy, [{ step: 's', classes: ['leaving the allowed windows', 'paying'] }], 's');
    expect(judge(press('ctrl+alt+delete', 'Mousepad'), all).answer).toBe('refuse');
  });
});

describe('policy.cookies', () => {
  const banner = (text: string, button = 'Accept all') =>
    clickOn(button, { near: [{ text, distance: 60 }], origin: 'author' });
  const cookies = { cookies: 'allow' as const };

  it('should let a cookie banner be answered, which asks without it', () => {
    expect(judge(banner('We use cookies to improve this site.'), {}).answer).toBe('ask');
    expect(judge(banner('We use cookies to improve this site.'), cookies).answer).toBe('allow');
    expect(judge(clickOn('Accept all cookies'), cookies).answer).toBe('allow');
    expect(judge(clickOn('Alle Cookies akzeptieren'), cookies).answer).toBe('allow');
  });

  it('should still ask about a licence, and about every other risk', () => {
    expect(judge(banner('Do you accept the licence agreement and cookies?', 'Yes'), cookies).answer).toBe(
      'ask',
    );
    expect(judge(clickOn('I agree'), cookies).answer).toBe('ask');
    expect(judge(clickOn('Delete all cookies'), cookies).answer).toBe('ask');
  });
});
