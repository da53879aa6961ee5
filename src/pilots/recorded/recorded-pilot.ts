import * as z from 'zod';
import type { Act, Decision } from '../../core/action.js';
import type { FrameBox } from '../../core/geometry.js';
import type { RecordedAct, Recording } from '../../core/recording.js';
import type { Answer, Clock, Pilot, Progress, Situation, View } from '../../ports.js';
import { focusDiffers, targetWindowDiffers } from './other-window.js';
import { type Processes, processesOf } from './processes.js';

/** How the surroundings of a recorded target compare with a frame. */
export interface Surroundings {
  readonly same: boolean;
  /** How alike they are, 0..1. */
  readonly score: number;
  readonly reason: string;
}

export interface RecordedPilotOptions {
  readonly recording: Recording;
  readonly clock: Clock;
  /** Compares the kept patch of an act with the same place of a frame; `exact`: every pixel counts. */
  compare(
    patch: { file: string; box: FrameBox },
    view: View,
    signal: AbortSignal,
    exact: boolean,
  ): Promise<Surroundings>;
  /** Keeps a picture of what was expected and one of what was found; answers both files. */
  keepDifference(
    act: RecordedAct,
    patch: { file: string; box: FrameBox },
    view: View,
    signal: AbortSignal,
  ): Promise<{ expected: string; found: string }>;
  /** How long the surroundings may take to look as they did, ms (default 10 s). */
  readonly patienceMs?: number;
  /** Judges every act as one that nobody wrote into a task: the recording is not this user's own. */
  readonly foreign?: boolean;
  /** Leaves out promises that no frame can show, such as the content of a file. */
  readonly framesOnly?: boolean;
}

const PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 500;
/** What a launch answers, as far as it tells of processes. */
const Launched = z.object({ pid: z.number().int() });
/** Deeds that only served the pilot of the recorded run. */
const leftOut = new Set(['done', 'give-up', 'look-closer', 'wait-for-change', 'note']);

type Play = AsyncGenerator<Answer, void, undefined>;

/**
 * Repeats the acts of a recording. Before each act the surroundings of its target must look as they did, and
 * the keyboard must have gone to the same window; otherwise it halts and shows what was expected and found.
 */
export function recordedPilot(options: RecordedPilotOptions): Pilot {
  const stage: Stage = {
    ...options,
    situation: undefined,
    signal: new AbortController().signal,
    processes: processesOf(options.recording),
  };
  const play = replay(stage);
  return {
    name: 'recorded',
    async decide(situation, signal) {
      stage.situation = situation;
      stage.signal = signal;
      stage.processes.see(situation.view.frame.windows);
      const next = await play.next();
      if (next.done) throw new Error('The replay has ended already.');
      return next.value;
    },
  };
}

interface Stage extends RecordedPilotOptions {
  situation: Situation | undefined;
  signal: AbortSignal;
  readonly processes: Processes;
}

async function* replay(stage: Stage): Play {
  const acts = repeatable(stage.recording);
  let entered: Entered | undefined;
  for (const [index, act] of acts.entries()) {
    entered = await enter(stage, entered, act);
    const halted = yield* repeat(stage, act, index);
    if (halted !== undefined) {
      await tell(stage, stepEnd(stage, entered, 'failed', halted));
      const refused = situationOf(stage).acts.at(-1)?.outcome === 'refused';
      return yield* end({
        name: 'give-up',
        input: { reason: halted, ending: refused ? 'refused' : 'failed' },
      });
    }
  }
  const { ending } = stage.recording;
  if (ending === undefined) {
    const reason = `${repeatedActs(acts.length)}; there the recording is cut off, so nobody knows what is missing.`;
    await tell(stage, stepEnd(stage, entered, 'failed', reason));
    return yield* end({ name: 'give-up', input: { reason, ending: 'failed' } });
  }
  await tell(stage, stepEnd(stage, entered, 'passed'));
  yield* end({
    name: 'done',
    input: { summary: summaryOf(ending.ending, acts.length), outputs: ending.outputs ?? {} },
  });
}

/** Also says how the recorded run went on where it did not pass: what it never did was not repeated. */
function summaryOf(ending: string, acts: number): string {
  const repeated = repeatedActs(acts);
  return ending === 'passed'
    ? `${repeated}.`
    : `${repeated}; the recorded run ended as ${ending} after that.`;
}

