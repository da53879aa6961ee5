import type { Act, Approval, Decision, Ending, Limits, Outcome, Usage, Verdict } from '../core/action.js';
import type { Check, CheckResult, Typed } from '../core/check.js';
import type { Greyed } from '../core/target.js';
import type { Answer, Patience, Progress, View } from '../ports.js';

/** Every type that two files of this room share: what a run is given, what its actors get and answer. */

/** What a run starts with. */
export interface RunInput {
  readonly limits: Limits & { readonly steps: number; readonly seconds: number };
}

/** How a run ended and why. */
export interface RunEnding {
  readonly ending: Ending;
  readonly reason: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** Why a run pauses. */
export interface Pause {
  /** Who: the operator, or somebody else at the desktop, whom the recording has told of already. */
  readonly by: 'operator' | 'somebody else';
  /** How long it may last, ms. */
  readonly withinMs: number;
  /** Why the run ends when it lasts longer. */
  readonly tooLong: string;
}

/** What reaches a run from outside. */
export type RunEvent =
  | { readonly type: 'run.stop'; readonly reason: string }
  | { readonly type: 'run.pause'; readonly pause: Pause; readonly spentMs: number }
  | { readonly type: 'run.resume' };

/** The run goes round in circles: what was seen, and at which act the pilot was told. */
export interface Stuck {
  readonly reason: string;
  readonly toldAtAct: number;
  /** The pilot was told before and went on all the same: the run ends. */
  readonly final: boolean;
}

export interface LookInput {
  readonly patience: Patience;
}

export interface DecideInput {
  readonly view: View;
  readonly acts: readonly Act[];
  readonly act: number;
  readonly values: Readonly<Record<string, unknown>>;
  readonly stuck: Stuck | undefined;
}

/** Why the changing screen has voided a decision. */
export interface Voided {
  readonly kind: 'voided';
  readonly reason: string;
}

/** What the pilot answered, and what it told of its way on the way there. */
export interface Decided {
  readonly answer: Answer | Voided;
  readonly told: readonly Progress[];
}

export interface WaitInput {
  readonly view: View;
  readonly reason: string;
  readonly step: string | undefined;
  readonly withinMs: number;
}

/** The act that is being carried through, as each actor gets it. */
export interface ActInput {
  readonly act: number;
  readonly view: View;
  readonly decision: Decision;
  /** What was done before it, oldest first. */
  readonly acts: readonly Act[];
  /** The yes that it was given, when it was asked about. */
  readonly approval?: Approval;
}

export interface ConfirmInput extends ActInput {
  readonly verdict: Verdict;
}

/** Whether the target is still as it was decided on. */
export type Aimed = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** How the hand ended an act. */
export interface Performed {
  readonly outcome: Outcome;
  readonly reason?: string;
  readonly answer?: unknown;
  /** What a model used that the deed has asked. */
  readonly usage?: Usage;
  /** What of a typed text was seen while it was done. */
  readonly checks?: readonly Checked[];
  /** What was thrown, when it was not done. */
  readonly error?: unknown;
  /** Set when the deed ends the run. */
  readonly end?: RunEnding;
  /** How patiently the screen is waited for afterwards. */
  readonly patience: Patience;
}

/** A text that was typed, until somebody has looked whether it shows. */
export interface TypedAct {
  readonly act: number;
  /** The text, or which secret, and how long it is: that is never read. */
  readonly text: string | { readonly secret: string; readonly letters: number };
  /** The frame that the act was decided on. */
  readonly before: View;
  /** The field that the step has clicked for it; undefined where it takes whatever has the focus. */
  readonly into: Decision['into'];
  /** How long it may take to show, ms. */
  readonly within: number;
}

export interface CheckInput extends ActInput {
  readonly patience: Patience;
  readonly limits: RunInput['limits'];
  /** What the run has used before the check. */
  readonly usage: Usage;
}

/** One check after an act, as it came out. */
export interface Checked {
  readonly check: Check;
  readonly result: CheckResult;
  readonly detail?: string;
  /** Set for the promise that typed text shows. */
  readonly typed?: Typed;
  /** Set for the promise that what looks greyed out takes the click. */
  readonly greyed?: Greyed;
  /** It held already before the step did anything. */
  readonly weak?: true;
  /** What a model used that judged it. */
  readonly usage?: Usage;
}

export interface CloseInput extends RunEnding {
  readonly acts: number;
  readonly usage: Usage;
  readonly values: Readonly<Record<string, unknown>>;
}
