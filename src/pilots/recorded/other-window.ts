import type { Decision } from '../../core/action.js';
import type { Frame, WindowFacts } from '../../core/frame.js';
import { centreOf } from '../../core/geometry.js';
import type { RecordedAct } from '../../core/recording.js';
import { windowMatches } from '../../core/window.js';
import { windowAt } from '../../sight/place/windows.js';

/** Says that the keyboard would go to a window of another program than it went to; undefined when it does not. */
export function focusDiffers(
  before: readonly WindowFacts[],
  now: readonly WindowFacts[],
): string | undefined {
  const expected = before.find((window) => window.active);
  const found = now.find((window) => window.active);
  if ((expected === undefined) === (found === undefined) && sameProgram(expected, found)) return undefined;
  return `the keyboard focus is in ${nameOf(found)}, not in ${nameOf(expected)}`;
}

/**
 * Says that a window of another application, or another one than the target names, lies where the target was
 * found: equal pixels may belong to either of two equal windows. Undefined when it is as it was.
 *
 * @param decision that of the act, with the processes of this run
 */
export function targetWindowDiffers(act: RecordedAct, decision: Decision, now: Frame): string | undefined {
  const { target, sighting } = act.decision;
  if (sighting === undefined || act.before === undefined) return undefined;
  const point = centreOf(sighting.box);
  const expected = windowAt(act.before, point);
  const found = windowAt(now, point);
  if (expected === undefined) return undefined;
  const named = decision.target?.window;
  // Where it did not fit in the recording it says nothing, as of a point beside the window.
  const wasNamed = target?.window !== undefined && windowMatches(target.window, expected);
  const fits = !wasNamed || (named !== undefined && found !== undefined && windowMatches(named, found));
  if (fits && (expected.app === undefined || expected.app === found?.app)) return undefined;
  return `the target lies in ${nameOf(found)}, not in ${nameOf(expected)}`;
}

/** Titles may change freely; recordings from before applications were told of windows know only the class. */
function sameProgram(expected: WindowFacts | undefined, found: WindowFacts | undefined): boolean {
  if (expected?.class !== found?.class) return false;
  return expected?.app === undefined || expected.app === found?.app;
}

function nameOf(window: WindowFacts | undefined): string {
  if (window === undefined) return 'no window';
  const of = window.app === undefined ? '' : ` of application ${window.app}`;
  return `“${window.title}” (${window.class})${of}`;
}
