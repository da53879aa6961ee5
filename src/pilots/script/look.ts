import type { ReadForm } from '../../core/forms.js';
import { clip, type FrameBox, frameBox } from '../../core/geometry.js';
import type { Sighting, Target } from '../../core/target.js';
import { describeWindow, type WindowMatch } from '../../core/window.js';
import { windowBox, windowsLike } from '../../sight/place/windows.js';
import { type ResolvedStep, readValue } from '../../task/index.js';
import { find, look, NotSeen, perform, StepFailed } from './play.js';
import type { Cue, Play, Stage } from './stage.js';

type StepOf<Verb extends ResolvedStep['verb']> = Extract<ResolvedStep, { verb: Verb }>;

export async function* playWait(stage: Stage, cue: Cue, step: StepOf<'wait'>): Play {
  if (step.checks === undefined) {
    yield* perform(stage, cue, {
      action: { name: 'wait', input: { ms: Math.max(1, step.ms) } },
      checks: [...step.expect],
    });
    return;
  }
  yield* perform(stage, cue, {
    action: { name: 'check', input: { what: step.name } },
    checks: [...step.checks, ...step.expect],
  });
}

export async function* playCheck(stage: Stage, cue: Cue, step: StepOf<'check'>): Play {
  yield* perform(stage, cue, {
    action: { name: 'check', input: { what: step.name } },
    checks: [...step.checks, ...step.expect],
  });
}

/** Reads text beside or below its anchor, in a region or a window, into a value; or has the model read there. */
export async function* playRead(stage: Stage, cue: Cue, step: StepOf<'read'>): Play {
  const act = yield* perform(stage, cue, async function* () {
    const area = yield* areaOf(stage, cue, step.target);
    return {
      target: step.target,
      action: { name: 'read', input: { name: step.as, ...(area && { area }), ...byModel(step) } },
      checks: [...step.expect],
    };
  });
  if (step.schema !== undefined || (step.format !== undefined && valueForms.includes(step.format))) {
    await keepValue(stage, step.as, act.answer);
    return;
  }
  const read = readValue(String(act.answer ?? ''), {
    type: step.type,
    ...(step.pattern !== undefined && { pattern: step.pattern }),
  });
  if (!read.ok) throw new StepFailed(read.reason);
  await keepValue(stage, step.as, read.value);
}

/** Forms whose value is no text. */
const valueForms: readonly ReadForm[] = ['ocr', 'located', 'boxes', 'table'];

function byModel({ by, question, schema, format, video }: StepOf<'read'>): Record<string, unknown> {
  if (by === 'text') return {};
  return {
    by,
    ...(question !== undefined && { question }),
    ...(schema && { schema }),
    ...(format && { format }),
    ...(video && { video }),
  };
}

/** Keeps a value for later steps and writes it down. */
export async function keepValue(stage: Stage, name: string, value: unknown): Promise<void> {
  stage.values[name] = value;
  await stage.situation.tell({ type: 'value', name, value });
}

/** Looks again at the latest after this time while a window is missing, ms. */
const LOOK_AGAIN_MS = 500;
/** How far to the right of, or below, an anchor is read, in heights of the anchor. */
const REACH = { right: 30, below: 2.5 };

/** The area that a read step means; undefined for the whole frame. */
async function* areaOf(stage: Stage, cue: Cue, target: Target): Play<FrameBox | undefined> {
  const { text, image, describe, region, window } = target;
  if (region !== undefined && text === undefined) return region;
  if (text !== undefined || image !== undefined || describe !== undefined) {
    const sighting = yield* find(stage, cue, target, true);
    return sighting.box;
  }
  for (const relation of ['right-of', 'near', 'below', 'left-of', 'above'] as const) {
    const anchor = target[relation];
    if (anchor === undefined) continue;
    const meant = {
      ...(typeof anchor === 'string' ? { text: anchor } : anchor),
      ...(window !== undefined && { window }),
    };
    const found = yield* find(stage, cue, meant, true);
    return beside(stage, found, relation);
  }
  return window === undefined ? undefined : yield* areaOfWindow(stage, cue, window);
}

/** The part of the frame that a window covers; waits for the window until a look after the step's deadline. */
async function* areaOfWindow(stage: Stage, cue: Cue, match: WindowMatch): Play<FrameBox> {
  for (let askedAt = Number.NEGATIVE_INFINITY; ; ) {
    const { frame } = stage.situation.view;
    const [window] = windowsLike(frame, match);
    const box = window && windowBox(frame, window);
    if (box !== undefined) return box;
    if (askedAt >= cue.deadline) throw new NotSeen(`No window ${describeWindow(match)} is open to read in.`);
    askedAt = stage.clock.now();
    const left = Math.max(0, cue.deadline - askedAt);
    yield look(cue, `looking for a window ${describeWindow(match)}`, Math.min(left, LOOK_AGAIN_MS));
  }
}

function beside(
  stage: Stage,
  { box }: Sighting,
  relation: 'right-of' | 'near' | 'below' | 'left-of' | 'above',
): FrameBox | undefined {
  const { size } = stage.situation.view.frame;
  const { x, y, width, height } = box;
  const pad = Math.round(height * 0.35);
  const wide = REACH.right * height;
  const tall = REACH.below * height;
  const areas = {
    // Not higher than the anchor: in a sheet, what lies above and below belongs to other rows.
    'right-of': frameBox(x + width + 1, y, wide, height),
    near: frameBox(x + width + 1, y, wide, height),
    'left-of': frameBox(x - wide, y, wide - 1, height),
    below: frameBox(x - pad, y + height, Math.max(width + 2 * pad, wide / 2), tall),
    above: frameBox(x - pad, y - tall, Math.max(width + 2 * pad, wide / 2), tall),
  };
  return clip(areas[relation], size);
}