function repeatedActs(acts: number): string {
  return acts === 1 ? '1 recorded act was repeated' : `${acts} recorded acts were repeated`;
}

/** The acts that were done, in order. */
function repeatable(recording: Recording): RecordedAct[] {
  return recording.acts.filter((act) => act.outcome === 'done' && !leftOut.has(act.decision.action.name));
}

async function enter(
  stage: Stage,
  before: Entered | undefined,
  act: RecordedAct,
): Promise<Entered | undefined> {
  if (act.step === before?.step || act.step === undefined) return before;
  await tell(stage, stepEnd(stage, before, 'passed'));
  await tell(stage, {
    type: 'step-start',
    step: act.step,
    name: act.stepName ?? act.step,
    kind: act.decision.action.name,
  });
  return { step: act.step, at: stage.clock.now() };
}

/** The step that is being repeated, and when it began. */
interface Entered {
  readonly step: string;
  readonly at: number;
}

/** Answers why it halted; undefined when the act was done again. */
async function* repeat(
  stage: Stage,
  act: RecordedAct,
  index: number,
): AsyncGenerator<Answer, string | undefined, undefined> {
  const deadline = stage.clock.now() + patienceFor(stage, act);
  let misread: { readonly reason: string; readonly sha256: string } | undefined;
  // It has failed only on a frame that is younger than the deadline.
  for (let askedAt = Number.NEGATIVE_INFINITY; ; ) {
    const { sha256 } = situationOf(stage).view.frame;
    const sameAgain = misread?.sha256 === sha256 ? misread.reason : undefined;
    const again = decisionAgain(stage, act);
    const difference = sameAgain ?? again.reason ?? (await differenceOf(stage, act, again.decision));
    if (difference !== undefined) {
      if (askedAt >= deadline)
        return sameAgain === undefined ? halt(stage, act, difference) : otherwise(act, sameAgain);
      askedAt = stage.clock.now();
      yield {
        kind: 'look',
        reason: difference,
        ...(act.step !== undefined && { step: act.step }),
        withinMs: Math.max(0, Math.min(deadline - askedAt, LOOK_AGAIN_MS)),
      };
      continue;
    }
    const before = situationOf(stage).acts.length;
    yield { kind: 'act', decision: again.decision };
    const done = situationOf(stage).acts[before];
    if (done === undefined || done.outcome === 'stale') continue;
    pairLaunched(stage, act, done);
    const reason = whatReadsOtherwise(act, done);
    if (reason !== undefined && stage.clock.now() >= deadline) return otherwise(act, reason);
    if (reason !== undefined) {
      misread = { reason, sha256 };
      continue;
    }
    if (done.outcome !== 'done') return `Act ${index + 1} was ${done.outcome}: ${done.reason ?? ''}`;
    const broken = done.checks.find((checked) => checked.result !== 'holds');
    return broken && `After act ${index + 1} a promise does not hold: ${broken.detail ?? broken.result}`;
  }
}

function otherwise({ stepName, step, number }: RecordedAct, reason: string): string {
  return `Halted after “${stepName ?? step ?? `act ${number}`}”: ${reason}`;
}

/** What a reading brought that the recorded one did not: the outputs of the recording would be wrong. */
function whatReadsOtherwise(recorded: RecordedAct, now: Act): string | undefined {
  if (recorded.decision.action.name !== 'read' || now.outcome !== 'done') return undefined;
  const [before, after] = [recorded.answer, now.answer].map((answer) => JSON.stringify(answer ?? ''));
  return before === after ? undefined : `the screen says ${after} where the recording has ${before}`;
}

/** A window that the step waited for by its process is waited for as long as the step allowed, ms. */
function patienceFor(stage: Stage, { decision: { action, checks } }: RecordedAct): number {
  const usual = stage.patienceMs ?? PATIENCE_MS;
  if (action.name !== 'window' && action.name !== 'check') return usual;
  const { withinMs } = action.input;
  const allowed = checks?.map(({ within }) => within ?? 0) ?? [];
  return Math.max(usual, typeof withinMs === 'number' ? withinMs : 0, ...allowed);
}

