import type { WindowFacts } from '../../../core/frame.js';
import type { ScreenBox } from '../../../core/geometry.js';
import type { TextLine, View } from '../../../ports.js';
import { inField } from '../keyboard.js';
import { type Deciding, look, perform, StepFailed } from '../play.js';
import type { Cue, Play, Stage } from '../stage.js';
import { clickOn, type Label, labelsApart } from './accept.js';
import { buttonPlaces, labelsIn, readLines } from './read.js';
import { nameOf, type Seen, type Shown, shownOf } from './shown.js';
import type { FileDialogStep } from './step.js';
import { filterLabel, saysFolder, saysName } from './words.js';

type Deed = Deciding['action'];

/** How long the dialog may take to show what was typed, ms. */
const SHOWS_MS = 1500;
const LOOK_AGAIN_MS = 300;

const press = (...keys: string[]): Deed => ({ name: 'press', input: { keys } });
// What the dialog shows of it is looked at here: long paths scroll in their field.
const type = (text: string): Deed => ({ name: 'type', input: { text, enter: false, unseen: true } });

/** A dialog that gets keys, and the path that they write. */
interface Writing {
  readonly stage: Stage;
  readonly cue: Cue;
  readonly dialog: WindowFacts;
  readonly step: FileDialogStep;
}

/**
 * Writes the path into the dialog's field for it, whatever stood there, and sees it there. Answers the line of text
 * that shows it; undefined where nothing of it can be read.
 *
 * @throws StepFailed when the dialog does not show it, with the dialog left open
 */
export async function* typePath(
  stage: Stage,
  cue: Cue,
  dialog: WindowFacts,
  step: FileDialogStep,
): Play<Label | undefined> {
  const writing: Writing = { stage, cue, dialog, step };
  const apart = yield* takesFolderApart(writing);
  if (apart) return yield* writeApart(writing);
  // Where no path can be typed yet, as in the open dialogs of GTK, this opens an entry for it.
  if (step.act === 'open') yield* keys(writing, type('/'));
  const { shown, line } = yield* written(writing, step.file);
  if (shown === 'path' || shown === 'longer') return line;
  // The list of files or folders had the keys, or the field kept what stood there.
  yield* toLabel(writing, step.file, saysName);
  return yield* seen(writing, step.file);
}

/** Writes a text and has to see it. */
async function* seen(writing: Writing, text: string): Play<Label | undefined> {
  const { shown, line } = yield* written(writing, text);
  // What is completed goes with the key that was pressed, so letters behind the path are read wrongly.
  if (shown === 'path' || shown === 'longer') return line;
  // A file that is saved is looked for on the disk in the end; nothing else proves one that is opened.
  if (shown === 'unread' && writing.step.act === 'save') return undefined;
  throw new StepFailed(notShown(writing, text, shown));
}

/** Writes a text where the keys go, instead of what stands there, and answers what the dialog shows of it. */
async function* written(writing: Writing, text: string): Play<Seen> {
  yield* keys(writing, press('home'));
  yield* keys(writing, press('shift', 'end'));
  const before: { view?: View } = {};
  yield* keys(writing, type(text), () => {
    before.view = writing.stage.situation.view;
  });
  const first = yield* looked(writing, before.view, text);
  // Where no field took the keys, this one would take something away from a list.
  if (first.shown === 'nothing') return first;
  // What the dialog completes by itself stands selected behind the path, or comes while its folder is being read.
  yield* keys(writing, press('delete'));
  return yield* looked(writing, before.view, text);
}

/** What the dialog shows of a text at last: a busy one takes a while. */
async function* looked({ stage, cue, dialog }: Writing, before: View | undefined, text: string): Play<Seen> {
  const until = stage.clock.now() + SHOWS_MS;
  for (;;) {
    const found = await shownOf(stage, dialog, before ?? stage.situation.view, text);
    if (found?.shown === 'path' || found?.shown === 'longer') return found;
    if (found !== undefined && stage.clock.now() >= until) return found;
    yield look(cue, 'looking for the path in the file dialog', LOOK_AGAIN_MS);
  }
}

