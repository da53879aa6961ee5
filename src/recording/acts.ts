import type { RecordingLine } from '../core/events.js';
import type { PhaseTimes, RecordedAct, RecordedCheck, RecordedFrame } from '../core/recording.js';
import { sumOfUsages } from './usage.js';

type LineOf<T extends RecordingLine['type']> = Extract<RecordingLine, { type: T }>;

/** The lines of one act, while they are gathered. */
interface Draft {
  readonly decision: LineOf<'decision'>;
  readonly attempt: number;
  verdict?: LineOf<'verdict'>;
  confirmation?: LineOf<'confirmation'>;
  stale?: LineOf<'stale'>;
  intent?: LineOf<'intent'>;
  outcome?: LineOf<'outcome'>;
  readonly checks: LineOf<'check'>[];
  after?: string;
  last: RecordingLine;
}

/** Groups the lines by the act they belong to, in the order of the decisions. */
export function collectActs(
  lines: readonly RecordingLine[],
  frames: ReadonlyMap<string, RecordedFrame>,
): RecordedAct[] {
  const drafts: Draft[] = [];
  const open = new Map<number, Draft>();
  let waiting: Draft | undefined;
  for (const line of lines) {
    if (line.type === 'decision') {
      const draft: Draft = {
        decision: line,
        attempt: (open.get(line.act)?.attempt ?? 0) + 1,
        checks: [],
        last: line,
      };
      open.set(line.act, draft);
      drafts.push(draft);
    } else if (line.type === 'frame') {
      if (waiting !== undefined) waiting.after = line.frame.id;
      waiting = undefined;
    } else if ('act' in line) {
      const draft = open.get(line.act);
      if (draft === undefined) continue;
      add(draft, line);
      if (line.type === 'outcome') waiting = draft;
    }
  }
  return drafts.map((draft) => finish(draft, frames));
}

function add(
  draft: Draft,
  line: LineOf<'verdict' | 'confirmation' | 'stale' | 'intent' | 'outcome' | 'check'>,
): void {
  draft.last = line;
  switch (line.type) {
    case 'verdict':
      draft.verdict = line;
      break;
    case 'confirmation':
      draft.confirmation = line;
      break;
    case 'stale':
      draft.stale = line;
      break;
    case 'intent':
      draft.intent = line;
      break;
    case 'outcome':
      draft.outcome = line;
      break;
    case 'check':
      draft.checks.push(line);
      break;
  }
}

function finish(draft: Draft, frames: ReadonlyMap<string, RecordedFrame>): RecordedAct {
  const { decision, intent, outcome } = draft;
  const before = frames.get(decision.frame);
  return {
    seq: decision.seq,
    at: decision.at,
    wall: decision.wall,
    number: decision.act,
    attempt: draft.attempt,
    step: decision.decision.step,
    stepName: decision.decision.stepName,
    decision: decision.decision,
    usage: sumOfUsages([decision, outcome, ...draft.checks]),
    exchange: decision.exchange ?? outcome?.exchange,
    verdict: draft.verdict?.verdict,
    confirmation: draft.confirmation,
    stale: draft.stale,
    summary: intent?.summary,
    patch: intent?.patch && { ...intent.patch, ...(before?.masks && { masks: before.masks }) },
    outcome: outcome?.outcome ?? endOf(draft),
    reason: outcome?.reason ?? draft.stale?.reason,
    answer: outcome?.answer,
    checks: draft.checks.map(
      ({ check, result, detail, typed, greyed, weak, frame, ms, exchange }): RecordedCheck => ({
        check,
        result,
        detail,
        frame,
        ms,
        ...(typed !== undefined && { typed }),
        ...(greyed !== undefined && { greyed }),
        ...(weak && { weak }),
        ...(exchange !== undefined && { exchange }),
      }),
    ),
    before,
    after: draft.after === undefined ? undefined : frames.get(draft.after),
    times: timesOf(draft, before),
    ms: Math.max(0, draft.last.at - (before?.at ?? decision.at)),
  };
}

/** Without an outcome line: an intent means nobody knows, a stale line means it was dropped in time. */
function endOf(draft: Draft): RecordedAct['outcome'] {
  if (draft.intent !== undefined) return 'unknown';
  return draft.stale === undefined ? undefined : 'stale';
}

function timesOf(draft: Draft, before: RecordedFrame | undefined): PhaseTimes {
  return {
    settle: before?.settleMs ?? 0,
    capture: before?.captureMs ?? 0,
    encode: before?.encodeMs ?? 0,
    save: before?.saveMs ?? 0,
    decide: draft.decision.ms,
    judge: draft.verdict?.ms ?? 0,
    confirm: draft.confirmation?.ms ?? 0,
    act: draft.outcome?.ms ?? 0,
    check: draft.checks.reduce((sum, { ms }) => sum + ms, 0),
  };
}
