import type { Act } from '../../core/action.js';
import { describeTarget, Greyed, type Sighting, type Target } from '../../core/target.js';
import type { ResolvedStep } from '../../task/index.js';
import { asItIs, type Deciding, find, LOOK_AGAIN_MS, look, perform, StepFailed, succeeded } from './play.js';
import type { Cue, Play, Stage } from './stage.js';

/** What is surely greyed out gets so long to come alive before a click finds out what it is, ms. */
const GREYED_MS = 3000;

/**
 * Clicks once the target takes input. One that looks greyed out is waited for a moment, then clicked; where nothing
 * comes of that it is waited for until the step's time is over, and clicked again only when it looks alive.
 */
export async function* playClick(
  stage: Stage,
  cue: Cue,
  { target, button, count, modifiers, expect }: Extract<ResolvedStep, { verb: 'click' }>,
): Play {
  const clicking = (sighting: Sighting): Deciding => ({
    target,
    sighting,
    action: { name: 'click', input: { at: sighting.point, button, count, modifiers: [...modifiers] } },
    checks: [...expect],
  });
  const patience = Math.min(cue.deadline, stage.clock.now() + GREYED_MS);
  const act = yield* perform(
    stage,
    cue,
    async function* () {
      return clicking(yield* findAlive(stage, cue, target, patience, ['surely']));
    },
    asItIs,
  );
  if (!wasGreyed(act)) return void succeeded(act);
  yield* perform(stage, cue, async function* () {
    return clicking(yield* comesAlive(stage, cue, target, act));
  });
}

const wasGreyed = ({ checks }: Act): boolean => checks.some(({ greyed }) => greyed !== undefined);

/** Finds the target; while it looks as greyed as that it is looked for again, until `patience`, monotonic ms. */
async function* findAlive(
  stage: Stage,
  cue: Cue,
  target: Target,
  patience: number,
  dead: readonly Greyed[],
): Play<Sighting> {
  for (;;) {
    const sighting = yield* find(stage, cue, target);
    const left = patience - stage.clock.now();
    if (sighting.greyed === undefined || !dead.includes(sighting.greyed) || left <= 0) return sighting;
    yield look(cue, `${describeTarget(target)} looks greyed out`, Math.min(left, LOOK_AGAIN_MS));
  }
}

/** Waits until what was clicked in vain no longer looks greyed out; when it does not come to that, the click has failed. */
async function* comesAlive(stage: Stage, cue: Cue, target: Target, act: Act): Play<Sighting> {
  try {
    const sighting = yield* findAlive(stage, cue, target, cue.deadline, Greyed.options);
    if (sighting.greyed === undefined) return sighting;
  } catch (error) {
    // Its menu may have closed: what there is to say is that it was greyed out.
    if (!(error instanceof StepFailed)) throw error;
  }
  succeeded(act);
  throw new StepFailed(`${describeTarget(target)} is greyed out.`);
}
