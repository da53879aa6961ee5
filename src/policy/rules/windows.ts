import type { Policy } from '../../core/policy.js';
import { describeWindow, windowMatches } from '../../core/window.js';
import type { JudgeFacts, WindowName } from '../facts.js';

/** What the rules of the task's own policy say: they need the policy, so they are not in the list of rules. */
export interface Border {
  readonly rule: string;
  readonly reason: string;
  readonly evidence: string;
}

/** The chords that take the focus to another window. */
const SWITCHING = new Set([
  'alt+tab',
  'shift+alt+tab',
  'alt+escape',
  'super',
  'super+tab',
  'super+d',
  'ctrl+escape',
]);

/**
 * Input outside the windows that the task names. Where a window is not known it counts as outside. Without
 * `windows` in the policy every window may get input.
 */
export function outsideWindows(facts: JudgeFacts, policy: Policy): Border | undefined {
  const allowed = policy.windows;
  if (allowed === undefined) return undefined;
  const outside = (window: WindowName | null | undefined): boolean =>
    !window || !allowed.some((match) => windowMatches(match, window));
  const wrong = windowsOf(facts).find(outside);
  const names = allowed.map(describeWindow).join(', ');
  if (wrong !== undefined) {
    return {
      rule: 'outside-the-allowed-windows',
      reason: `Only ${names} may get input in this task.`,
      evidence: wrong === null ? 'no window that is known' : `window “${wrong.title}”`,
    };
  }
  const chord = facts.traits.chords.map((keys) => keys.join('+')).find((keys) => SWITCHING.has(keys));
  if (chord === undefined) return undefined;
  return { rule: 'switching-windows', reason: `Only ${names} may get input in this task.`, evidence: chord };
}

/** The windows that would get the action; null stands for one that is not known. */
export function windowsOf(facts: JudgeFacts): (WindowName | null)[] {
  const { traits, kind } = facts;
  if (traits.window !== undefined) {
    const match = traits.window;
    return (facts.open ?? []).filter((open) => windowMatches(match, open));
  }
  if (kind !== 'input') return [];
  if (traits.points.length > 0)
    return [...traits.points.map((_, index) => facts.under?.[index] ?? null), ...(facts.crossed ?? [])];
  return [facts.active ?? null];
}

/** A chord that the task's policy never lets through. */
export function forbiddenChord(facts: JudgeFacts, refused: readonly string[]): Border | undefined {
  const chord = facts.traits.chords.map((keys) => keys.join('+')).find((keys) => refused.includes(keys));
  if (chord === undefined) return undefined;
  return {
    rule: 'refused-keys',
    reason: 'This chord is refused by the policy of the task.',
    evidence: chord,
  };
}
