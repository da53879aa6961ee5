import type { z } from 'zod';
import type { FramePoint, ScreenPoint } from '../core/geometry.js';
import type {
  Apps,
  Clock,
  Eyes,
  Hand,
  Operator,
  Patience,
  Screen,
  Secrets,
  View,
  Windows,
} from '../ports.js';

/** What a deed may use while it is performed. */
export interface World {
  readonly hand: Hand;
  readonly screen: Screen;
  readonly windows: Windows;
  readonly apps: Apps;
  readonly eyes: Eyes;
  readonly operator: Operator;
  readonly secrets: Secrets;
  readonly clock: Clock;
  /** The frame that was decided on. */
  readonly view: View;
  /** A point of that frame as a logical screen point. */
  toScreen(point: FramePoint): ScreenPoint;
}

/**
 * What a deed does to the world: `input` moves mouse or keyboard, `machine` starts or changes processes and
 * windows, `look` and `wait` touch nothing, `say` talks to people, `end` ends the run.
 */
export type DeedKind = 'input' | 'machine' | 'look' | 'wait' | 'say' | 'end';

/** What the policy may judge a deed by, told by the deed itself. */
export interface Traits {
  /** Points that get pointer input, frame px. */
  readonly points: readonly FramePoint[];
  /** Text that will be typed. */
  readonly typed?: string;
  /** Name of the secret that will be typed. */
  readonly secret?: string;
  /** Chords that will be pressed. */
  readonly chords: readonly (readonly string[])[];
  /** Command line that will be run. */
  readonly command?: string;
}

/** One deed: the same zod schema is the tool that the model reads, the shape in the recording and the docs' table. */
export interface Deed<Schema extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  /** What the model and the docs read: what it does, in the imperative. */
  readonly description: string;
  readonly input: Schema;
  readonly kind: DeedKind;
  /** Whether a model is offered it as a tool; the others are for steps of a task. */
  readonly offered: boolean;
  /** How patiently the screen is waited for afterwards. */
  readonly patience: Patience;
  traits(input: z.infer<Schema>): Traits;
  /** The action in words, such as `click left at 412,300`. */
  summary(input: z.infer<Schema>): string;
  /** Does it. The answer, if any, is recorded with the outcome and told to the pilot. */
  perform(input: z.infer<Schema>, world: World, signal: AbortSignal): Promise<unknown>;
}

/** Traits of a deed that touches nothing. */
export const untouched: Traits = { points: [], chords: [] };

/** Keeps the schema's type while a deed is declared. */
export function deed<Schema extends z.ZodObject>(definition: Deed<Schema>): Deed<Schema> {
  return definition;
}
