import { describe, expect, it } from 'vitest';
import { judge } from '../../src/policy/index.js';
import { rules } from '../../src/policy/rules/index.js';
import { clickOn } from '../../src/policy/samples.js';
import { sceneOf } from '../../src/policy/scene.js';

describe('rules', () => {
  it('should have one id each', () => {
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
  });

  describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
    it('should have cases of both kinds', () => {
      expect(rule.cases.sees.length).toBeGreaterThan(0);
      expect(rule.cases.leaves.length).toBeGreaterThan(0);
    });

    it.each(rule.cases.sees.map((facts) => [told(facts), facts] as const))(
      'should see %s',
      (_name, facts) => {
        expect(rule.see(sceneOf(facts))).toBeDefined();
      },
    );

    it.each(rule.cases.leaves.map((facts) => [told(facts), facts] as const))(
      'should leave %s',
      (_name, facts) => {
        expect(rule.see(sceneOf(facts))).toBeUndefined();
      },
    );
  });
});

function told(facts: { label?: string | undefined; deed: string; traits: unknown }): string {
  return facts.label ?? `${facts.deed} ${JSON.stringify(facts.traits)}`;
}

describe('the name of a menu', () => {
  const opened = (label: string) => judge(clickOn(label, { opens: true }), {}).answer;
  it('should not ask for a noun that is a verb, too', () => {
    for (const noun of ['Order', 'Book', 'Post', 'Release', 'Run', 'Share', 'Transfer'])
      expect([noun, opened(noun), judge(clickOn(noun), {}).answer]).toEqual([noun, 'allow', 'ask']);
  });

  it('should ask for what can only be a command', () => {
    for (const verb of ['Delete', 'Pay now', 'Order now', 'Löschen', 'Send'])
      expect([verb, opened(verb)]).toEqual([verb, 'ask']);
  });
});
