import { clip, type FrameBox, frameBox } from '../../core/geometry.js';
import type { Sighting, Target } from '../../core/target.js';
import { type ResolvedStep, readValue } from '../../task/index.js';
import { type Cue, find, type Play, perform, type Stage, StepFailed } from './play.js';

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

/** Reads text beside or below its anchor, in a region or a window, into a value. */
export async function* playRead(stage: Stage, cue: Cue, step: StepOf<'read'>): Play {
  const act = yield* perform(stage, cue, async function* () {
    const area = yield* areaOf(stage, cue, step.target);
    return {
      target: step.target,
      action: { name: 'read', input: { name: step.as, ...(area && { area }) } },
      checks: [...step.expect],
    };
  });
  const read = readValue(String(act.answer ?? ''), {
    type: step.type,
    ...(step.pattern !== undefined && { pattern: step.pattern }),
  });
  if (!read.ok) throw new StepFailed(read.reason);
  await keepValue(stage, step.as, read.value);
}

/** Keeps a value for later steps and writes it down. */
export async function keepValue(stage: Stage, name: string, value: unknown): Promise<void> {
  stage.values[name] = value;
  await stage.situation.tell({ type: 'value', name, value });
}

/** How far to the right of, or below, an anchor is read, in heights of the anchor. */
const REACH = { right: 30, below: 2.5 };

/** The area that a read step means; undefined for the whole frame. */
async function* areaOf(stage: Stage, cue: Cue, target: Target): Play<FrameBox | undefined> {
  const { text, image, describe, region, window } = target;
  if (region !== undefined && text === undefined) return region;
  if (text !== undefined || image !== undefined || describe !== undefined) {
    const sighting = yield* find(stage, cue, target);
    return sighting.box;
  }
  for (const relation of ['right-of', 'near', 'below', 'left-of', 'above'] as const) {
    const anchor = target[relation];
    if (anchor === undefined) continue;
    const found = yield* find(stage, cue, {
      ...(typeof anchor === 'string' ? { text: anchor } : anchor),
      ...(window !== undefined && { window }),
    });
    return beside(stage, found, relation);
  }
  return undefined;
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
    'right-of': frameBox(x + width + 1, y - pad, wide, height + 2 * pad),
    near: frameBox(x + width + 1, y - pad, wide, height + 2 * pad),
    'left-of': frameBox(x - wide, y - pad, wide - 1, height + 2 * pad),
    below: frameBox(x - pad, y + height, Math.max(width + 2 * pad, wide / 2), tall),
    above: frameBox(x - pad, y - tall, Math.max(width + 2 * pad, wide / 2), tall),
  };
  return clip(areas[relation], size);
}
