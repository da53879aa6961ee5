import { describe, expect, it } from 'vitest';
import type { Act, Outcome } from '../../src/core/action.js';
import type { Stuck } from '../../src/run/contract.js';
import { findStuck } from '../../src/run/stuck.js';

interface Brief {
  readonly name?: string;
  readonly frame?: string;
  readonly outcome?: Outcome;
  readonly step?: string;
}

/** Acts in a row, told by what the detector looks at. */
function acts(...briefs: readonly Brief[]): Act[] {
  return briefs.map(({ name = 'a', frame = 'same', outcome = 'done', step }, index) => ({
    number: index + 1,
    decision: { action: { name, input: {} }, ...(step !== undefined && { step }) },
    frame: `f${index}`,
    frameSha: frame,
    outcome,
    checks: [],
  }));
}

const a: Brief = { name: 'a' };
const b: Brief = { name: 'b' };
const failed: Brief = { outcome: 'failed' };

describe('findStuck', () => {
  it.each<[string, Act[], boolean]>([
    ['nothing was done', [], false],
    ['the same action twice', acts(a, a), false],
    ['the same action three times on an unchanged frame', acts(a, a, a), true],
    ['the same action on frames that change', acts(a, { frame: 'x' }, { frame: 'y' }), false],
    ['the same action for three steps of a task', acts({ step: '1' }, { step: '2' }, { step: '3' }), false],
    ['two actions in turn, twice', acts(a, b, a, b), true],
    ['two actions in turn, once and a half', acts(a, b, a), false],
    [
      'two actions in turn on frames that change',
      acts(a, b, { frame: 'x' }, { name: 'b', frame: 'y' }),
      false,
    ],
    [
      'three failures in a row',
      acts({ ...failed, name: 'a' }, { ...failed, name: 'b' }, { ...failed, name: 'c' }),
      true,
    ],
    [
      'three refusals in a row',
      acts(...['a', 'b', 'c'].map((name): Brief => ({ name, outcome: 'refused' }))),
      true,
    ],
    [
      'a success between failures',
      acts({ ...failed, name: 'a' }, { name: 'b' }, { ...failed, name: 'c' }, { ...failed, name: 'd' }),
      false,
    ],
  ])('%s', (_title, done, stuck) => {
    expect(findStuck(done, undefined) !== undefined).toBe(stuck);
    if (stuck) expect(findStuck(done, undefined)).toMatchObject({ toldAtAct: done.length, final: false });
  });

  const told: Stuck = { reason: 'it repeats itself', toldAtAct: 3, final: false };

  it('should be final when the pilot goes on three acts after it was told', () => {
    expect(findStuck(acts(a, a, a, a), told)?.final).toBe(false);
    expect(findStuck(acts(a, a, a, a, a, a), told)?.final).toBe(true);
  });

  it('should be forgotten once the pilot has found another way', () => {
    const other = Array.from({ length: 7 }, (_, index): Brief => ({ name: `other ${index}` }));
    expect(findStuck(acts(a, a, a, ...other.slice(0, 2)), told)).toBe(told);
    expect(findStuck(acts(a, a, a, ...other), told)).toBeUndefined();
  });
});
