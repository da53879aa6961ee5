import type { Limits, RiskClass } from '../core/action.js';
import type { Size } from '../core/geometry.js';
import type { Paces } from '../core/pace.js';
import type { PersonRule } from '../core/person.js';
import type { Policy } from '../core/policy.js';
import type { StepVerb } from './shape/file.js';

/** One entry of a task, as written and checked; `resolveStep` gives its expressions their values. */
export interface Step {
  /** Where it stands in the task, such as `steps[2]` or `steps[2].forEach.steps[0]`. */
  readonly path: string;
  /** Line of the file, from 1. */
  readonly line: number;
  readonly verb: StepVerb;
  /** What stands after the verb, with `${…}` in it; of a block, without the steps in it. */
  readonly input: unknown;
  /** The keys beside the verb, with `${…}` in them. */
  readonly common: Readonly<Record<string, unknown>>;
  readonly id?: string;
  /** The name that the author gave. */
  readonly name?: string;
  /** The author approves it in advance, here or in `policy.approve`: whatever it asks about, or these classes. */
  readonly approved: boolean | readonly RiskClass[];
  /** The steps of a block; empty for every other verb. */
  readonly steps: readonly Step[];
  /** The steps that are done instead when its `if` is false. */
  readonly otherwise: readonly Step[];
}

/** A parameter and how its value is read. */
export interface ParamSpec {
  readonly name: string;
  readonly type: 'string' | 'number' | 'boolean' | 'list';
  readonly required: boolean;
  readonly default?: unknown;
  readonly description?: string;
  readonly choices?: readonly (string | number)[];
}

/** Where a secret's value comes from. File paths are relative to the task. */
export type SecretSpec = { readonly env: string } | { readonly file: string };

/** The desktop that a task wants. */
export interface DesktopSpec {
  readonly kind: 'virtual' | 'current' | 'display';
  /** Name of the display, such as `:1`, of kind `display`. */
  readonly display?: string;
  /** px of a virtual desktop. */
  readonly size?: Size;
  /** Bits per px. */
  readonly depth?: 16 | 24 | 30;
  /** Frame px per logical px. */
  readonly scale?: number;
  /** Name or number of the monitor to look at; `all` or undefined for all of them. */
  readonly monitor?: string;
}

/** The model that a task wants. */
export interface ModelSpec {
  readonly name: string;
  readonly base_url?: string;
  readonly api_key_env?: string;
}

/** An application of a task, as written. */
export interface AppEntry {
  readonly name: string;
  /** Whether it is started before the first step. */
  readonly start: boolean;
  readonly input: unknown;
}

/** A task that was read and checked. Nothing has been touched yet. */
export interface Task {
  readonly name: string;
  /** Path of the file as it was given. */
  readonly file: string;
  /** The YAML text. */
  readonly source: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly desktop?: DesktopSpec;
  readonly apps: readonly AppEntry[];
  readonly params: readonly ParamSpec[];
  readonly secrets: Readonly<Record<string, SecretSpec>>;
  readonly limits: Limits;
  /** How fast applications are given input. */
  readonly paces: Paces;
  /** What it says of somebody else who uses mouse or keyboard; empty where it says nothing. */
  readonly person: PersonRule;
  readonly policy: Policy;
  /** Promises that held already before their step are failures. */
  readonly strict: boolean;
  readonly model?: ModelSpec;
  /** A goal in words instead of steps; see `resolveGoal`. */
  readonly goal?: string;
  /** The checks as written; see `resolveGoal`. */
  readonly until?: unknown;
  readonly before: readonly Step[];
  readonly steps: readonly Step[];
  readonly onFailure: readonly Step[];
  readonly after: readonly Step[];
  /** Expressions by name; see `resolveOutputs`. */
  readonly outputs: Readonly<Record<string, unknown>>;
}
