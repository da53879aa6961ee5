import type { TextLine } from '../../../ports.js';
import { attempt, type Deciding, StepFailed, succeeded } from '../play.js';
import type { Cue, Play, Stage } from '../stage.js';
import { clickOn, labelsApart } from './accept.js';
import { leaveOpen } from './owed.js';
import { labelsIn, readLines } from './read.js';
import type { Front } from './state.js';
import type { FileDialogStep } from './step.js';
import { type Answered, isTaken } from './taken.js';
import { agreement, saysCancel, saysExists, saysRefusal } from './words.js';

/** ms that a window which came after the dialog may take to write the file, or to go, by itself. */
const BY_ITSELF_MS = 2000;

/**
 * Deals with a window of the program that came after the dialog was answered: its question whether to replace
 * the file is answered, a message fails the step, and what asks for more is left open for the next step. True
 * when the step ends with it.
 *
 * @throws StepFailed for a message, or a question that the step does not agree to
 */
export async function* followUp(
  stage: Stage,
  cue: Cue,
  step: FileDialogStep,
  answered: Answered,
  { window, dialogOpen }: Extract<Front, { kind: 'follows' }>,
): Play<boolean> {
  if (step.act === 'save' && answered.before.known && (await isTaken(stage, step, answered))) return false;
  const lines = await readLines(stage, window.box);
  if (lines === undefined) return false;
  const sentences = lines.map(({ text }) => text).filter((text) => text.includes(' '));
  const said = sentences.join(' ');
  if (step.act === 'save' && lines.some(({ text }) => saysExists.test(text))) {
    yield* agree(stage, cue, step, answered, lines, said || window.title);
    return false;
  }
  const canBeLeft = labelsIn(lines).some(saysCancel);
  if (!canBeLeft && (dialogOpen || saysRefusal.test(said)))
    throw new StepFailed(`The file dialog has a message: “${said || window.title}”. It is left open.`);
  if (step.act === 'open' && !dialogOpen) return false;
  const now = stage.clock.now();
  if (answered.followed?.id !== window.id) answered.followed = { id: window.id, at: now };
  if (!dialogOpen && now < answered.followed.at + BY_ITSELF_MS) return false;
  yield* leaveOpen(stage, cue, step, answered.before, window);
  return true;
}

/** Agrees that a file is replaced, where the step says so. */
async function* agree(
  stage: Stage,
  cue: Cue,
  step: FileDialogStep,
  answered: Answered,
  lines: readonly TextLine[],
  said: string,
): Play {
  if (!step.overwrite)
    throw new StepFailed(
      `${step.file} exists already and overwrite is not true: “${said}”. Nothing was answered, the question is left open.`,
    );
  if (answered.agreed) throw new StepFailed(`The file dialog asks again: “${said}”. It is left open.`);
  const click = await agreeButton(stage, lines);
  if (click === undefined)
    throw new StepFailed(`No button was found that agrees to “${said}”. The question is left open.`);
  // What was voided is looked at again with the next look.
  if (click === 'voided') return;
  const act = yield* attempt(stage, cue, click);
  if (act === undefined) return;
  succeeded(act);
  answered.agreed = true;
  answered.at = stage.clock.now();
}

/** A click on the button that agrees most plainly. */
async function agreeButton(
  stage: Stage,
  lines: readonly TextLine[],
): Promise<Deciding | 'voided' | undefined> {
  const fits = labelsApart(lines).flatMap((label) => {
    const rank = agreement(label.text);
    return rank === undefined ? [] : [{ label, rank }];
  });
  for (const { label } of fits.toSorted((a, b) => a.rank - b.rank)) {
    const click = await clickOn(stage, label);
    if (click !== undefined) return click;
  }
  return undefined;
}
