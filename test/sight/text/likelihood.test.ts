import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestClasses, classesOf, logLikelihood } from '../../../src/sight/text/paddle/likelihood.js';

const alphabet = { chars: ['', 'a', 'b'], allowed: Int32Array.from([0, 1, 2]), chinese: false };

/** The sum over every path, one by one. */
function bySum(rows: readonly (readonly number[])[], classes: readonly number[]): number {
  let sum = 0;
  const walk = (t: number, path: number[], share: number): void => {
    const row = rows[t];
    if (row === undefined) {
      const said = path.filter((each, i) => each !== 0 && each !== path[i - 1]);
      if (said.join() === classes.join()) sum += share;
      return;
    }
    for (const [state, each] of row.entries()) walk(t + 1, [...path, state], share * each);
  };
  walk(0, [], 1);
  return sum;
}

describe('the likelihood of a text', () => {
  it('is that of all ways to spell it', () => {
    const row = fc.tuple(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
    );
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 5 }),
        fc.array(fc.constantFrom(1, 2), { maxLength: 4 }),
        (weights, classes) => {
          const rows = weights.map((three) => three.map((each) => each / (three[0] + three[1] + three[2])));
          const steps = { data: Float32Array.from(rows.flat()), steps: rows.length };
          expect(Math.exp(logLikelihood(steps, classes))).toBeCloseTo(bySum(rows, classes), 5);
        },
      ),
    );
  });

  it('tells the classes of the best path and of a text', () => {
    const data = Float32Array.from([
      0.1, 0.8, 0.1, 0.1, 0.8, 0.1, 0.8, 0.1, 0.1, 0.1, 0.8, 0.1, 0.1, 0.1, 0.8,
    ]);
    expect(bestClasses({ data, steps: 5 }, alphabet)).toEqual([1, 1, 2]);
    expect(classesOf('aab', alphabet)).toEqual([1, 1, 2]);
    expect(classesOf('aä', alphabet)).toBeUndefined();
  });
});
