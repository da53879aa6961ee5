import type { WindowFacts } from '../../../core/frame.js';
import { type Cue, type Deciding, type Play, perform, type Stage, StepFailed } from '../play.js';
import type { FileDialogStep } from './play.js';

type Deed = Deciding['action'];

const press = (...keys: string[]): Deed => ({ name: 'press', input: { keys } });
const type = (text: string): Deed => ({ name: 'type', input: { text, enter: false } });

/** Writes the path into the dialog's field for it, whatever stood there. */
export async function* typePath(stage: Stage, cue: Cue, dialog: WindowFacts, step: FileDialogStep): Play {
  // Where no path can be typed yet, as in the open dialogs of GTK, this opens an entry for it.
  if (step.act === 'open') yield* keys(stage, cue, dialog, type('/'));
  // Where ctrl+a only goes to the beginning of the line, as in Tk and Motif, shift+end selects it from there.
  yield* keys(stage, cue, dialog, press('ctrl', 'a'));
  yield* keys(stage, cue, dialog, press('shift', 'end'));
  yield* keys(stage, cue, dialog, type(step.file));
  // What the dialog has completed by itself stands selected behind the path.
  yield* keys(stage, cue, dialog, press('delete'));
}

/** Keys for the dialog and nobody else. */
async function* keys(stage: Stage, cue: Cue, dialog: WindowFacts, action: Deed): Play {
  yield* perform(stage, cue, async function* () {
    yield* [];
    const { windows } = stage.situation.view.frame;
    const active = windows.find((each) => each.active);
    if (active?.id === dialog.id) return { action };
    const gone = windows.some(({ id }) => id === dialog.id) ? 'lost the keyboard' : 'closed';
    const front = active === undefined ? 'no window' : `“${active.title}”`;
    throw new StepFailed(
      `The file dialog “${dialog.title}” ${gone} while the path was written; ${front} has the focus. Nothing more was typed.`,
    );
  });
}