/** The process of an application that was started again plays the part of the recorded one. */
function pairLaunched(stage: Stage, recorded: RecordedAct, now: Act): void {
  if (recorded.decision.action.name !== 'launch') return;
  const [before, after] = [recorded.answer, now.answer].map((answer) => Launched.safeParse(answer).data);
  if (before !== undefined && after !== undefined) stage.processes.pair(before.pid, after.pid);
}

/** Why the act must not be repeated on this frame; undefined when everything looks as it did. */
async function differenceOf(stage: Stage, act: RecordedAct, decision: Decision): Promise<string | undefined> {
  const { view } = situationOf(stage);
  const elsewhere = targetWindowDiffers(act, decision, view.frame);
  if (elsewhere !== undefined) return elsewhere;
  if (act.patch !== undefined) {
    const { signal } = stage;
    // What a model has read is said again only of the very same picture.
    const exact = act.decision.action.name === 'read';
    const compared = await stage.compare(act.patch, view, signal, exact).catch((error: unknown) => {
      if (signal.aborted) return { same: false, score: 0, reason: 'the look was voided' };
      throw error;
    });
    return compared.same
      ? undefined
      : `the surroundings of ${act.summary ?? 'the target'} differ: ${compared.reason}`;
  }
  const usesKeyboard = ['type', 'press', 'hold'].includes(act.decision.action.name);
  return usesKeyboard && act.before ? focusDiffers(act.before.windows, view.frame.windows) : undefined;
}

async function halt(stage: Stage, act: RecordedAct, difference: string): Promise<string> {
  const where = act.stepName ?? act.step ?? `act ${act.number}`;
  const reason = `Halted before “${where}”: ${difference}`;
  if (act.patch === undefined) return reason;
  const { view } = situationOf(stage);
  const { expected, found } = await stage.keepDifference(act, act.patch, view, stage.signal);
  await tell(stage, {
    type: 'difference',
    reason,
    expected,
    found,
    frame: view.frame.id,
    box: act.patch.box,
  });
  return `${reason} (expected: ${expected}, found: ${found})`;
}

/** The recorded decision for this run, or besides why nobody can tell which process it names now. */
function decisionAgain(
  stage: Stage,
  act: RecordedAct,
): { readonly decision: Decision; readonly reason?: string } {
  // Recorded frames have the recorded processes.
  if (stage.framesOnly) return { decision: asRecorded(stage, act, act.decision) };
  const translated = stage.processes.translate(act);
  if ('reason' in translated) return { decision: act.decision, reason: translated.reason };
  return { decision: asRecorded(stage, act, translated.decision) };
}

function asRecorded(stage: Stage, act: RecordedAct, { checks, ...decision }: Decision): Decision {
  const kept = checks?.filter(
    (check) => !(stage.framesOnly && (check.file !== undefined || check.changed !== undefined)),
  );
  const { action } = decision;
  // On recorded frames a text has arrived as it had: the looks for it are left out.
  const hasArrived = stage.framesOnly && action.name === 'type';
  return {
    ...decision,
    ...(hasArrived && { action: { ...action, input: { ...action.input, unseen: true } } }),
    ...(stage.foreign && { origin: 'model' as const }),
    thought: `as recorded in act ${act.number}`,
    ...(decision.sighting && { sighting: { ...decision.sighting, rung: 'image' as const, ms: 0 } }),
    ...(kept && kept.length > 0 && { checks: kept }),
  };
}

async function* end(action: Decision['action']): Play {
  for (;;) yield { kind: 'act', decision: { action } };
}

function stepEnd(
  stage: Stage,
  entered: Entered | undefined,
  status: 'passed' | 'failed',
  reason?: string,
): Progress | undefined {
  if (entered === undefined) return undefined;
  const ms = stage.clock.now() - entered.at;
  return { type: 'step-end', step: entered.step, status, ...(reason !== undefined && { reason }), ms };
}

async function tell(stage: Stage, progress: Progress | undefined): Promise<void> {
  if (progress !== undefined) await situationOf(stage).tell(progress);
}

function situationOf(stage: Stage): Situation {
  if (stage.situation === undefined) throw new Error('The pilot was not asked yet.');
  return stage.situation;
}
