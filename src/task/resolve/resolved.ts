import type { Limits } from '../../core/action.js';
import type { AnswerSchema } from '../../core/answer-schema.js';
import type { Check } from '../../core/check.js';
import type { LastSeconds, ReadForm } from '../../core/forms.js';
import type { ScreenBox } from '../../core/geometry.js';
import type { Target } from '../../core/target.js';
import type { WindowMatch } from '../../core/window.js';
import type { Button, Direction } from '../../ports.js';

/** What every resolved step has. */
interface ResolvedCommon {
  /** Where it stands in the task, such as `steps[2]`. */
  readonly path: string;
  /** Line of the file, from 1. */
  readonly line: number;
  readonly id?: string;
  /** Given by the author, or made from the verb and what it acts on. */
  readonly name: string;
  /** ms for finding the target; also the default of each check's `within`. */
  readonly timeoutMs: number;
  /** Promises about the screen after the act; `within` is always set. */
  readonly expect: readonly Check[];
  /** A failure only warns. */
  readonly soft: boolean;
  /** How many more times a failed step is tried. */
  readonly retry: number;
}

/** What the step does, with all expressions evaluated and all shorthands written out. Durations are ms. */
export type Deeds =
  | { readonly verb: 'do'; readonly goal: string; readonly until: readonly Check[]; readonly limits: Limits }
  | {
      readonly verb: 'click';
      readonly target: Target;
      readonly button: Button;
      readonly count: number;
      /** Key names of `core/keys.ts`. */
      readonly modifiers: readonly string[];
    }
  | {
      readonly verb: 'type';
      /** Exactly one of `text` and `secret`. */
      readonly text?: string;
      /** Name of the secret. */
      readonly secret?: string;
      readonly into?: Target;
      readonly clear: boolean;
      readonly enter: boolean;
      /** The program shows nothing of what is typed. */
      readonly unseen?: true;
      /** Pasted through the clipboard; the chord that pastes there, where that is told. */
      readonly paste?: true | readonly string[];
      /** ms between two keys. */
      readonly delayMs?: number;
    }
  | {
      readonly verb: 'press';
      readonly chord: readonly string[];
      readonly count: number;
      /** ms between two keys. */
      readonly delayMs?: number;
    }
  | {
      readonly verb: 'scroll';
      readonly direction: Direction;
      readonly notches: number;
      readonly at?: Target;
      /** When given: scroll on by `notches` until all hold. */
      readonly until: readonly Check[];
    }
  | {
      readonly verb: 'drag';
      /** At least two; the button goes down at the first and up at the last. */
      readonly points: readonly Target[];
      readonly button: Button;
      readonly modifiers: readonly string[];
      /** ms at the first point, for the way, and at the last point. */
      readonly holdMs?: number;
      readonly durationMs?: number;
      readonly hoverMs?: number;
    }
  | {
      readonly verb: 'mouseDown';
      readonly target: Target;
      readonly button: Button;
      readonly modifiers: readonly string[];
    }
  /** Without a target where the pointer is. */
  | { readonly verb: 'mouseUp'; readonly target?: Target; readonly button: Button }
  | { readonly verb: 'move'; readonly target: Target }
  | {
      readonly verb: 'hold';
      /** Exactly one of `keys` and `at`. */
      readonly keys?: readonly string[];
      readonly at?: Target;
      readonly button: Button;
      readonly ms: number;
    }
  | { readonly verb: 'wait'; readonly ms: number; readonly checks?: undefined }
  | { readonly verb: 'wait'; readonly checks: readonly Check[]; readonly ms?: undefined }
  | { readonly verb: 'check'; readonly checks: readonly Check[] }
  | {
      readonly verb: 'read';
      /** May say only a place: a relation, a region or a window. */
      readonly target: Target;
      /** Name of the value. */
      readonly as: string;
      readonly pattern?: string;
      readonly type: 'text' | 'number' | 'lines';
      readonly by: 'text' | 'model';
      /** What the model is asked. */
      readonly question?: string;
      /** JSON Schema that the value must fit; the model answers in it. */
      readonly schema?: AnswerSchema;
      readonly format?: ReadForm;
      /** The model is shown the last seconds of the run. */
      readonly video?: LastSeconds;
    }
  | {
      readonly verb: 'window';
      readonly act: 'activate' | 'close' | 'maximise' | 'wait';
      readonly window: WindowMatch;
    }
  | { readonly verb: 'window'; readonly act: 'place'; readonly window: WindowMatch; readonly box: ScreenBox }
  | {
      readonly verb: 'fileDialog';
      readonly act: 'open' | 'save';
      /** Absolute. */
      readonly file: string;
      readonly window?: WindowMatch;
      readonly overwrite: boolean;
    }
  | { readonly verb: 'launch'; readonly app: string }
  | { readonly verb: 'close'; readonly app: string }
  | {
      readonly verb: 'run';
      readonly command: string;
      readonly args: readonly string[];
      readonly cwd?: string;
      readonly env?: Readonly<Record<string, string>>;
      readonly shell: boolean;
      /** Another exit code than 0 does not fail the step. */
      readonly mayFail?: boolean;
      readonly runMs: number;
      /** Name of the value that gets the output. */
      readonly as?: string;
    }
  | { readonly verb: 'note'; readonly text: string }
  | { readonly verb: 'ask'; readonly question: string; readonly as?: string };

/** A step that is ready to be carried out. */
export type ResolvedStep = ResolvedCommon & Deeds;
