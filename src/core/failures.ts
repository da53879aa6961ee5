import type { RecordedFrame, RecordedStep, Recording } from './recording.js';

/** A step that failed, and the last that was seen of the screen in it. */
export interface Failure {
  readonly step: RecordedStep;
  readonly frame: RecordedFrame | undefined;
}

/** The steps that failed, in order; a block that failed only because of a step inside it is left out. */
export function failuresOf({ steps, frames }: Recording): readonly Failure[] {
  const failed = steps.filter(({ status }) => status === 'failed');
  const seen = [...frames.values()];
  return failed
    .filter(({ seq, lastSeq, reason }) => !failed.some((other) => isInside(other, seq, lastSeq, reason)))
    .map((step) => ({ step, frame: seen.findLast(({ seq }) => seq <= step.lastSeq) }));
}

function isInside(other: RecordedStep, seq: number, lastSeq: number, reason: string | undefined): boolean {
  return other.seq > seq && other.seq < lastSeq && other.reason === reason;
}
