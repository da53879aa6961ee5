import type { RecordingLine } from '../core/events.js';
import type { RecordedAct, RecordedStep } from '../core/recording.js';
import { sumOfUsages } from './usage.js';

type Start = Extract<RecordingLine, { type: 'step-start' }>;
type End = Extract<RecordingLine, { type: 'step-end' }>;
type Asked = Extract<RecordingLine, { type: 'asked' }>;

interface Open {
  readonly start: Start;
  readonly depth: number;
  end?: End;
  readonly acts: RecordedAct[];
  /** What a model was asked besides decisions. */
  readonly asked: Asked[];
}

/** The steps in the order they were entered, each with the acts that were decided for it. */
export function collectSteps(lines: readonly RecordingLine[], acts: readonly RecordedAct[]): RecordedStep[] {
  const bySeq = new Map(acts.map((act) => [act.seq, act]));
  const all: Open[] = [];
  const stack: Open[] = [];
  for (const line of lines) {
    if (line.type === 'step-start') {
      const entry: Open = { start: line, depth: stack.length, acts: [], asked: [] };
      all.push(entry);
      stack.push(entry);
    } else if (line.type === 'step-end') {
      close(stack, line);
    } else if (line.type === 'asked') {
      ownerOf(stack, line.step)?.asked.push(line);
    } else if (line.type === 'decision') {
      const act = bySeq.get(line.seq);
      const owner = ownerOf(stack, line.decision.step);
      if (act !== undefined && owner !== undefined) owner.acts.push(act);
    }
  }
  const lastSeq = lines.at(-1)?.seq ?? 0;
  return all.map((entry) => finish(entry, lastSeq));
}

/** Ends the innermost open step of that id; steps left open inside it stay without a status. */
function close(stack: Open[], end: End): void {
  const at = stack.findLastIndex(({ start }) => start.step === end.step);
  const entry = stack[at];
  if (entry === undefined) return;
  entry.end = end;
  stack.splice(at);
}

function ownerOf(stack: readonly Open[], step: string | undefined): Open | undefined {
  return stack.findLast(({ start }) => start.step === step) ?? stack.at(-1);
}

function finish({ start, depth, end, acts, asked }: Open, lastSeq: number): RecordedStep {
  return {
    seq: start.seq,
    at: start.at,
    wall: start.wall,
    step: start.step,
    name: start.name,
    kind: start.kind,
    depth,
    status: end?.status,
    reason: end?.reason,
    ms: end?.ms,
    lastSeq: end?.seq ?? lastSeq,
    acts,
    usage: sumOfUsages([...acts, ...asked]),
  };
}
