import { describe, expect, it } from 'vitest';
import { judgingFigures } from '../../bench/judging.js';
import { labelCases } from '../../bench/judging-cases.js';
import { type Asked, FRESH, heldOut, heldOutFigures, SPENT } from '../../bench/judging-held-out.js';

const result = judgingFigures();

describe('the labelled cases', () => {
  it('should cover seven languages with risky and harmless labels, each once', () => {
    const named = labelCases.map((each) => `${each.language} ${each.dialog ?? ''} ${each.label}`);
    expect(named.length).toBeGreaterThan(1000);
    for (const language of ['en', 'es', 'de', 'fr', 'pt', 'zh', 'ja']) {
      const own = labelCases.filter((each) => each.language === language);
      expect(own.filter((each) => each.risk !== undefined).length).toBeGreaterThan(60);
      expect(own.filter((each) => each.risk === undefined).length).toBeGreaterThan(30);
    }
    const tuned = new Set(
      labelCases
        .filter((each) => !each.unseen)
        .map((each) => `${each.dialog ?? ''} → ${each.label} ${each.language}`),
    );
    const both = labelCases.filter(
      (each) => each.unseen && tuned.has(`${each.dialog ?? ''} → ${each.label} ${each.language}`),
    );
    expect(both).toEqual([]);
  });

  it('should find nearly every risky label that the lists were tuned on, without false alarms', () => {
    expect(result.seen.recall).toBeGreaterThanOrEqual(0.99);
    expect(result.seen.falseAlarms).toBeLessThanOrEqual(0.01);
  });

  it('should find most risky labels that the lists have never seen', () => {
    expect(result.unseen.recall).toBeGreaterThanOrEqual(0.85);
    expect(result.unseen.falseAlarms).toBeLessThanOrEqual(0.03);
  });

  it.each(result.classes.map((each) => [each.class, each] as const))('should find %s', (_, figures) => {
    expect(figures.recall).toBeGreaterThanOrEqual(0.9);
    expect(figures.named).toBeGreaterThanOrEqual(0.9);
    expect(figures.falseAlarms).toBeLessThanOrEqual(0.01);
  });
});

describe('labels and sentences of strangers', () => {
  const share = ({ asked, cases }: Asked): number => asked / cases;

  it('should be of eleven languages, risky and harmless', () => {
    const cases = heldOut(FRESH);
    expect(new Set(cases.map(({ language }) => language)).size).toBe(11);
    expect(cases.filter(({ dialog }) => dialog === undefined).length).toBeGreaterThanOrEqual(600);
    expect(cases.filter(({ dialog }) => dialog !== undefined).length).toBeGreaterThanOrEqual(290);
  });

  it('should be found where no rule was ever changed for them', () => {
    const { risky, fatal, harmless } = heldOutFigures(heldOut(FRESH));
    expect(share(risky)).toBeGreaterThanOrEqual(0.88);
    expect(share(fatal)).toBeGreaterThanOrEqual(0.94);
    expect(share(harmless)).toBeLessThanOrEqual(0.03);
  });

  it.each(SPENT)('should stay found in draw %d', (draw) => {
    const { risky, fatal, harmless } = heldOutFigures(heldOut(draw));
    expect(share(risky)).toBeGreaterThanOrEqual(0.95);
    expect(share(fatal)).toBeGreaterThanOrEqual(0.97);
    expect(share(harmless)).toBeLessThanOrEqual(0.04);
  });
});

describe('ordinary runs', () => {
  it.each(result.interruptions.map((each) => [each.run, each] as const))(
    'should not be interrupted: %s',
    (_, run) => {
      expect(run.per100).toBeLessThanOrEqual(2);
    },
  );
});
