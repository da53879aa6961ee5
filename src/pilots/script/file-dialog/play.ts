import type { WindowFacts } from '../../../core/frame.js';
import { attempt, look, StepFailed, succeeded } from '../play.js';
import type { Cue, Play, Stage } from '../stage.js';
import { acceptButton, clickOn, type Label } from './accept.js';
import { awaitDialog } from './find.js';
import { followUp } from './follow.js';
import { typePath } from './path.js';
import { nameOf } from './shown.js';
import { type Front, inFront, popUpsOver, windowIds } from './state.js';
import type { FileDialogStep } from './step.js';
import { type Answered, fileNow, holdPromises, isTaken, notTaken } from './taken.js';

/** Looks again at the latest after this time while something is awaited, ms. */
const LOOK_AGAIN_MS = 300;
/** How long the program may take to follow an answer before it gets another one, ms. */
const FOLLOWS_MS = 3000;
/** How long the program may take to write the file after its last answer, even when the step's time is over, ms. */
const TAKES_MS = 10_000;
/** How often the dialog is answered: a list of completions over it takes one answer for itself. */
const MOST_TRIES = 4;

/**
 * Answers a file dialog with a path and ends when the file was taken: the dialog has closed through its own
 * button and, for a file that is saved, the file is there and new. Input goes only to the dialog that was found
 * and to its own question whether a file shall be replaced, which is agreed to only where the step says so. A
 * window that follows, such as for options of an export, is left to the next step; a file that is never written
 * because of it fails the task at its end.
 *
 * @throws StepFailed with everything left open as it is
 */
export async function* playFileDialog(stage: Stage, cue: Cue, step: FileDialogStep): Play {
  await checkPath(stage, step);
  const dialog = yield* awaitDialog(stage, cue, step.window);
  const field = yield* typePath(stage, cue, dialog, step);
  const before = await fileNow(stage, step.file);
  const known = windowIds(stage);
  const answered: Answered = {
    dialog,
    before,
    known,
    by: undefined,
    at: 0,
    agreed: false,
    followed: undefined,
  };
  // The last click on its button came to nothing.
  let ignored = false;
  for (let tries = 0; ; ) {
    const front = inFront(stage, dialog, known);
    const popUps = popUpsOver(stage, dialog);
    if (front.kind === 'dialog') {
      if (tries === MOST_TRIES) throw new StepFailed(notClosed(step, dialog));
      const by: 'button' | 'return' | undefined = yield* accept(stage, cue, { dialog, step, field }, ignored);
      if (by === undefined) {
        yield look(cue, 'answering the file dialog', 0);
        continue;
      }
      answered.by = by;
      answered.at = stage.clock.now();
      tries += 1;
    } else if (yield* isOver(stage, cue, step, answered, front)) return;
    const reacts = yield* awaitReaction(stage, cue, answered, front, popUps);
    ignored = !reacts && front.kind === 'dialog' && answered.by === 'button';
  }
}

/** Whether the step has come to its end with what is in front now; false: another look is needed. */
async function* isOver(
  stage: Stage,
  cue: Cue,
  step: FileDialogStep,
  answered: Answered,
  front: Exclude<Front, { kind: 'dialog' }>,
): Play<boolean> {
  const closed = front.kind === 'closed' || (front.kind === 'follows' && !front.dialogOpen);
  if (front.kind === 'follows' && (yield* followUp(stage, cue, step, answered, front))) return true;
  if (closed && (await isTaken(stage, step, answered))) {
    yield* holdPromises(stage, cue, step, answered);
    return true;
  }
  // On a busy machine the looks alone may take the step's time: the program has some of its own.
  if (stage.clock.now() < Math.max(cue.deadline, answered.at + TAKES_MS)) return false;
  if (front.kind === 'elsewhere')
    throw new StepFailed(
      `“${front.window.title}” has the focus instead of the file dialog “${answered.dialog.title}”. Both are left open.`,
    );
  throw new StepFailed(await notTaken(stage, step, answered));
}

/** A dialog that waits for its answer, and the line of text that shows the path in its field. */
interface Waiting {
  readonly dialog: WindowFacts;
  readonly step: FileDialogStep;
  readonly field: Label | undefined;
}

/**
 * Takes the path by the dialog's button, or by Return where no button can be told or a click on it came to nothing.
 * Undefined when nothing was done, since the screen has changed meanwhile.
 */
async function* accept(
  stage: Stage,
  cue: Cue,
  { dialog, step, field }: Waiting,
  ignored: boolean,
): Play<'button' | 'return' | undefined> {
  const button = ignored ? undefined : await acceptButton(stage, dialog, step.act);
  if (button === 'voided') return undefined;
  // The click that came to nothing has taken the keyboard from the field.
  const back = ignored && field ? await clickOn(stage, field) : undefined;
  if (back === 'voided') return undefined;
  if (back !== undefined) yield* attempt(stage, cue, back);
  if (inFront(stage, dialog, windowIds(stage)).kind !== 'dialog') return undefined;
  const done = yield* attempt(
    stage,
    cue,
    button ?? { action: { name: 'press', input: { keys: ['enter'] } } },
  );
  if (done === undefined) return undefined;
  succeeded(done);
  return button === undefined ? 'return' : 'button';
}

/**
 * Looks whether the path can be meant at all, where that can be seen from here: a program may make a file of another
 * name of what it cannot open or write.
 *
 * @throws StepFailed for a file to open, or the folder of one to save, that is not there
 */
async function checkPath(stage: Stage, { act, file }: FileDialogStep): Promise<void> {
  const folder = file.slice(0, Math.max(1, file.length - nameOf(file).length - 1));
  const { known, stamp } = await fileNow(stage, act === 'open' ? file : folder);
  if (!known || stamp !== undefined) return;
  const what =
    act === 'open' ? `There is no file ${file}` : `${file} cannot be saved: there is no folder ${folder}`;
  throw new StepFailed(`${what}. Nothing was typed into the file dialog.`);
}

function notClosed({ file }: FileDialogStep, { title }: WindowFacts): string {
  return `The file dialog “${title}” did not close after ${file} was typed into it. It is left open.`;
}

/** Waits until another thing is in front, or a pop-up over the dialog has gone; false when it has had time for it. */
async function* awaitReaction(
  stage: Stage,
  cue: Cue,
  { dialog, known }: Answered,
  before: Front,
  popUps: number,
): Play<boolean> {
  const until = stage.clock.now() + (before.kind === 'dialog' ? FOLLOWS_MS : 0);
  for (;;) {
    yield look(cue, 'waiting for the file dialog to close', LOOK_AGAIN_MS);
    const now = inFront(stage, dialog, known);
    if (now.kind !== before.kind || popUpsOver(stage, dialog) < popUps) return true;
    if (stage.clock.now() > until) return false;
  }
}
