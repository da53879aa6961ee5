import type * as z from 'zod';
import type { FramePoint, ScreenPoint } from '../core/geometry.js';
import type { DeedKind, Traits } from '../core/traits.js';
import type {
  Apps,
  Clock,
  Eyes,
  Hand,
  ModelRequest,
  Operator,
  Patience,
  Screen,
  Secrets,
  View,
  Windows,
} from '../ports.js';

export { type DeedKind, type Traits, untouched } from '../core/traits.js';

/** What a deed may use while it is performed. */
export interface World {
  readonly hand: Hand;
  readonly screen: Screen;
  readonly windows: Windows;
  readonly apps: Apps;
  readonly eyes: Eyes;
  /** Has a model read the frame that was decided on; undefined in a run without a model. */
  readonly readByModel?: (request: ModelRequest, signal: AbortSignal) => Promise<unknown>;
  readonly operator: Operator;
  readonly secrets: Secrets;
  readonly clock: Clock;
  /**
   * Resolves when a text that was typed just now is seen where it was meant, before a key goes out that sends it off.
   *
   * @throws DeskhandError code `not-seen` when it is not in time
   */
  seen(
    text: string | { readonly secret: string; readonly letters: number },
    signal: AbortSignal,
  ): Promise<void>;
  /** The frame that was decided on. */
  readonly view: View;
  /** The pace of the application that gets an input, at the point or by the keyboard: ms between two keys. */
  pace(at?: FramePoint): number;
  /** A point of that frame as a logical screen point. */
  toScreen(point: FramePoint): ScreenPoint;
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

/** Keeps the schema's type while a deed is declared. */
export function deed<Schema extends z.ZodObject>(definition: Deed<Schema>): Deed<Schema> {
  return definition;
}
