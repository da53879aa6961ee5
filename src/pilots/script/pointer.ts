import type { Check } from '../../core/check.js';
import { FramePoint } from '../../core/coordinates.js';
import { framePoint } from '../../core/geometry.js';
import type { Sighting, Target } from '../../core/target.js';
import type { ResolvedStep } from '../../task/index.js';
import { asItIs, type Deciding, find, perform, promised, StepFailed } from './play.js';
import type { Cue, Play, Stage } from './stage.js';

type StepOf<Verb extends ResolvedStep['verb']> = Extract<ResolvedStep, { verb: Verb }>;

/** How many times a scroll step scrolls on before its `until` has failed. */
const MOST_SCROLLS = 30;
/** So many turns of the wheel in a row that move nothing are the end of the way. */
const TRIES_AT_THE_END = 3;

export async function* playMove(stage: Stage, cue: Cue, step: StepOf<'move'>): Play {
  yield* perform(stage, cue, () =>
    pointed(stage, cue, step.target, ({ point }) => ({
      action: { name: 'move', input: { at: point } },
      checks: [...step.expect],
    })),
  );
}

export async function* playDrag(stage: Stage, cue: Cue, step: StepOf<'drag'>): Play {
  const { points, button, modifiers, holdMs, durationMs, hoverMs, expect } = step;
  yield* perform(stage, cue, async function* () {
    const path: Sighting[] = [];
    for (const target of points) path.push(yield* find(stage, cue, target));
    const [first] = path;
    return {
      ...(points[0] && { target: points[0] }),
      ...(first && { sighting: first }),
      action: {
        name: 'drag',
        input: {
          path: path.map(({ point }) => point),
          button,
          modifiers: [...modifiers],
          ...(holdMs !== undefined && { holdMs }),
          ...(durationMs !== undefined && { durationMs }),
          ...(hoverMs !== undefined && { hoverMs }),
        },
      },
      checks: [...expect],
    };
  });
}

export async function* playMouseDown(stage: Stage, cue: Cue, step: StepOf<'mouseDown'>): Play {
  const { target, button, modifiers, expect } = step;
  yield* perform(stage, cue, () =>
    pointed(stage, cue, target, ({ point }) => ({
      action: { name: 'mouse-down', input: { at: point, button, modifiers: [...modifiers] } },
      checks: [...expect],
    })),
  );
}

/** Lets the button go on the target, or where the act before has left the pointer. */
export async function* playMouseUp(stage: Stage, cue: Cue, step: StepOf<'mouseUp'>): Play {
  const { target, button, expect } = step;
  const deciding = (at: FramePoint): Deciding => ({
    action: { name: 'mouse-up', input: { at, button } },
    checks: [...expect],
  });
  const last = target === undefined ? lastPointOf(stage) : undefined;
  if (target === undefined && last === undefined)
    throw new StepFailed('No step before has put the pointer anywhere: say where the button is let go.');
  yield* perform(stage, cue, () =>
    target === undefined
      ? decided(deciding(last ?? framePoint(0, 0)))
      : pointed(stage, cue, target, ({ point }) => deciding(point)),
  );
}

async function* decided(deciding: Deciding): Play<Deciding> {
  yield* [];
  return deciding;
}

/** Where the last act with a point has left the pointer, frame px. */
function lastPointOf({ situation }: Stage): FramePoint | undefined {
  return situation.acts
    .filter(({ outcome }) => outcome === 'done')
    .flatMap(({ decision }) => {
      const { at, path } = decision.action.input;
      return [...(Array.isArray(path) ? path : []), at];
    })
    .map((point) => FramePoint.safeParse(point).data)
    .findLast((point) => point !== undefined);
}

export async function* playHold(stage: Stage, cue: Cue, step: StepOf<'hold'>): Play {
  const { keys, at, button, ms, expect } = step;
  const checks = [...expect];
  if (at === undefined) {
    yield* perform(stage, cue, { action: { name: 'hold', input: { keys: [...(keys ?? [])], ms } }, checks });
    return;
  }
  yield* perform(stage, cue, () =>
    pointed(stage, cue, at, ({ point }) => ({
      action: { name: 'hold', input: { at: point, button, ms } },
      checks,
    })),
  );
}

/**
 * Scrolls once, or on and on until the step's checks hold. The place for the pointer is found once: what was there
 * scrolls away by the step's own doing. A wheel may turn past what is looked for where little is to be seen at once,
 * so at the end of the way it turns back notch by notch.
 */
export async function* playScroll(stage: Stage, cue: Cue, step: StepOf<'scroll'>): Play {
  if (step.until.length === 0) {
    yield* perform(stage, cue, () => scrolling(stage, cue, step, step.expect));
    return;
  }
  const way = yield* scrollUntil(stage, cue, step, MOST_SCROLLS);
  const back = { ...step, at: way.at, direction: opposite[step.direction], notches: 1 };
  const seen = way.seen || (yield* scrollUntil(stage, cue, back, way.notches)).seen;
  yield* seen
    ? promised(stage, cue, step.expect)
    : perform(stage, cue, {
        action: { name: 'check', input: {} },
        checks: [...step.until, ...step.expect],
      });
}

const opposite = { up: 'down', down: 'up', left: 'right', right: 'left' } as const;

/** How far a way of scrolling led. */
interface Way {
  readonly seen: boolean;
  /** How many notches moved something. */
  readonly notches: number;
  /** Where the pointer is. */
  readonly at: Target | undefined;
}

/** Scrolls until the checks hold, nothing moves any more, or often enough; a list that loads late gets three tries. */
async function* scrollUntil(stage: Stage, cue: Cue, step: StepOf<'scroll'>, most: number): Play<Way> {
  let { at } = step;
  let notches = 0;
  let still = 0;
  for (let scrolls = 0; scrolls < most && still < TRIES_AT_THE_END; scrolls += 1) {
    if (yield* allHold(stage, cue, step.until)) return { seen: true, notches, at };
    const act = yield* perform(stage, cue, () => scrolling(stage, cue, { ...step, at }, []));
    const { sighting } = act.decision;
    if (sighting !== undefined) at = { point: sighting.point };
    const moved = stage.situation.view.frame.sha256 !== act.frameSha;
    still = moved ? 0 : still + 1;
    if (moved) notches += step.notches;
  }
  return { seen: yield* allHold(stage, cue, step.until), notches, at };
}

/** Whether the checks hold right now; a check that fails does not fail the step. */
export async function* allHold(stage: Stage, cue: Cue, checks: readonly Check[]): Play<boolean> {
  const act = yield* perform(
    stage,
    cue,
    { action: { name: 'check', input: {} }, checks: checks.map((check) => ({ ...check, within: 0 })) },
    asItIs,
  );
  return act.checks.every(({ result }) => result === 'holds');
}

async function* scrolling(
  stage: Stage,
  cue: Cue,
  { direction, notches, at }: StepOf<'scroll'>,
  checks: readonly Check[],
): Play<Deciding> {
  const action = (input: Record<string, unknown>) => ({
    action: { name: 'scroll', input: { direction, notches, ...input } },
    checks: [...checks],
  });
  if (at === undefined) return action({});
  return yield* pointed(stage, cue, at, ({ point }) => action({ at: point }));
}

/** Finds the target and decides on it. */
export async function* pointed(
  stage: Stage,
  cue: Cue,
  target: Target,
  decide: (sighting: Sighting) => Deciding,
): Play<Deciding> {
  const sighting = yield* find(stage, cue, target);
  return { target, sighting, ...decide(sighting) };
}
