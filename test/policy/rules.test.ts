import { describe, expect, it } from 'vitest';
import { rules } from '../../src/policy/rules/index.js';
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
