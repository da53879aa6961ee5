import type { WindowFacts } from '../../../core/frame.js';
import { look, perform, StepFailed } from '../play.js';
import type { Cue, Play, Stage } from '../stage.js';
import type { FileBefore } from './owed-file.js';
import type { FileDialogStep } from './step.js';
import { fileNow } from './taken.js';

/** ms that a file may take at the end of a task. */
const LAST_MS = 5000;
const LOOK_AGAIN_MS = 300;

/** Leaves a window that followed a file dialog to the next step; the file is owed until the task ends. */
export async function* leaveOpen(
  stage: Stage,
  cue: Cue,
  { file, expect }: FileDialogStep,
  before: FileBefore,
  { title }: WindowFacts,
): Play {
  const text = `“${title}” came before ${file} was written. It is left open for the next step.`;
  yield* perform(stage, cue, { action: { name: 'note', input: { text } } });
  if (before.known) stage.owed.push({ path: file, before, step: cue.path, window: title });
  if (expect.length > 0)
    yield* perform(stage, cue, { action: { name: 'check', input: { what: cue.name } }, checks: [...expect] });
}

/**
 * Waits for the files that file dialogs still owe.
 *
 * @throws StepFailed naming the first that was never written
 */
export async function* settleOwed(stage: Stage, cue: Cue): Play {
  const until = stage.clock.now() + LAST_MS;
  for (const { path, before, step, window } of stage.owed.splice(0)) {
    for (;;) {
      const { stamp } = await fileNow(stage, path);
      if (stamp !== undefined && stamp !== before.stamp) break;
      if (stage.clock.now() >= until)
        throw new StepFailed(
          `${path} was never written: the file dialog of ${step} was followed by “${window}”, which no step has brought to an end.`,
        );
      yield look(cue, `waiting for ${path}`, LOOK_AGAIN_MS);
    }
  }
}
