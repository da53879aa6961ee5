import type { Approval, Decision, Outcome, Usage, Verdict } from './action.js';
import type { Check, CheckResult, Typed } from './check.js';
import type { RecordingEvent, RecordingLine } from './events.js';
import type { Frame, Mask } from './frame.js';
import type { FrameBox } from './geometry.js';
import type { Greyed } from './target.js';

type Line<T extends RecordingEvent['type']> = Extract<RecordingEvent, { type: T }>;

/** Where and when a line stands in the recording. */
export interface Place {
  readonly seq: number;
  /** ms since the run began. */
  readonly at: number;
  readonly wall: string;
}

/** A frame with what it cost. */
export type RecordedFrame = Frame & {
  readonly seq: number;
  readonly settleMs: number;
  readonly captureMs: number;
  readonly encodeMs: number;
  readonly saveMs?: number | undefined;
};

/** A promise about the screen and what became of it. */
export interface RecordedCheck {
  readonly check: Check;
  readonly result: CheckResult;
  readonly detail?: string | undefined;
  /** Set where typed text was looked for: what of it is to be seen. */
  readonly typed?: Typed | undefined;
  /** Set where what was clicked looks greyed out. */
  readonly greyed?: Greyed | undefined;
  /** It held already before the step did anything, so it proves nothing. */
  readonly weak?: true | undefined;
  readonly frame?: string | undefined;
  readonly ms: number;
  /** File of what the model said that judged it, relative to the recording. */
  readonly exchange?: string | undefined;
}

/** ms of each phase of an act; a phase that did not happen is 0. */
export interface PhaseTimes {
  readonly settle: number;
  readonly capture: number;
  readonly encode: number;
  readonly save: number;
  readonly decide: number;
  readonly judge: number;
  readonly confirm: number;
  readonly act: number;
  readonly check: number;
}

/** Everything the recording tells about one act. */
export interface RecordedAct extends Place {
  readonly number: number;
  /** 1, or higher when a decision went stale and the same act was decided anew. */
  readonly attempt: number;
  readonly step?: string | undefined;
  readonly stepName?: string | undefined;
  readonly decision: Decision;
  readonly usage?: Usage | undefined;
  /** File of the model exchange, relative to the recording. */
  readonly exchange?: string | undefined;
  readonly verdict?: Verdict | undefined;
  readonly confirmation?:
    | {
        readonly summary: string;
        readonly crop?: string | undefined;
        readonly box?: FrameBox | undefined;
        readonly approval: Approval;
        readonly ms: number;
      }
    | undefined;
  readonly stale?:
    | {
        readonly reason: string;
        readonly frame?: string | undefined;
        readonly expected?: string | undefined;
        readonly found?: string | undefined;
      }
    | undefined;
  /** The action in words; undefined when no intent was written, so the hand never moved. */
  readonly summary?: string | undefined;
  /** `masks`: what was black on the frame that the patch was cut from. */
  readonly patch?:
    | { readonly file: string; readonly box: FrameBox; readonly masks?: readonly Mask[] | undefined }
    | undefined;
  /** Unknown when an intent has no outcome; undefined when neither was written. */
  readonly outcome?: Outcome | undefined;
  readonly reason?: string | undefined;
  readonly answer?: unknown;
  readonly checks: readonly RecordedCheck[];
  /** Frame that was decided on. */
  readonly before?: RecordedFrame | undefined;
  /** First frame after the outcome. */
  readonly after?: RecordedFrame | undefined;
  readonly times: PhaseTimes;
  /** ms from the look that was decided on to the last line of the act. */
  readonly ms: number;
}

/** A step of the task, once for each time it was entered. */
export interface RecordedStep extends Place {
  readonly step: string;
  readonly name: string;
  readonly kind: string;
  /** How many steps it lies in. */
  readonly depth: number;
  /** Undefined when the run ended inside it. */
  readonly status?: Line<'step-end'>['status'] | undefined;
  readonly reason?: string | undefined;
  readonly ms?: number | undefined;
  /** Sequence number of its last line; the last line of the recording when it never ended. */
  readonly lastSeq: number;
  /** Acts that were decided for exactly this entry of the step, in order. */
  readonly acts: readonly RecordedAct[];
  /** Tokens and money of this entry of the step; undefined without model calls. */
  readonly usage?: Usage | undefined;
}

/** A recording as people think of it. Made from its lines and nothing else. */
export interface Recording {
  /** What in its folder is not what was written, one sentence each; undefined where nobody has looked. */
  readonly changed?: readonly string[] | undefined;
  /** Absolute path. */
  readonly folder: string;
  /** Format number of the files; lines are already upgraded to the newest. */
  readonly format: number;
  readonly header: Line<'run'>;
  /** ISO time of the first line. */
  readonly started: string;
  /** ms from the first to the last line. */
  readonly ms: number;
  readonly lines: readonly RecordingLine[];
  /** By id, in order. */
  readonly frames: ReadonlyMap<string, RecordedFrame>;
  readonly acts: readonly RecordedAct[];
  readonly steps: readonly RecordedStep[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly notes: readonly (Place & { readonly text: string })[];
  readonly artefacts: readonly { readonly name: string; readonly file: string }[];
  /** Files kept beside the lines. */
  readonly files: readonly { readonly file: string; readonly sha256: string; readonly bytes: number }[];
  /** Tokens and money: as the ending tells, or summed over the decisions; undefined without model calls. */
  readonly usage?: Usage | undefined;
  /** Undefined when the run was interrupted. */
  readonly ending?: Line<'ending'> | undefined;
  /** Hash of the last good line: the seal when there is an ending. */
  readonly head: string;
  /** The last line was cut off in the middle of being written: nothing that was promised is lost. */
  readonly torn?: { readonly line: number; readonly bytes: number } | undefined;
  /** A line is not what was written, or lines are missing; everything from it on is left out. */
  readonly corrupt?: { readonly line: number; readonly reason: string } | undefined;
  /** The process that still writes it. */
  readonly writer?: { readonly pid: number } | undefined;
}
