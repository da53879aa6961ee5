import { expect, it } from 'vitest';
import { fuzz } from './fuzz.js';

it('never crashes, never points outside, never acts on what was cut: 2,000 damaged replies', () => {
  const { faults, decisions, outcomes } = fuzz(2000, 20_260_801);
  expect(faults).toEqual([]);
  // The damage is such that some replies survive it and many kinds of refusal occur.
  expect(decisions).toBeGreaterThan(50);
  expect(Object.keys(outcomes).length).toBeGreaterThan(6);
});
