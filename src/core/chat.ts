import type * as z from 'zod';
import type { Decision, Limits, Usage } from './action.js';
import { DeskhandError } from './errors.js';
import type { FrameBox, FramePoint, ModelPoint, ScreenPoint, SentPoint, Size } from './geometry.js';
import type { GoalEnd, Proof } from './proof.js';

/** What a pilot and a model client say to each other. The client knows the wire, the pilot the run. */

/** A deed that a model may choose. */
export interface OfferedTool {
  readonly name: string;
  readonly description: string;
  /** Checks the deed's input; points in it are frame px. */
  readonly schema: z.ZodType;
}

/** A frame as a model is shown it: whole, or only the part that it wanted to see closer. */
export interface Picture {
  /** Absolute path of the frame's PNG. */
  readonly path: string;
  /** Names the bytes: a picture that was encoded once is never encoded anew. */
  readonly sha256: string;
  /** File of the frame in its recording; stands in for the pixels wherever the exchange is kept. */
  readonly file: string;
  /** Frame px. */
  readonly size: Size;
  /** Frame px per logical px. */
  readonly scale: number;
  readonly origin: ScreenPoint;
  /** Where the pointer is, frame px. */
  readonly pointer?: FramePoint;
  /** The part to show enlarged; the model's points then refer to that part alone. */
  readonly region?: FrameBox;
}

/** A tool call as it is sent back in the history. */
export interface Call {
  readonly id: string;
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What the model said, in the form in which it is sent back to it. */
export interface Said {
  readonly text: string;
  readonly reasoning?: string;
  readonly calls: readonly Call[];
}

/** One round: the picture that was shown, what was said to it, what came of that. */
export interface Turn {
  /** From 1. */
  readonly number: number;
  readonly picture: Picture;
  /** What the loop wants the model to know besides. */
  readonly hints: readonly string[];
  /** Missing in the newest turn only. */
  readonly said?: Said;
  /** What came of it, in words. */
  readonly result?: string;
  /** The action in a few words, for when the turn becomes one line. */
  readonly summary?: string;
}

/** Everything that a request is made of. The last turn is the one to answer. */
export interface Conversation {
  readonly goal: string;
  /** By what the goal will end (default: by what its author promised). */
  readonly end?: GoalEnd;
  readonly tools: readonly OfferedTool[];
  readonly turns: readonly Turn[];
  /** The model's answer to the last turn could not be used: it is told why, once. */
  readonly repair?: { readonly outcome: Misreading; readonly said: Said; readonly reason: string };
  /** Time of the clock at which the decision must be there, ms; the client has its own limit besides. */
  readonly until?: number;
  /** What the call may use at most, besides the limits of the run. */
  readonly left?: Pick<Limits, 'tokens' | 'cost'>;
}

/** Why a reply was not acted on, one name per way of being wrong. */
export const misreadings = [
  'truncated',
  'empty',
  'refused',
  'endless',
  'out-of-range',
  'not-a-number',
  'wrong-tool',
  'bad-input',
  'no-point',
  'thought-only',
  'prompt-echo',
  'unreadable',
  'no-call',
  'server-error',
  'unknown-space',
] as const;
export type Misreading = (typeof misreadings)[number];

/** Which reader understood the reply. */
export type ReplyPath =
  | 'tool_calls'
  | 'tool_call-json'
  | 'tool_call-xml'
  | 'action-line'
  | 'fenced-json'
  | 'bare-json';

/** One point on its whole way through the four spaces. */
export interface PointTrace {
  readonly model: ModelPoint;
  readonly sent: SentPoint;
  readonly frame: FramePoint;
  readonly screen: ScreenPoint;
}

/** What a reply means: a decision, or the named reason why it is none. */
export type ReplyReading =
  | {
      readonly outcome: 'decision';
      readonly decision: Decision;
      /** The points of the action, in order. */
      readonly points: readonly PointTrace[];
      readonly path: ReplyPath;
      readonly said: Said;
      /** Further calls of the same reply, which are never run. */
      readonly skipped: readonly { readonly name: string; readonly reason: 'not the first' | 'duplicate' }[];
      /** What had to be mended while reading, in words. */
      readonly mended: readonly string[];
    }
  | {
      readonly outcome: Misreading;
      readonly reason: string;
      readonly path?: ReplyPath;
      readonly said: Said;
    };

/** What a model client answers. */
export interface ChatAnswer {
  readonly model: string;
  readonly reading: ReplyReading;
  readonly usage: Usage;
  /** The request without pixels and key, the reply as it came, and how it was read; to be kept as JSON. */
  readonly exchange: Readonly<Record<string, unknown>>;
}

/** No reply came that could be read. The exchange holds what was sent and what each try met. */
export class Unanswered extends DeskhandError {
  readonly exchange: Readonly<Record<string, unknown>>;

  constructor(error: DeskhandError, exchange: Readonly<Record<string, unknown>>) {
    super(error.kind, error.code, error.message, {
      cause: error,
      ...(error.hint !== undefined && { hint: error.hint }),
    });
    this.name = 'Unanswered';
    this.exchange = exchange;
  }
}

/** What one look for a described thing came to. Unsure: the answer cannot be used. */
export type Glimpse =
  | { readonly found: 'found'; readonly box: FrameBox }
  | { readonly found: 'absent' | 'ambiguous' | 'unsure' };

/** What a closer look at a part of a picture came to, and what asking took. */
export interface CloserLook {
  readonly glimpse: Glimpse;
  /** The part that was shown, frame px. */
  readonly region: FrameBox;
  readonly usage: Usage;
  readonly exchange: ChatAnswer['exchange'];
}

/**
 * Asks a model for the same thing again, on the enlarged part of the picture around a point.
 *
 * @throws Unanswered when no reply comes
 */
export type LookAgain = (
  picture: Picture,
  description: string,
  around: FramePoint,
  within: Pick<Conversation, 'until' | 'left'>,
  signal: AbortSignal,
) => Promise<CloserLook>;

/** What a model said when it was asked what shows that its goal is reached, and what asking took. */
export interface StatedProof {
  /** Undefined when it stated none, or none that can be read. */
  readonly proof: Proof | undefined;
  readonly usage: Usage;
  readonly exchange: ChatAnswer['exchange'];
}

/**
 * Asks a model that says its goal is reached, in a form that has no place for a proof, what shows it.
 *
 * @throws Unanswered when no reply comes
 */
export type AskForProof = (
  picture: Picture,
  said: { readonly goal: string; readonly summary: string; readonly hints: readonly string[] },
  within: Pick<Conversation, 'until' | 'left'>,
  signal: AbortSignal,
) => Promise<StatedProof>;

/** A model that decides on pictures. Every reply is checked before it is answered; nothing is guessed. */
export interface Chat {
  readonly model: string;
  next(conversation: Conversation, signal: AbortSignal): Promise<ChatAnswer>;
}
