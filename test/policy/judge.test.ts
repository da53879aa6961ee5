import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RiskClass } from '../../src/core/action.js';
import { framePoint } from '../../src/core/geometry.js';
import type { Policy } from '../../src/core/policy.js';
import { type JudgeFacts, judge, rules } from '../../src/policy/index.js';
import { clickOn, clickOnIcon, press, typing } from '../../src/policy/samples.js';

const strength = { allow: 0, ask: 1, refuse: 2 };
const situations: readonly JudgeFacts[] = rules.flatMap((rule) => [...rule.cases.sees, ...rule.cases.leaves]);

const aSituation = fc.constantFrom(...situations);
const someClasses = fc.option(fc.uniqueArray(fc.constantFrom(...RiskClass.options), { maxLength: 6 }), {
  nil: undefined,
});
const aPolicy: fc.Arbitrary<Policy> = fc.record({
  allow: someClasses,
  ask: someClasses,
  refuse: someClasses,
  windows: fc.option(fc.constant(['*Mousepad*', { class: 'XTerm' }]), { nil: undefined }),
});
const aRisk = fc.record({
  class: fc.oneof(
    fc.constantFrom<string>(...RiskClass.options),
    fc.constantFrom('none', 'allow', 'safe', '', '__proto__'),
  ),
  reason: fc.string(),
});

