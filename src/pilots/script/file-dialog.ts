import { isAbort } from '../../core/errors.js';
import type { WindowFacts } from '../../core/frame.js';
import { clip, type ScreenBox, screenBox } from '../../core/geometry.js';
import { screenBoxToFrame } from '../../core/spaces.js';
import { describeWindow, type WindowMatch, windowMatches } from '../../core/window.js';
import type { ResolvedStep } from '../../task/index.js';
import { acceptLabel, acceptWords, agreeLabel, cancelWords, saysExists } from './file-dialog-words.js';
import { selectAll } from './keyboard.js';
import { type Cue, find, look, type Play, perform, type Stage, StepFailed } from './play.js';

type FileDialogStep = Extract<ResolvedStep, { verb: 'fileDialog' }>;

/** Looks again at the latest after this time while something is awaited, ms. */
const LOOK_AGAIN_MS = 300;
/** Height of a row of buttons with its margin and width of a column of them, logical px. */
const BUTTON_ROW = 64;
const BUTTON_COLUMN = 130;
/** How long a dialog may take to follow one Return before it is looked at again, ms. */
const FOLLOWS_MS = 1500;
const MOST_TRIES = 3;

/**
 * Answers a file dialog with a path and ends when the dialog has closed. Return takes the path; a pop-up with
 * completions takes the first one for itself and closes. Where Return does nothing, as in the dialogs of Chromium,
 * the button is clicked. Either is done on a look at the dialog that
 * still waits; a question whether to replace a file is agreed to only where the step says so.
 * Fails with everything left open as it is.
 */
export async function* playFileDialog(stage: Stage, cue: Cue, step: FileDialogStep): Play {
  const dialog = yield* awaitDialog(stage, cue, step);
  // Where no path can be typed yet, as in the open dialogs of GTK, this opens an entry for it.
  if (step.act === 'open') yield* typed(stage, cue, '/');
  yield* selectAll(stage, cue);
  yield* typed(stage, cue, step.file);
  // What the dialog has completed by itself stands selected behind the path.
  yield* perform(stage, cue, { action: { name: 'press', input: { keys: ['delete'] } } });
  let agreed = false;
  let ignored = false;
  for (let tries = 0; tries < MOST_TRIES; ) {
    const front = windowInFront(stage, dialog);
    if (front === 'closed') return yield* closed(stage, cue, step, dialog);
    const popUps = popUpsOver(stage, dialog);
    if (front === 'dialog') {
      yield* accept(stage, cue, dialog, ignored);
      tries += 1;
    } else if (agreed) {
      throw new StepFailed(`The file dialog asks again: “${front.title}”. It is left open.`);
    } else {
      agreed = yield* answerQuestion(stage, cue, step, front);
    }
    yield* awaitReaction(stage, cue, dialog, front === 'dialog' ? undefined : front.id, popUps);
    ignored = popUpsOver(stage, dialog) >= popUps;
  }
  if (windowInFront(stage, dialog) === 'closed') return yield* closed(stage, cue, step, dialog);
  throw new StepFailed(
    `The file dialog “${dialog.title}” did not close after ${step.file} was typed into it. It is left open.`,
  );
}

