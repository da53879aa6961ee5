import type { RecordingEvent } from '../core/events.js';
import type { RecordedAct, RecordedFrame, RecordedStep, Recording } from '../core/recording.js';

/** One thing that happened, in order; steps hold what happened inside them. */
export type Item =
  | { readonly kind: 'step'; readonly step: RecordedStep; readonly items: readonly Item[] }
  | { readonly kind: 'act'; readonly act: RecordedAct }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'value'; readonly name: string; readonly value: unknown }
  | { readonly kind: 'aside'; readonly text: string }
  | {
      readonly kind: 'difference';
      readonly text: string;
      readonly difference: Extract<RecordingEvent, { type: 'difference' }>;
      /** The frame that was found. */
      readonly frame: RecordedFrame | undefined;
    };

/** The recording as a tree of steps, with everything else where it happened. Linear in the number of lines. */
export function storyOf({ lines, steps, acts, frames }: Recording): readonly Item[] {
  const stepsBySeq = new Map(steps.map((step) => [step.seq, step]));
  const actsBySeq = new Map(acts.map((act) => [act.seq, act]));
  const root: Item[] = [];
  const open: { readonly id: string; readonly items: Item[] }[] = [];
  for (const line of lines) {
    const items = open.at(-1)?.items ?? root;
    const step = stepsBySeq.get(line.seq);
    const act = actsBySeq.get(line.seq);
    if (step !== undefined) {
      const inside: Item[] = [];
      items.push({ kind: 'step', step, items: inside });
      open.push({ id: step.step, items: inside });
    } else if (act !== undefined) {
      items.push({ kind: 'act', act });
    } else if (line.type === 'step-end') {
      const at = open.findLastIndex(({ id }) => id === line.step);
      if (at !== -1) open.splice(at);
    } else if (line.type === 'difference') {
      items.push({ kind: 'difference', text: line.reason, difference: line, frame: frames.get(line.frame) });
    } else {
      const item = otherItem(line);
      if (item !== undefined) items.push(item);
    }
  }
  return root;
}

function otherItem(line: Recording['lines'][number]): Item | undefined {
  switch (line.type) {
    case 'note':
      return { kind: 'note', text: line.text };
    case 'value':
      return { kind: 'value', name: line.name, value: line.value };
    case 'stuck':
      return {
        kind: 'aside',
        text: `Stuck: ${line.reason}${line.told ? ' (the pilot was told)' : ' (the run ends)'}`,
      };
    case 'pause':
      return { kind: 'aside', text: `Paused by ${line.by}` };
    case 'resume':
      return { kind: 'aside', text: `Resumed by ${line.by}` };
    case 'look-again':
      return { kind: 'aside', text: `Looked again: ${line.reason}` };
    default:
      return undefined;
  }
}

/** How an act stands; `open` when the run ended before anything was said of it. */
export type Standing = 'done' | 'failed' | 'refused' | 'stale' | 'unknown' | 'open';

/** What became of an act, with the verdict and the operator's answer counted in. */
export function standingOf(act: RecordedAct): Standing {
  if (act.outcome !== undefined) return act.outcome;
  const refused = act.verdict?.answer === 'refuse' || act.confirmation?.approval.answer === 'no';
  return refused ? 'refused' : 'open';
}

/** Whether an act was done, or dropped in time, and every promise about the screen held. Giving up is never good. */
export function isGood(act: RecordedAct): boolean {
  const standing = standingOf(act);
  if (act.decision.action.name === 'give-up') return false;
  const kept = act.checks.every(({ result }) => result === 'holds');
  return standing === 'stale' || (standing === 'done' && kept);
}

/**
 * What became of an act and of its promises, in one word: an act that was done but did not do what the step
 * promised is `failed`, and so is the one by which the pilot gave up.
 */
export function resultOf(act: RecordedAct): Standing {
  const standing = standingOf(act);
  return standing === 'done' && !isGood(act) ? 'failed' : standing;
}

/** How long a run took, ms: what it said itself, or the time up to its last line when it never ended. */
export function lengthOf(recording: Recording): number {
  return recording.ending?.ms ?? recording.ms;
}

/** How a run ended, also when it never said so. */
export function endingOf(recording: Recording): { readonly name: string; readonly reason: string } {
  if (recording.ending !== undefined)
    return { name: recording.ending.ending, reason: recording.ending.reason };
  if (recording.writer !== undefined) {
    return { name: 'running', reason: `It is still being written by process ${recording.writer.pid}.` };
  }
  return { name: 'interrupted', reason: 'The recording stops without an ending: the run was cut off.' };
}

/** What a reader must know before trusting the recording. */
export function warningsOf({ torn, corrupt, changed = [] }: Recording): readonly string[] {
  const warnings: string[] = [];
  if (corrupt !== undefined) {
    warnings.push(`Line ${corrupt.line} is corrupt: ${corrupt.reason}. Everything from it on is left out.`);
  }
  if (torn !== undefined) {
    warnings.push(`Line ${torn.line} was cut off while it was written (${torn.bytes} bytes are left out).`);
  }
  return [...warnings, ...changed];
}
