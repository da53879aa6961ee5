import { join } from 'node:path';
import { DeskhandError } from '../../core/errors.js';
import type { FrameBox } from '../../core/geometry.js';
import type { RecordedFrame, Recording } from '../../core/recording.js';
import type { ModelEyes, ModelRequest, View } from '../../ports.js';
import { equalPixels } from './compare-patch.js';

/**
 * The model's eyes of a replay, which has no model: what was read or judged before is said again, but only of
 * exactly the same pixels. Of any other picture nothing is known: a reading fails, a check is unknown.
 */
export function recordedModelEyes(recording: Recording): ModelEyes {
  return {
    model: 'recorded',
    async read(view, request) {
      if (request.video !== undefined) throw differs('The last seconds of a run are never the same twice');
      for (const { decision, before, answer, outcome } of recording.acts) {
        const { name, input } = decision.action;
        const known = name === 'read' && input.by === 'model' && outcome === 'done' && before !== undefined;
        if (known && wordsOf(input) === wordsOf({ ...request }) && (await equal(before, view, request.area)))
          return answer;
      }
      throw differs('The picture that the model has read looks different now');
    },
    async compare({ before, after, area }, claim) {
      for (const act of recording.acts) {
        for (const { check, result, detail, frame } of act.checks) {
          const seen = frame === undefined ? undefined : recording.frames.get(frame);
          if (check.changed !== claim || seen === undefined || act.before === undefined) continue;
          if ((await equal(act.before, before, area)) && (await equal(seen, after, area)))
            return { result, reason: `${detail ?? result} (as recorded, of the same pictures)` };
        }
      }
      return {
        result: 'unknown',
        reason: 'a replay has no model, and the screens are not exactly those that were judged',
      };
    },
  };

  function equal(recorded: RecordedFrame, view: View, area: FrameBox | undefined): Promise<boolean> {
    return equalPixels(join(recording.folder, recorded.file), view.path, area);
  }
}

function differs(what: string): DeskhandError {
  return new DeskhandError(
    'failed',
    'reading-differs',
    `${what}, and a replay has no model to read it again.`,
    {
      hint: 'Run the task again, with its model.',
    },
  );
}

/** What was asked for, in a form that can be compared. */
function wordsOf({ area, question, schema, format }: Partial<Record<keyof ModelRequest, unknown>>): string {
  return JSON.stringify([area, question, schema, format]);
}
