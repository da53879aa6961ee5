import type { Act, Decision } from '../../core/action.js';
import type { Check } from '../../core/check.js';
import { isAbort } from '../../core/errors.js';
import { describeTarget, type Located, type Sighting, type Target } from '../../core/target.js';
import type { Answer } from '../../ports.js';
import { areaOf } from '../../sight/place/windows.js';
import { unlessChanged } from '../../sight/unless-changed.js';
import { inVain } from './blame.js';
import type { Cue, Play, Stage } from './stage.js';

/** A step could not be done. Caught by the play of the task, never by the loop. */
export class StepFailed extends Error {
  readonly refused: boolean;
  /** What else may be to blame is in the message already. */
  readonly blamed: boolean;
  constructor(message: string, refused = false, blamed = false) {
    super(message);
    this.name = 'StepFailed';
    this.refused = refused;
    this.blamed = blamed;
  }
}

/** A goal whose pilot says that it is reached, and could not show it. */
export class NotProven extends StepFailed {}

/** What should be on the screen is not: a window that shows nothing of the last input may be the reason. */
export class NotSeen extends StepFailed {}

/** Looks again at the latest after this time while something is missing, ms. */
export const LOOK_AGAIN_MS = 500;
/** How long several equal candidates may stay ambiguous before the step fails, ms. */
const AMBIGUOUS_MS = 2000;

/**
 * Finds the target on the current frame; waits for it until the step's deadline. Ambiguous is never a guess, and
 * never is a target missing on a frame that is older than the deadline: there is one more look then.
 *
 * @param inSentences also takes a word of a sentence, which is text to read but nothing to press
 */
export async function* find(stage: Stage, cue: Cue, target: Target, inSentences = false): Play<Sighting> {
  let ambiguousSince: number | undefined;
  let last: { readonly sha256: string; readonly located: Located } | undefined;
  /** When the frame at hand was asked for, monotonic ms; it was there before the step began. */
  let askedAt = Number.NEGATIVE_INFINITY;
  let mayDrop = true;
  for (;;) {
    const late = askedAt >= cue.deadline;
    const { sha256 } = stage.situation.view.frame;
    // The same picture gets the same answer, and asking a person or a model again costs.
    const known = late && last?.sha256 === sha256 ? last.located : undefined;
    const located: Located | undefined = known ?? (await locateUnlessVoided(stage, target, mayDrop && !late));
    mayDrop = located !== undefined;
    if (located !== undefined) last = { sha256, located };
    if (located?.found === 'found') {
      await noteClosedMenu(stage, target);
      return located.sighting;
    }
    const [only, other] = located?.found === 'ambiguous' ? located.candidates : [];
    if (inSentences && only !== undefined && other === undefined) return only;
    if (located?.found === 'absent' && inVain(stage))
      throw new StepFailed(`${describeTarget(target)} cannot be found any more.`);
    const now = stage.clock.now();
    // Of several places none becomes the only one by waiting; beside a word of a sentence the label may appear.
    const undecided = located?.found === 'ambiguous' && located.candidates.length !== 1;
    ambiguousSince = undecided ? (ambiguousSince ?? now) : undefined;
    const end = Math.min(cue.deadline, (ambiguousSince ?? Number.POSITIVE_INFINITY) + AMBIGUOUS_MS);
    if (located !== undefined && askedAt >= end)
      throw new NotSeen(`${whyNot(target, located)}${closedMenu(stage)}`);
    askedAt = now;
    yield look(cue, `looking for ${describeTarget(target)}`, Math.max(0, Math.min(end - now, LOOK_AGAIN_MS)));
  }
}

function closedMenu({ menus }: Stage): string {
  const opener = menus.closed();
  return opener === undefined
    ? ''
    : ` The menu or list that ${opener} opened has closed again by itself; open it in a step of its own right before.`;
}

/** A label outside of the menu that its step was written for is another thing, or the menu was beside the point. */
async function noteClosedMenu({ menus, situation }: Stage, target: Target): Promise<void> {
  const opener = menus.closed();
  if (opener === undefined) return;
  const text = `${describeTarget(target)} was found after the menu or list that ${opener} opened had closed again by itself.`;
  menus.forget();
  await situation.tell({ type: 'note', text });
}

/**
 * Undefined when the loop voided this look, or when what was read changed meanwhile; the next look brings a new
 * frame. Never twice in a row, so that something is found where the screen never rests.
 */
async function locateUnlessVoided(
  stage: Stage,
  target: Target,
  mayDrop: boolean,
): Promise<Located | undefined> {
  const { signal, situation, eyes, clock } = stage;
  const locate = (during: AbortSignal): Promise<Located> => eyes.locate(situation.view, target, during);
  const changed = (during: AbortSignal): Promise<void> =>
    situation.changed(areaOf(target, situation.view.frame), during);
  try {
    return mayDrop ? await unlessChanged(locate, changed, clock, signal) : await locate(signal);
  } catch (error) {
    if (signal.aborted || isAbort(error)) return undefined;
    throw error;
  }
}

