import type { Decision } from '../../core/action.js';
import type { Check } from '../../core/check.js';
import type { Target } from '../../core/target.js';
import { WindowMatch } from '../../core/window.js';

type Change = (match: WindowMatch) => WindowMatch;

/** A decision with every window that it names changed: in its target, its promises and its action. */
export function withWindows(decision: Decision, change: Change): Decision {
  const { action, target, checks } = decision;
  const named = WindowMatch.safeParse(action.input.window);
  return {
    ...decision,
    ...(named.success && { action: { ...action, input: { ...action.input, window: change(named.data) } } }),
    ...(target && { target: inTarget(target, change) }),
    ...(checks && { checks: checks.map((check) => inCheck(check, change)) }),
  };
}

function inTarget(target: Target, change: Change): Target {
  return target.window === undefined ? target : { ...target, window: change(target.window) };
}

function inCheck(check: Check, change: Change): Check {
  const { window, closed, visible, gone } = check;
  return {
    ...check,
    ...(window !== undefined && { window: change(window) }),
    ...(closed !== undefined && { closed: change(closed) }),
    ...(visible && { visible: inTarget(visible, change) }),
    ...(gone && { gone: inTarget(gone, change) }),
  };
}