/** Waits for the dialog; without a name it is the active window, when that has the buttons of a file dialog. */
async function* awaitDialog(stage: Stage, cue: Cue, { window }: FileDialogStep): Play<WindowFacts> {
  for (;;) {
    const { windows } = stage.situation.view.frame;
    const active = windows.find((each) => each.active);
    const isIt = active === undefined ? false : await isDialog(stage, active, window);
    if (active !== undefined && isIt === true) return active;
    const left = cue.deadline - stage.clock.now();
    // A look that was voided says nothing: the next one decides.
    if (isIt !== undefined && left <= 0) throw new StepFailed(noDialog(window, active));
    const fits = (each: WindowFacts) => window !== undefined && windowMatches(window, each);
    const behind = !(active && fits(active)) && windows.some(fits);
    if (behind) yield* perform(stage, cue, { action: { name: 'window', input: { do: 'activate', window } } });
    else yield look(cue, 'waiting for a file dialog', Math.max(0, Math.min(left, LOOK_AGAIN_MS)));
  }
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

function noDialog(window: FileDialogStep['window'], active: WindowFacts | undefined): string {
  const front = active === undefined ? 'no window' : `“${active.title}”`;
  const wanted = window === undefined ? 'No file dialog' : `No file dialog ${describeWindow(window)}`;
  return `${wanted} was open in time; ${front} has the focus. Open it in the step before.`;
}

/**
 * Only the places where its buttons may stand are read: the list of files is long. Undefined when the look was
 * voided.
 */
async function looksLikeOne(stage: Stage, window: WindowFacts): Promise<boolean | undefined> {
  const lines: string[] = [];
  for (const place of buttonPlaces(window.box)) {
    const more = await read(stage, place);
    if (more === undefined) return undefined;
    lines.push(...more);
    if (lines.some((text) => cancelWords.test(text)) && lines.some((text) => acceptWords.test(text)))
      return true;
  }
  return false;
}

/** The text in a part of the screen, line by line and word by word; undefined when the look was voided. */
async function read(stage: Stage, box: ScreenBox): Promise<string[] | undefined> {
  const { signal, eyes } = stage;
  const { view } = stage.situation;
  const area = clip(screenBoxToFrame(box, view.frame), view.frame.size);
  try {
    const lines = await eyes.read(view, area, signal);
    return lines.flatMap(({ text, words }) => [text, ...words.map((word) => word.text)]);
  } catch (error) {
    if (signal.aborted || isAbort(error)) return undefined;
    throw error;
  }
}

async function* typed(stage: Stage, cue: Cue, text: string): Play {
  yield* perform(stage, cue, { action: { name: 'type', input: { text, enter: false } } });
}

/** What would get the keys now: the dialog, a question of its own, or (closed) somebody else. */
function windowInFront(stage: Stage, dialog: WindowFacts): 'dialog' | 'closed' | WindowFacts {
  const { windows } = stage.situation.view.frame;
  if (!windows.some(({ id }) => id === dialog.id)) return 'closed';
  const active = windows.find((each) => each.active);
  return active === undefined || active.id === dialog.id ? 'dialog' : active;
}

/** How many windows lie over the dialog without having the focus: lists of completions. */
function popUpsOver(stage: Stage, dialog: WindowFacts): number {
  const { windows } = stage.situation.view.frame;
  const depth = windows.findIndex(({ id }) => id === dialog.id);
  return windows.slice(0, Math.max(0, depth)).filter(({ active }) => !active).length;
}

/** Takes the path: by Return, or where that was ignored by the button, where it can be read. */
async function* accept(stage: Stage, cue: Cue, dialog: WindowFacts, ignored: boolean): Play {
  const button = ignored ? await acceptButton(stage, dialog) : undefined;
  if (button === undefined)
    yield* perform(stage, cue, { action: { name: 'press', input: { keys: ['enter'] } } });
  else yield* perform(stage, cue, button);
}

/** A click on the one button that takes the path. */
async function acceptButton(stage: Stage, { box }: WindowFacts) {
  const { signal, eyes } = stage;
  const { view } = stage.situation;
  for (const place of buttonPlaces(box)) {
    const region = clip(screenBoxToFrame(place, view.frame), view.frame.size);
    const target = { text: acceptLabel, region };
    try {
      const located = await eyes.locate(view, target, signal, 'text');
      if (located.found !== 'found') continue;
      const { sighting } = located;
      return { target, sighting, action: { name: 'click', input: { at: sighting.point } } };
    } catch (error) {
      if (signal.aborted || isAbort(error)) return undefined;
      throw error;
    }
  }
  return undefined;
}

/** Where the buttons of file dialogs stand: at the bottom, in a header bar, or one below the other on the right. */
function buttonPlaces({ x, y, width, height }: ScreenBox): readonly ScreenBox[] {
  const row = Math.min(BUTTON_ROW, height);
  const column = Math.min(BUTTON_COLUMN, width);
  return [
    screenBox(x, y + height - row, width, row),
    screenBox(x, y, width, row),
    screenBox(x + width - column, y, column, height),
  ];
}

/** Waits until the dialog has closed, another window is in front, or a pop-up over it has gone; or it has had time for it. */
async function* awaitReaction(
  stage: Stage,
  cue: Cue,
  dialog: WindowFacts,
  before: string | undefined,
  popUps: number,
): Play {
  const until = stage.clock.now() + FOLLOWS_MS;
  for (;;) {
    yield look(cue, 'waiting for the file dialog to close', LOOK_AGAIN_MS);
    const front = windowInFront(stage, dialog);
    const same = front === 'dialog' ? before === undefined : front !== 'closed' && front.id === before;
    if (!same || popUpsOver(stage, dialog) < popUps || stage.clock.now() > until) return;
  }
}

/** Agrees that a file is replaced, where the step says so; anything else ends the step. False: voided. */
async function* answerQuestion(
  stage: Stage,
  cue: Cue,
  step: FileDialogStep,
  front: WindowFacts,
): Play<boolean> {
  const lines = await read(stage, front.box);
  if (lines === undefined) return false;
  const said = lines.filter((line) => line.includes(' ')).join(' ');
  if (!lines.some((line) => saysExists.test(line)))
    throw new StepFailed(`The file dialog has a message: “${said || front.title}”. It is left open.`);
  if (!step.overwrite)
    throw new StepFailed(
      `${step.file} exists already and overwrite is not true: “${said}”. Nothing was answered, the question is left open.`,
    );
  const target = { text: agreeLabel, window: { title: front.title, class: front.class } };
  yield* perform(stage, cue, async function* () {
    const sighting = yield* find(stage, cue, target);
    return { target, sighting, action: { name: 'click', input: { at: sighting.point } } };
  });
  return true;
}

/** The last word: the promises of the step, and that no window of that name is left. */
async function* closed(stage: Stage, cue: Cue, step: FileDialogStep, dialog: WindowFacts): Play {
  const gone = { closed: { title: dialog.title, class: dialog.class } };
  const twin = stage.situation.view.frame.windows.some((each) => windowMatches(gone.closed, each));
  yield* perform(stage, cue, {
    action: { name: 'check', input: { what: 'the file dialog has closed' } },
    checks: [...(twin || dialog.title === '' ? [] : [gone]), ...step.expect],
  });
}
