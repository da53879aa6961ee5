import type { WindowFacts } from '../../../core/frame.js';
import { describeWindow, type WindowMatch, windowMatches } from '../../../core/window.js';
import { look, perform, StepFailed } from '../play.js';
import type { Cue, Play, Stage } from '../stage.js';
import { buttonPlaces, labelsIn, readLines } from './read.js';
import { saysAccept, saysCancel, saysName } from './words.js';

/** Looks again at the latest after this time while the dialog is awaited, ms. */
const LOOK_AGAIN_MS = 300;

/**
 * Waits for the dialog; without a name it is the active window, when that has the buttons of a file dialog.
 *
 * @throws StepFailed when none is there at the step's deadline
 */
export async function* awaitDialog(
  stage: Stage,
  cue: Cue,
  window: WindowMatch | undefined,
): Play<WindowFacts> {
  for (;;) {
    const { windows } = stage.situation.view.frame;
    const active = windows.find((each) => each.active);
    const isIt = active === undefined ? false : await isDialog(stage, active, window);
    if (active !== undefined && isIt === true) return active;
    const left = cue.deadline - stage.clock.now();
    // A look that was voided says nothing: the next one decides.
    if (isIt !== undefined && left <= 0) throw new StepFailed(noDialog(window, active));
    const behind = behindOf(windows, window);
    if (behind !== undefined)
      yield* perform(stage, cue, { action: { name: 'window', input: { do: 'activate', window: behind } } });
    else yield look(cue, 'waiting for a file dialog', Math.max(0, Math.min(left, LOOK_AGAIN_MS)));
  }
}

/**
 * The window that is meant while another one is in front, by all that is known of it: a dialog lies above the window
 * that it belongs to.
 */
function behindOf(windows: readonly WindowFacts[], match: WindowMatch | undefined): WindowMatch | undefined {
  if (match === undefined) return undefined;
  const [top] = windows.filter((each) => windowMatches(match, each));
  if (top === undefined || windows.some((each) => each.active && windowMatches(match, each)))
    return undefined;
  const { title, class: name, pid } = top;
  return { title: plainTitle(title), class: plainTitle(name), ...(pid !== undefined && { pid }) };
}

/** A title as a match; what is empty names nothing. */
function plainTitle(text: string): string {
  return text === '' ? '*' : text;
}

/**
 * Whether a window is the dialog that is meant: one that title or class name, else one that looks like a file
 * dialog, since an application or a process has other windows too. Undefined when the look was voided.
 */
async function isDialog(
  stage: Stage,
  active: WindowFacts,
  match: WindowMatch | undefined,
): Promise<boolean | undefined> {
  if (match !== undefined && !windowMatches(match, active)) return false;
  const named = typeof match === 'string' || match?.title !== undefined || match?.class !== undefined;
  return named || looksLikeOne(stage, active);
}

/**
 * Only the places where its buttons may stand are read: the list of files is long. Undefined when the look was
 * voided.
 */
async function looksLikeOne(stage: Stage, window: WindowFacts): Promise<boolean | undefined> {
  const labels: string[] = [];
  for (const place of buttonPlaces(window)) {
    const lines = await readLines(stage, place);
    if (lines === undefined) return undefined;
    labels.push(...labelsIn(lines));
    // The button that takes the path may be greyed as long as there is none.
    if (labels.some(saysCancel) && labels.some((label) => saysAccept(label) || saysName(label))) return true;
  }
  return false;
}

function noDialog(window: WindowMatch | undefined, active: WindowFacts | undefined): string {
  const front = active === undefined ? 'no window' : `“${active.title}”`;
  const wanted = window === undefined ? 'No file dialog' : `No file dialog ${describeWindow(window)}`;
  return `${wanted} was open in time; ${front} has the focus. Open it in the step before.`;
}
