import type { Check, CheckResult } from '../core/check.js';
import type { Frame } from '../core/frame.js';
import type { FrameBox } from '../core/geometry.js';
import { describeTarget, type Located, type Rung, type Sighting, type Target } from '../core/target.js';
import { describeWindow, type WindowMatch } from '../core/window.js';
import type { Eyes, View } from '../ports.js';
import { saysOtherwise } from './part-of-label.js';
import { areaOf, windowsLike } from './place/windows.js';

/** What a check says of a frame, and why, in words. */
export interface CheckFinding {
  readonly result: CheckResult;
  readonly detail: string;
  /** Where it was seen, frame px; the first place of several. */
  readonly place?: FrameBox;
}

/**
 * Evaluates the part of a check that can be seen on one frame: visible, gone, text, window, closed. A check
 * that promises nothing of the kind is `unknown`, and so is one that the eyes cannot decide.
 */
export async function evaluateVisible(
  view: View,
  check: Check,
  eyes: Eyes,
  signal: AbortSignal,
): Promise<CheckFinding> {
  const { visible, gone, text, area } = check;
  if (visible !== undefined) {
    const located = await look(eyes, view, inArea(visible, area), signal);
    return meant(eyes, view, visible, isVisible(visible, located), located, signal);
  }
  if (gone !== undefined) return isGone(gone, await look(eyes, view, inArea(gone, area), signal));
  if (text !== undefined) {
    const target = inArea({ text }, area);
    const located = await look(eyes, view, target, signal);
    return meant(eyes, view, target, isVisible(target, located), located, signal);
  }
  if (check.window !== undefined) return windowIs(view, check.window, true);
  if (check.closed !== undefined) return windowIs(view, check.closed, false);
  return { result: 'unknown', detail: 'the check says nothing about what can be seen' };
}

/** Whether text or pictures have to be found on the frame for it. */
export function isRead({ visible, gone, text }: Check): boolean {
  return [visible, gone, text].some((promise) => promise !== undefined);
}

/** The part of the frame that the check speaks of; undefined for all of it. */
export function areaOfCheck({ visible, gone, area }: Check, frame: Frame): FrameBox | undefined {
  return areaOf(inArea(visible ?? gone ?? {}, area), frame);
}

/** Whether only a model can see what the check speaks of: nothing but a description of it is known. */
export function pointsByModel({ visible, gone }: Check): boolean {
  return [visible, gone].some((target) => target !== undefined && isOnlyDescribed(target));
}

function isOnlyDescribed({ text, image, describe }: Target): boolean {
  return text === undefined && image === undefined && describe !== undefined;
}

/** A check asks nobody: only a bare description needs the model, and a person is never disturbed. */
function look(eyes: Eyes, view: View, target: Target, signal: AbortSignal): Promise<Located> {
  const upTo: Rung = isOnlyDescribed(target) ? 'model' : 'text';
  return eyes.locate(view, target, signal, upTo);
}

function isVisible(target: Target, located: Located): CheckFinding {
  const name = describeTarget(target);
  switch (located.found) {
    case 'found':
      return {
        result: 'holds',
        detail: `${name} was seen at ${place(located.sighting)}`,
        place: located.sighting.box,
      };
    case 'ambiguous':
      return seenTimes(name, located);
    case 'absent':
      return { result: 'fails', detail: `${located.reason}${instead(located.nearest)}` };
  }
}

function seenTimes(name: string, located: Extract<Located, { found: 'ambiguous' }>): CheckFinding {
  const [first] = located.candidates;
  if (first === undefined) return { result: 'unknown', detail: `${name}: ${located.reason}` };
  return {
    result: 'holds',
    detail: `${name} was seen ${places(located.candidates)}`,
    place: first.box,
  };
}

/** A finding that holds only where a label says it, and not the opposite. */
async function meant(
  eyes: Eyes,
  view: View,
  target: Target,
  finding: CheckFinding,
  located: Located,
  signal: AbortSignal,
): Promise<CheckFinding> {
  if (finding.result !== 'holds' || target.text === undefined) return finding;
  const sightings = located.found === 'found' ? [located.sighting] : [];
  const candidates = located.found === 'ambiguous' ? located.candidates : sightings;
  let otherwise: string | undefined;
  for (const sighting of candidates) {
    otherwise = await saysOtherwise(eyes, view, target, sighting, signal);
    if (otherwise === undefined) return finding;
  }
  return { result: 'fails', detail: otherwise ?? finding.detail };
}

/** Gone holds only when nothing is left that it could be. */
function isGone(target: Target, located: Located): CheckFinding {
  const name = describeTarget(target);
  if (located.found === 'absent') return { result: 'holds', detail: `${name} is not on the screen` };
  const first = located.found === 'found' ? located.sighting : located.candidates[0];
  if (first !== undefined) return { result: 'fails', detail: `${name} is still there, at ${place(first)}` };
  const reason = located.found === 'ambiguous' ? located.reason : '';
  return { result: 'unknown', detail: `${name}: ${reason}` };
}

function windowIs(view: View, match: WindowMatch, open: boolean): CheckFinding {
  const [first] = windowsLike(view.frame, match);
  const detail =
    first === undefined
      ? `no window ${describeWindow(match)} is open; ${openWords(view)}`
      : `the window “${first.title}” is open`;
  return { result: (first !== undefined) === open ? 'holds' : 'fails', detail };
}

/** The titles of the windows that are open, at most a few. */
function openWords({ frame }: View): string {
  const titles = frame.windows.map(({ title }) => `“${title}”`);
  if (titles.length === 0) return 'none is open';
  const more = titles.length - MOST_TITLES;
  return `open are: ${titles.slice(0, MOST_TITLES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const MOST_TITLES = 8;

function inArea(target: Target, area: FrameBox | undefined): Target {
  return area === undefined || target.region !== undefined ? target : { ...target, region: area };
}

function places(sightings: readonly Sighting[]): string {
  const [first] = sightings;
  return first !== undefined && sightings.length === 1 ? `at ${place(first)}` : `${sightings.length} times`;
}

function place({ point }: Sighting): string {
  return `${point.x},${point.y}`;
}

function instead(nearest: readonly string[]): string {
  return nearest.length === 0 ? '' : `; nearest: ${nearest.map((text) => `“${text}”`).join(', ')}`;
}