/** Whether the dialog wants folder and name in fields of their own: some of Motif put the folder before a path, too. */
async function* takesFolderApart({ stage, cue, dialog }: Writing): Play<boolean> {
  const [buttons] = buttonPlaces(dialog);
  for (const place of [buttons, dialog.box]) {
    if (place === undefined) return false;
    const labels = labelsIn(yield* linesOf(stage, cue, place));
    if (!labels.includes(filterLabel)) return false;
    if (labels.some((label) => saysFolder.test(label))) return true;
  }
  return false;
}

async function* linesOf(stage: Stage, cue: Cue, place: ScreenBox): Play<readonly TextLine[]> {
  for (;;) {
    const lines = await readLines(stage, place);
    if (lines !== undefined) return lines;
    yield look(cue, 'reading the file dialog', 0);
  }
}

/** Goes to the folder first, then writes the name, or picks it from the list where no field takes it. */
async function* writeApart(writing: Writing): Play<Label | undefined> {
  const { stage, cue, dialog, step } = writing;
  const name = nameOf(step.file);
  const folder = step.file.slice(0, step.file.length - name.length);
  yield* toLabel(writing, folder, (text) => saysFolder.test(text));
  yield* seen(writing, folder);
  yield* keys(writing, press('enter'));
  const labels = labelsIn(yield* linesOf(stage, cue, dialog.box));
  if (labels.some(saysName)) {
    yield* toLabel(writing, name, saysName);
    return yield* seen(writing, name);
  }
  yield* toLabel(writing, name, (text) => text === name, 'itself');
  return undefined;
}

/**
 * Clicks the field that is labelled so, or the text itself. The plainest label counts, since columns of a list are
 * called Name, too.
 */
async function* toLabel(
  writing: Writing,
  text: string,
  isLabel: (label: string) => boolean,
  where: 'field' | 'itself' = 'field',
): Play {
  const { stage, cue, dialog } = writing;
  yield* perform(stage, cue, async function* () {
    for (;;) {
      const lines = yield* linesOf(stage, cue, dialog.box);
      const labels = labelsApart(lines).filter((label) => isLabel(label.text));
      const rank = (label: Label): number => (label.text.endsWith(':') ? 1e5 : 0) + label.box.y;
      const [label] = labels.toSorted((a, b) => rank(b) - rank(a));
      const click = label && (await clickOn(stage, label));
      if (click === undefined) throw new StepFailed(notShown(writing, text, 'nothing'));
      if (click !== 'voided') {
        if (where === 'itself') return click;
        const sighting = await inField(stage.situation.view, click.sighting);
        return { ...click, sighting, action: { name: 'click', input: { at: sighting.point } } };
      }
      yield look(cue, 'looking for the field of the file dialog', 0);
    }
  });
}

function notShown({ dialog }: Writing, text: string, shown: Shown): string {
  const why = {
    nothing: 'no field of it took the keys, and no list shows it',
    unread: 'what its field shows is something else, or cannot be read',
    more: 'its field keeps other letters before it',
    longer: 'its field has more letters behind it',
    path: '',
  }[shown];
  return `The file dialog “${dialog.title}” does not show ${text}: ${why}. It is left open.`;
}

/** Keys for the dialog and nobody else. */
async function* keys({ stage, cue, dialog }: Writing, action: Deed, decided?: () => void): Play {
  yield* perform(stage, cue, async function* () {
    yield* [];
    const { windows } = stage.situation.view.frame;
    const active = windows.find((each) => each.active);
    if (active?.id === dialog.id) {
      decided?.();
      return { action };
    }
    const gone = windows.some(({ id }) => id === dialog.id) ? 'lost the keyboard' : 'closed';
    const front = active === undefined ? 'no window' : `“${active.title}”`;
    throw new StepFailed(
      `The file dialog “${dialog.title}” ${gone} while the path was written; ${front} has the focus. Nothing more was typed.`,
    );
  });
}