/** Takes an act as it came out, for questions such as whether a condition holds. */
export const asItIs = (act: Act): Act => act;

function whyNot(target: Target, located: Exclude<Located, { found: 'found' }>): string {
  const what = describeTarget(target);
  if (located.found === 'ambiguous') {
    if (located.candidates.length === 0) return `${what} was not found for sure: ${located.reason}.`;
    const [only, other] = located.candidates;
    if (only !== undefined && other === undefined)
      return `${what} is no label on the screen: ${located.reason}.`;
    const places = located.candidates.map(({ point }) => `${Math.round(point.x)},${Math.round(point.y)}`);
    return `${what} is ambiguous: ${places.length} candidates at ${places.join(' and ')}. Narrow it with near, below, window or index.`;
  }
  const nearest =
    located.nearest.length > 0
      ? ` Closest on the screen: ${located.nearest.map((text) => `“${text}”`).join(', ')}.`
      : '';
  return `${what} was not found in time: ${located.reason}.${nearest}`;
}

/** An answer that asks for another look. */
export function look(cue: Cue, reason: string, withinMs: number): Answer {
  return { kind: 'look', reason, step: cue.path, withinMs };
}

/** What a play decides; step and origin are added from the cue. */
export type Deciding = Pick<Decision, 'action'> & Partial<Decision>;

/**
 * Has one act done: decides (again, when the screen changed under the decision), and fails the step when the
 * act was not done or a promise does not hold.
 */
export async function* perform(
  stage: Stage,
  cue: Cue,
  decide: Deciding | (() => Play<Deciding>),
  judge: (act: Act) => Act = succeeded,
): Play<Act> {
  for (;;) {
    const act = yield* attempt(stage, cue, typeof decide === 'function' ? yield* decide() : decide);
    if (act !== undefined) return judge(act);
  }
}

/** Has one act done once; undefined when the screen changed under the decision, so that it was not done. */
export async function* attempt(stage: Stage, cue: Cue, decision: Deciding): Play<Act | undefined> {
  const before = stage.situation.acts.length;
  yield {
    kind: 'act',
    decision: { ...stepOf(cue), origin: cue.origin, ...decision },
  };
  const act = stage.situation.acts[before];
  return act?.outcome === 'stale' ? undefined : act;
}

/** What a decision tells of the step that it serves. */
export function stepOf({ path, name, retried }: Cue): Pick<Decision, 'step' | 'stepName' | 'retried'> {
  return { step: path, stepName: name, ...(retried && { retried }) };
}

/** Holds the promises of a step that no act of its own carries. */
export async function* promised(stage: Stage, cue: Cue, expect: readonly Check[]): Play {
  if (expect.length === 0) return;
  yield* perform(stage, cue, { action: { name: 'check', input: { what: cue.name } }, checks: [...expect] });
}

/** Answers the act, or throws why it does not count as done. */
export function succeeded(act: Act): Act {
  const notSeen = act.checks.some(({ typed, result }) => typed !== undefined && result !== 'holds');
  if (act.outcome !== 'done')
    throw new StepFailed(act.reason ?? act.outcome, act.outcome === 'refused', notSeen);
  const broken = act.checks.filter((checked) => checked.result !== 'holds');
  const [first] = broken;
  if (first === undefined) return act;
  const unseen = broken.find(({ typed }) => typed !== undefined)?.detail;
  const detail = first.detail ?? 'a check does not hold';
  // What takes no input says nothing of a window that shows nothing.
  if (first.greyed !== undefined) throw new StepFailed(detail, false, true);
  const told = first.check.message ?? (first.result === 'unknown' ? `${detail} (unknown)` : detail);
  const said =
    first.greyed === undefined && act.decision.sighting?.greyed !== undefined
      ? `${told}; ${pale(act.decision)}`
      : told;
  if (unseen === undefined) throw isAboutScreen(first.check) ? new NotSeen(said) : new StepFailed(said);
  // An application that shows no lost keys is not to blame for them.
  throw new StepFailed(first.typed === undefined ? `${said}. ${unseen}` : unseen, false, true);
}

function pale({ target, sighting }: Decision): string {
  const what = target === undefined ? (sighting?.text ?? 'what was clicked') : describeTarget(target);
  return `${what} looked greyed out when it was clicked`;
}

/** Whether a check speaks of what can be seen, not of files, values and expressions. */
function isAboutScreen({ file, value, that }: Check): boolean {
  return file === undefined && value === undefined && that === undefined;
}
