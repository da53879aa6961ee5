import type { Limits } from '../../core/action.js';
import type { GoalEnd } from '../../core/proof.js';
import type { Answer, Clock, Eyes, Files, Pilot, Situation } from '../../ports.js';
import type { OwedFile } from './file-dialog/owed-file.js';
import type { OpenMenus } from './open-menus.js';

/**
 * A play is a piece of a script written as straight-line code: it yields the pilot's answers one by one and
 * goes on when the loop asks again; `stage.situation` is then the new one.
 */
export type Play<Result = void> = AsyncGenerator<Answer, Result, undefined>;

/** Opens the pilot that reaches a goal in words, and is told by what the goal will end. */
export type OpenGoal = (goal: string, limits: Limits, end: GoalEnd) => Pilot;

/** What every play has at hand. */
export interface Stage {
  situation: Situation;
  signal: AbortSignal;
  readonly eyes: Eyes;
  readonly clock: Clock;
  readonly files: Files;
  /** Files that file dialogs were given for and that are not written yet. */
  readonly owed: OwedFile[];
  /** The menus that the last input has opened. */
  readonly menus: OpenMenus;
  /** Values by name, for expressions. */
  readonly values: Record<string, unknown>;
  /** How many steps and blocks that are being played are tried again. */
  retries: number;
  /** Applications that had ended when the step began. */
  dead: ReadonlySet<string>;
  /** Those that had ended when the step before it began. */
  deadBefore: ReadonlySet<string>;
  /** Opens the pilot that reaches a goal in plain words; undefined when this run has none. */
  readonly openGoal: OpenGoal | undefined;
}

/** The step that is being played, in the words of the recording. */
export interface Cue {
  readonly path: string;
  readonly name: string;
  /** Monotonic ms after which the step has taken too long. */
  readonly deadline: number;
  readonly origin: 'author' | 'model';
  /** Set where the step, or a block around it, is tried again. */
  readonly retried?: true;
}
