import type { Paces } from '../core/pace.js';
import type { Policy } from '../core/policy.js';
import type { SitePolicy } from '../core/site-policy.js';
import type { StepApproval } from '../policy/index.js';
import type {
  Apps,
  Clock,
  Eyes,
  Files,
  Hand,
  Journal,
  ModelEyes,
  Operator,
  Pilot,
  Screen,
  Secrets,
  Windows,
} from '../ports.js';
import type { SecretShown } from '../sight/shield/shield.js';

/** Everything one run talks to, and the rules it goes by. `app/perform.ts` picks the real ones. */
export interface RunPorts {
  readonly screen: Screen;
  readonly hand: Hand;
  readonly windows: Windows;
  readonly apps: Apps;
  readonly eyes: Eyes;
  /** Undefined in a run without a model. */
  readonly modelEyes?: ModelEyes;
  readonly pilot: Pilot;
  readonly operator: Operator;
  readonly journal: Journal;
  readonly secrets: Secrets;
  /** How many characters of a typed secret are to be seen in some boxes of a kept frame; undefined in a run without one. */
  readonly secretShown?: SecretShown;
  readonly files: Files;
  readonly clock: Clock;
  readonly policy: Policy;
  /** What the author approves in advance at single steps: a class named there is not refused by the task's policy. */
  readonly approvals?: readonly StepApproval[];
  /** The policies of the machine, which no task weakens. */
  readonly sites?: readonly SitePolicy[];
  /** Goal, steps and parameters of the task in words: text on the screen that is not in here may be an injection. */
  readonly taskText?: string;
  /** Every promise that held already before its step is a failure, unless the promise says otherwise. */
  readonly strict?: boolean;
  /** Applications that the task names. */
  readonly appNames?: readonly string[];
  /** How fast applications are given input; without it each by what it is. */
  readonly paces?: Paces;
  /** Resolves as soon as nobody else uses mouse or keyboard; undefined where nobody can tell. */
  readonly quiet?: (signal: AbortSignal) => Promise<void>;
  /** How long somebody else may use them before the run ends as stopped, ms; 10 min unless told. */
  readonly personWithinMs?: number;
  /** Draws the target onto a crop of the real pixels, for the operator. */
  markTarget(
    png: Uint8Array,
    mark: { box: { x: number; y: number; width: number; height: number }; point: { x: number; y: number } },
  ): Promise<Uint8Array>;
}