describe('judge', () => {
  it('should ask about a risky label and say class, rule and what was seen', () => {
    expect(judge(clickOn('Delete order'), {})).toEqual({
      answer: 'ask',
      reason: 'What it presses deletes or overwrites something.',
      class: 'deleting',
      rule: 'deleting-by-label',
      evidence: 'Delete order',
    });
  });

  it('should allow what no rule objects to', () => {
    expect(judge(clickOn('Save'), {})).toEqual({ answer: 'allow', reason: 'No rule sees a risk.' });
  });

  it.each<[string, Policy, string]>([
    ['allow', { allow: ['deleting'] }, 'allow'],
    ['another class allowed', { allow: ['sending'] }, 'ask'],
    ['ask beats allow', { allow: ['deleting'], ask: ['deleting'] }, 'ask'],
    ['refuse beats ask', { ask: ['deleting'], refuse: ['deleting'] }, 'refuse'],
    ['refuse beats allow', { allow: ['deleting'], refuse: ['deleting'] }, 'refuse'],
  ])('should follow the policy: %s', (_, policy, answer) => {
    expect(judge(clickOn('Delete'), policy).answer).toBe(answer);
  });

  it('should keep asking for a second risk when the first is allowed', () => {
    const sendsAndDeletes = clickOn('Send', { control: 'Send and delete' });
    expect(judge(sendsAndDeletes, { allow: ['deleting'] })).toMatchObject({
      answer: 'ask',
      class: 'sending',
    });
  });

  it('should not let a policy allow what a rule refuses', () => {
    const policy: Policy = { allow: [...RiskClass.options] };
    expect(judge(press('ctrl+alt+delete', 'Mousepad'), policy).answer).toBe('refuse');
  });

  it('should refuse the chords of the policy however they are written', () => {
    const policy: Policy = { keys: { refuse: ['Shift+Control+P', 'F12'] } };
    expect(judge(press('ctrl+shift+p', 'Code'), policy)).toMatchObject({
      answer: 'refuse',
      evidence: 'ctrl+shift+p',
    });
    expect(judge(press('f12', 'Firefox'), policy).answer).toBe('refuse');
    expect(judge(press('ctrl+p', 'Code'), policy).answer).toBe('allow');
  });

  it('should ask when the pilot alone sees a risk, under its class or as other', () => {
    const risk = (name: string) =>
      judge(clickOn('Go', { pilotRisk: { class: name, reason: 'it pays' } }), {});
    expect(risk('paying')).toMatchObject({ answer: 'ask', class: 'paying', evidence: 'it pays' });
    expect(risk('whatever')).toMatchObject({ answer: 'ask', class: 'other' });
  });

  it('should never be lowered by what the pilot says', () => {
    fc.assert(
      fc.property(aSituation, aPolicy, aRisk, (facts, policy, pilotRisk) => {
        const without = judge(facts, policy).answer;
        const withIt = judge({ ...facts, pilotRisk }, policy).answer;
        expect(strength[withIt]).toBeGreaterThanOrEqual(strength[without]);
      }),
      { numRuns: 800 },
    );
  }, 60_000);

  it('should never be lowered by more text around the target or by a model as origin', () => {
    fc.assert(
      fc.property(aSituation, fc.string(), (facts, text) => {
        const before = strength[judge({ ...facts, origin: 'author' }, {}).answer];
        expect(strength[judge({ ...facts, origin: 'model' }, {}).answer]).toBeGreaterThanOrEqual(before);
        const more = [...(facts.near ?? []), { text, distance: 30 }];
        expect(strength[judge({ ...facts, origin: 'author', near: more }, {}).answer]).toBeGreaterThanOrEqual(
          before,
        );
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  it('should answer for any text without throwing', () => {
    const anything = fc.record({
      label: fc.string({ unit: 'binary', maxLength: 2000 }),
      dialog: fc.array(fc.string({ unit: 'binary', maxLength: 200 }), { maxLength: 4 }),
      pending: fc.string({ unit: 'binary' }),
    });
    fc.assert(
      fc.property(anything, (facts) =>
        ['allow', 'ask', 'refuse'].includes(judge(clickOn('', facts), {}).answer),
      ),
    );
  }, 60_000);
});

describe('allowed windows', () => {
  const policy: Policy = { windows: ['* - Mousepad', { class: 'XTerm' }, { app: 'bank' }] };
  const mousepad = { title: 'notes.txt - Mousepad', class: 'Mousepad' };
  const other = { title: 'Bank', class: 'Firefox' };
  const drag: JudgeFacts = {
    ...clickOnIcon(),
    deed: 'drag',
    traits: { points: [framePoint(1, 1), framePoint(9, 9)], touch: 'drag', chords: [] },
  };
  const scroll = {
    ...clickOnIcon(),
    deed: 'scroll',
    traits: { points: [framePoint(1, 1)], touch: 'wheel' as const, chords: [] },
  };

  it.each<[string, JudgeFacts, 'allow' | 'refuse']>([
    ['a click inside', clickOn('Edit', { under: [mousepad] }), 'allow'],
    ['a click outside', clickOn('Edit', { under: [other], active: mousepad }), 'refuse'],
    ['a click where no window is', clickOn('Edit', { under: [null] }), 'refuse'],
    ['a click nothing is known of', clickOn('Edit'), 'refuse'],
    ['a scroll outside', { ...scroll, under: [other] }, 'refuse'],
    [
      'a drag on a way over another window',
      { ...drag, under: [mousepad, mousepad], crossed: [other] },
      'refuse',
    ],
    ['a drag that ends outside', { ...drag, under: [mousepad, other] }, 'refuse'],
    ['a drag inside', { ...drag, under: [mousepad, mousepad] }, 'allow'],
    ['a click in an allowed application', clickOn('Edit', { under: [{ ...other, app: 'bank' }] }), 'allow'],
    ['a click in an equal window of another', clickOn('Edit', { under: [{ ...other, app: 'b' }] }), 'refuse'],
    ['typing inside', typing('ls', 'XTerm'), 'allow'],
    ['typing outside', typing('hello', 'Firefox'), 'refuse'],
    ['typing without a focus that is known', { ...typing('hello', ''), active: undefined }, 'refuse'],
    ['a chord outside', press('ctrl+s', 'Firefox'), 'refuse'],
    ['switching windows', press('alt+tab', 'XTerm'), 'refuse'],
    ['activating another window', windowDeed('Bank'), 'refuse'],
    ['activating an allowed window', windowDeed('* - Mousepad'), 'allow'],
    [
      'looking',
      { ...clickOnIcon(), deed: 'read', kind: 'look', traits: { points: [], chords: [] } },
      'allow',
    ],
  ])('should judge %s', (_, facts, answer) => {
    expect(judge(facts, policy).answer).toBe(answer);
  });

  it('should refuse even when the class is allowed', () => {
    const facts = clickOn('Edit', { under: [other] });
    expect(judge(facts, { ...policy, allow: ['leaving the allowed windows'] }).answer).toBe('refuse');
  });

  it('should let every window have input without a list', () => {
    expect(judge(typing('hello', 'Firefox'), {}).answer).toBe('allow');
  });

  function windowDeed(window: string): JudgeFacts {
    const traits = { points: [], chords: [], window };
    return { deed: 'window', kind: 'machine', traits, origin: 'author', open: [mousepad, other] };
  }
});
