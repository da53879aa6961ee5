import type { Decision } from '../../core/action.js';
import { centreOf, framePoint } from '../../core/geometry.js';
import type { Sighting, Target } from '../../core/target.js';
import type { View } from '../../ports.js';
import { loadPicture } from '../../sight/picture.js';
import { fieldOf } from '../../sight/place/field.js';
import type { ResolvedStep } from '../../task/index.js';
import { find, perform, promised } from './play.js';
import type { Cue, Play, Stage } from './stage.js';

type StepOf<Verb extends ResolvedStep['verb']> = Extract<ResolvedStep, { verb: Verb }>;

export async function* playPress(stage: Stage, cue: Cue, step: StepOf<'press'>): Play {
  const { chord, count, delayMs, expect } = step;
  yield* perform(stage, cue, {
    action: { name: 'press', input: { keys: [...chord], count, ...(delayMs !== undefined && { delayMs }) } },
    checks: [...expect],
  });
}

/** Clicks into the field, empties it where asked, and types. */
export async function* playType(stage: Stage, cue: Cue, step: StepOf<'type'>): Play {
  const { text, secret, into, clear, enter, paste, unseen, delayMs, expect, timeoutMs } = step;
  const field = into === undefined ? undefined : yield* clickInto(stage, cue, into);
  if (clear) {
    yield* selectAll(stage, cue);
    if (text === '')
      yield* perform(stage, cue, { action: { name: 'press', input: { keys: ['backspace'] } } });
  }
  if (text === '' && !enter) return yield* promised(stage, cue, expect);
  yield* perform(stage, cue, {
    action: {
      name: 'type',
      input: {
        ...(secret === undefined ? { text: text ?? '' } : { secret }),
        enter,
        ...(paste !== undefined && { paste: paste === true ? true : [...paste] }),
        ...(unseen && { unseen }),
        ...(delayMs !== undefined && { delayMs }),
      },
    },
    within: timeoutMs,
    ...(field && { into: field }),
    checks: [...expect],
  });
}

/** Clicks into the field of a label; answers what the text has to show in, unless a point was named. */
async function* clickInto(stage: Stage, cue: Cue, target: Target): Play<Decision['into']> {
  const { decision } = yield* perform(stage, cue, async function* () {
    const label = yield* find(stage, cue, target);
    const sighting = await inField(stage.situation.view, label, target);
    return { target, sighting, action: { name: 'click', input: { at: sighting.point } } };
  });
  const { sighting } = decision;
  const isBeside = target.offset !== undefined;
  return sighting === undefined || sighting.rung === 'point' || isBeside ? undefined : { target, sighting };
}

/**
 * Selects what stands in a field, so that typing replaces it. Where ctrl+a only goes to the beginning of the
 * line, as in Tk and Motif, shift+end selects the line from there; elsewhere it changes nothing.
 */
export async function* selectAll(stage: Stage, cue: Cue): Play {
  yield* perform(stage, cue, { action: { name: 'press', input: { keys: ['ctrl', 'a'] } } });
  yield* perform(stage, cue, { action: { name: 'press', input: { keys: ['shift', 'end'] } } });
}

/**
 * The entry beside or below a label as the place to act, moved by the target's offset from its middle; the label
 * itself where no entry can be seen.
 */
export async function inField(view: View, label: Sighting, { offset }: Target = {}): Promise<Sighting> {
  if (label.rung === 'point') return label;
  const field = fieldOf(label.box, await loadPicture(view.path));
  if (field === undefined) return label;
  const { x, y } = centreOf(field);
  // The left part of an entry is never covered by its arrow or its clear button.
  const point =
    offset === undefined
      ? framePoint(Math.min(x, field.x + 24), y)
      : framePoint(Math.round(x + offset.x), Math.round(y + offset.y));
  return { ...label, box: field, control: field, point };
}
