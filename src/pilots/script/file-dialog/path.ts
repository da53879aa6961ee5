import type { Act } from '../../../core/action.js';
import type { WindowFacts } from '../../../core/frame.js';
import { clip } from '../../../core/geometry.js';
import { screenBoxToFrame } from '../../../core/spaces.js';
import { inField } from '../keyboard.js';
import {
  asItIs,
  type Cue,
  type Deciding,
  type Play,
  perform,
  type Stage,
  StepFailed,
  succeeded,
} from '../play.js';
import type { FileDialogStep } from './play.js';
import { nameLabel } from './words.js';

type Deed = Deciding['action'];

const press = (...keys: string[]): Deed => ({ name: 'press', input: { keys } });
const type = (text: string, more = {}): Deed => ({ name: 'type', input: { text, enter: false, ...more } });

/** Writes the path into the dialog's field for it, whatever stood there. */
export async function* typePath(stage: Stage, cue: Cue, dialog: WindowFacts, step: FileDialogStep): Play {
  // Where no path can be typed yet, as in the open dialogs of GTK, this opens an entry for it.
  if (step.act === 'open') yield* keys(stage, cue, dialog, type('/', { unseen: true }));
  if (yield* written(stage, cue, dialog, step.file)) return;
  // The list of files or folders had the keys.
  yield* toField(stage, cue, dialog, step.file);
  if (yield* written(stage, cue, dialog, step.file)) return;
  throw new StepFailed(nowhere(dialog, step.file));
}

/** Writes the path where the keys go; false when nothing of it came to be seen. */
async function* written(stage: Stage, cue: Cue, dialog: WindowFacts, path: string): Play<boolean> {
  // Where ctrl+a only goes to the beginning of the line, as in Tk and Motif, shift+end selects it from there.
  yield* keys(stage, cue, dialog, press('ctrl', 'a'));
  yield* keys(stage, cue, dialog, press('shift', 'end'));
  const act = yield* keys(stage, cue, dialog, type(path), asItIs);
  if (act.outcome !== 'done') succeeded(act);
  if (act.checks.some(({ typed }) => typed === 'nothing')) return false;
  // What the dialog has completed by itself stands selected behind the path.
  yield* keys(stage, cue, dialog, press('delete'));
  return true;
}

/** Puts the keyboard into the field that is labelled as the one for the path. */
async function* toField(stage: Stage, cue: Cue, dialog: WindowFacts, path: string): Play {
  yield* perform(stage, cue, async function* () {
    yield* [];
    const { view } = stage.situation;
    const region = clip(screenBoxToFrame(dialog.box, view.frame), view.frame.size);
    const target = { text: nameLabel, ...(region && { region }) };
    const located = await stage.eyes.locate(view, target, stage.signal, 'text');
    if (located.found !== 'found') throw new StepFailed(nowhere(dialog, path));
    const sighting = await inField(view, located.sighting);
    return { target, sighting, action: { name: 'click', input: { at: sighting.point } } };
  });
}

function nowhere({ title }: WindowFacts, path: string): string {
  return `The file dialog “${title}” shows nothing of ${path}: no field of it took the keys. It is left open.`;
}

/** Keys for the dialog and nobody else. */
async function* keys(
  stage: Stage,
  cue: Cue,
  dialog: WindowFacts,
  action: Deed,
  judge: (act: Act) => Act = succeeded,
): Play<Act> {
  const decide = async function* (): Play<Deciding> {
    yield* [];
    const { windows } = stage.situation.view.frame;
    const active = windows.find((each) => each.active);
    if (active?.id === dialog.id) return { action };
    const gone = windows.some(({ id }) => id === dialog.id) ? 'lost the keyboard' : 'closed';
    const front = active === undefined ? 'no window' : `“${active.title}”`;
    throw new StepFailed(
      `The file dialog “${dialog.title}” ${gone} while the path was written; ${front} has the focus. Nothing more was typed.`,
    );
  };
  return yield* perform(stage, cue, decide, judge);
}
