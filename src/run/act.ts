import type { Deed, World } from '../actions/deed.js';
import { readAction } from '../actions/index.js';
import type { Action, Outcome } from '../core/action.js';
import { cutAfter } from '../core/cut-off.js';
import { DeskhandError, DriverDied, explained, isAbort } from '../core/errors.js';
import { paceFor } from '../core/pace.js';
import { frameToScreen } from '../core/spaces.js';
import type { Hand, ModelRequest } from '../ports.js';
import { windowAt } from '../sight/place/windows.js';
import { arriving } from './arriving.js';
import { AskedCalls } from './asked.js';
import type { Before } from './before.js';
import { isOverBudget } from './budget.js';
import { typedAct } from './checking.js';
import type { ActInput, Checked, Performed, RunEnding, TypedAct } from './contract.js';
import type { Patches } from './patches.js';
import type { RunPorts } from './run-ports.js';
import { activeWindow } from './surroundings.js';

/**
 * Writes the intent, lets the hand do it, writes the outcome. Nothing is done when the intent cannot be
 * written. An act that was cut off in the middle, by a stop or by the death of the driver, is unknown; one that
 * was stopped before it was begun has failed.
 */
export async function act(
  ports: RunPorts,
  input: ActInput,
  { patches, before }: { readonly patches: Patches; readonly before: Before },
  signal: AbortSignal,
): Promise<Performed> {
  const read = readAction(input.decision.action);
  if (!read.ok) return refuseUnreadable(ports, input, read.reason);
  const { deed } = read;
  const began = ports.clock.now();
  await ports.journal.line({
    type: 'intent',
    act: input.act,
    action: input.decision.action,
    summary: deed.summary(read.input),
    ...(await patches.keep(input, signal)),
  });
  const calls = new AskedCalls();
  const checks: Checked[] = [];
  const world = worldOf(ports, input, calls, (text, during) =>
    seenBeforeReturn(ports, input, { text, before, checks }, during),
  );
  const done = signal.aborted ? notBegun : await perform(world, input, deed, read.input, calls, signal);
  const asked = await calls.keep(ports.journal, `a${String(input.act).padStart(4, '0')}`);
  await ports.journal.line({
    type: 'outcome',
    act: input.act,
    outcome: done.outcome,
    ...(done.reason !== undefined && { reason: done.reason }),
    ...(done.answer !== undefined && { answer: done.answer }),
    ...asked,
    ms: ports.clock.now() - began,
  });
  if (isOverBudget(done.error)) throw done.error;
  return { ...done, ...(checks.length > 0 && { checks }), ...(asked.usage && { usage: asked.usage }) };
}

/**
 * Sees a typed text before the Return that sends it off. Where the step promises what was not so before, that tells
 * whether the keys were taken.
 */
async function seenBeforeReturn(
  ports: RunPorts,
  input: ActInput,
  { text, before, checks }: { text: TypedAct['text']; before: Before; checks: Checked[] },
  signal: AbortSignal,
): Promise<void> {
  if (await before.lacks(ports, input.decision.checks ?? [], signal)) return;
  const seen = await arriving(ports, typedAct(input, text), signal);
  checks.push(seen);
  if (seen.result === 'holds') return;
  throw new DeskhandError('failed', 'not-seen', `${seen.detail ?? ''} Nothing was sent off.`.trim());
}

/** A stop came while the intent was written. */
const notBegun: Performed = { outcome: 'failed', reason: 'stopped before it was begun', patience: 'none' };

async function perform(
  world: World,
  input: ActInput,
  deed: Deed,
  deedInput: Record<string, unknown>,
  calls: AskedCalls,
  signal: AbortSignal,
): Promise<Performed> {
  try {
    const answer = await deed.perform(deedInput, world, signal);
    const end = deed.kind === 'end' ? endingOf(input.decision.action) : undefined;
    return { outcome: 'done', answer, patience: deed.patience, ...(end && { end }) };
  } catch (error) {
    const reason = signal.aborted && isAbort(error) ? 'it was cut off in the middle' : explained(error);
    calls.fail(error);
    return { outcome: outcomeOf(error, deed, signal), reason, patience: deed.patience, error };
  }
}

/**
 * A deed that touches nothing and was cut off has failed; with input or processes nobody knows. Where the hand has
 * met another window than the act was decided for before it sent anything, the screen is looked at again.
 */
function outcomeOf(error: unknown, deed: Deed, signal: AbortSignal): Outcome {
  const touches = deed.kind === 'input' || deed.kind === 'machine';
  const code = error instanceof DeskhandError ? error.code : undefined;
  if (code === 'other-window') return 'stale';
  const isCut = error instanceof DriverDied || code === 'display-gone' || code === 'cut-off';
  return touches && (isCut || signal.aborted) ? 'unknown' : 'failed';
}

/** The hand for one act: an input that follows others of the act is its middle. */
function countingHand(hand: Hand): Hand {
  let sent = 0;
  const counted = async (input: () => Promise<void>): Promise<void> => {
    try {
      await input();
    } catch (error) {
      throw sent === 0 ? error : cutAfter(error, `after ${sent} of its inputs`);
    }
    sent += 1;
  };
  return {
    ...hand,
    type: (text, signal) => counted(() => hand.type(text, signal)),
    paste: (text, options, signal) => counted(() => hand.paste(text, options, signal)),
    press: (chord, count, signal) => counted(() => hand.press(chord, count, signal)),
  };
}

/** What a deed of kind `end` says of the run. */
function endingOf(action: Action): RunEnding {
  const { input } = action;
  const reason = typeof input.reason === 'string' ? input.reason : String(input.summary ?? '');
  if (action.name === 'done') {
    const outputs = input.outputs as Record<string, unknown> | undefined;
    return { ending: 'passed', reason, ...(outputs && { outputs }) };
  }
  const ending = input.ending === 'refused' || input.ending === 'not proven' ? input.ending : 'failed';
  return { ending, reason };
}

async function refuseUnreadable(ports: RunPorts, input: ActInput, reason: string): Promise<Performed> {
  await ports.journal.line({ type: 'outcome', act: input.act, outcome: 'failed', reason, ms: 0 });
  return { outcome: 'failed', reason, patience: 'none' };
}

function worldOf(ports: RunPorts, input: ActInput, calls: AskedCalls, seen: World['seen']): World {
  const { hand, screen, windows, apps, eyes, operator, secrets, clock, modelEyes } = ports;
  const { view } = input;
  return {
    hand: countingHand(hand),
    screen,
    windows,
    apps,
    eyes,
    ...(modelEyes && {
      readByModel: (request: ModelRequest, during: AbortSignal) =>
        modelEyes.read(view, request, calls.add, during),
    }),
    operator,
    secrets,
    clock,
    seen,
    view,
    pace: (at) =>
      paceFor(at === undefined ? activeWindow(view.frame) : windowAt(view.frame, at), ports.paces),
    toScreen: (point) => frameToScreen(point, view.frame),
  };
}
