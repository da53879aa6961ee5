import { describe, expect, it } from 'vitest';
import { screenBox } from '../../src/core/geometry.js';
import { OpenMenus } from '../../src/pilots/script/open-menus.js';
import type { Situation } from '../../src/ports.js';

/** A situation with so many pop-ups, after acts with these names. */
function situation(popUps: readonly string[], acts: readonly string[]): Situation {
  const box = screenBox(0, 0, 100, 100);
  const windows = popUps.map((id) => ({ id, title: '', class: '', box, active: false, kind: 'pop-up' }));
  const done = acts.map((name) => ({
    decision: { target: { text: 'Edit' }, action: { name, input: {} } },
    outcome: 'done',
  }));
  return { view: { frame: { windows } }, acts: done } as unknown as Situation;
}

function closedAfter(...seen: readonly Situation[]): string | undefined {
  const menus = new OpenMenus();
  for (const each of seen) menus.seen(each);
  return menus.closed();
}

describe('a menu that a click has opened', () => {
  const before = situation([], []);

  it('should be told when it is gone without another input', () => {
    expect(closedAfter(before, situation(['menu'], ['click']), situation([], ['click']))).toBe('“Edit”');
    expect(
      closedAfter(
        before,
        situation([], ['click']),
        situation(['late'], ['click']),
        situation([], ['click', 'check']),
      ),
    ).toBe('“Edit”');
  });

  it('should not be told while it is open, nor when an input has closed it', () => {
    expect(closedAfter(before, situation(['menu'], ['click']))).toBeUndefined();
    expect(
      closedAfter(before, situation(['menu'], ['click']), situation([], ['click', 'press'])),
    ).toBeUndefined();
    expect(closedAfter(before, situation([], ['click']))).toBeUndefined();
  });

  it('should not be mixed up with one that was open before', () => {
    const other = situation(['other'], []);
    expect(closedAfter(other, situation(['other'], ['click']), situation([], ['click']))).toBeUndefined();
  });

  it('should be told once', () => {
    const menus = new OpenMenus();
    for (const each of [before, situation(['menu'], ['click']), situation([], ['click'])]) menus.seen(each);
    menus.forget();
    expect(menus.closed()).toBeUndefined();
  });
});
