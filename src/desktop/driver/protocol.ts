import { DeskhandError, type ErrorKind, messageOf } from '../../core/errors.js';
import type { ScreenPoint, Size } from '../../core/geometry.js';
import type { Hand, Screen, Windows } from '../../ports.js';

/** How pixels are fetched, fastest first. */
export type CapturePath = 'x11-shm' | 'x11-core' | 'nut' | 'screenshot-desktop';

/** One monitor of the display. */
export interface MonitorFacts {
  readonly name: string;
  /** Logical position of the top left corner; may be negative on Windows and macOS. */
  readonly origin: ScreenPoint;
  /** Frame px. */
  readonly size: Size;
  /** Frame px per logical px. */
  readonly scale: number;
}

/** What the driver found out about its display when it started. */
export interface DriverFacts {
  readonly display: string;
  readonly capture: CapturePath;
  /** Frame px of the whole view. */
  readonly size: Size;
  /** Bits of colour. */
  readonly depth: number;
  readonly monitors: readonly MonitorFacts[];
  /** How text is typed, in words. */
  readonly typing: string;
  /** Whether nut-js could be loaded, or why not. */
  readonly nut: { readonly available: true } | { readonly available: false; readonly reason: string };
  /** Whether the stop key works: another program may have taken it, and only X11 can tell of keys. */
  readonly stopKey: boolean;
  /** Keys and buttons that were down when the driver started and were released, in words. */
  readonly swept: readonly string[];
}

/** How a person at the desktop can stop the hand at once. */
export interface StopWays {
  /** A chord that stops wherever the focus is. Only X11 can tell of it. */
  readonly key?: readonly string[];
  /** Whether a pointer that is pushed into a corner of the screen stops. */
  readonly corner: boolean;
}

/** The run that drives a display, as another one that wants it is told. */
export interface RunClaim {
  /** Process id of the run. */
  readonly pid: number;
  /** Name of the run. */
  readonly run: string;
  /** Absolute path of its recording. */
  readonly folder: string;
}

/** The argument of a driver process whose display is not there yet. */
export const AHEAD = 'ahead';

/** What a driver process is told when its display is there. */
export interface DriverOptions {
  /** Claims the display for this run: on X11 no other run gets it meanwhile. Without it nothing is claimed. */
  readonly claim?: RunClaim;
  readonly display: string;
  readonly authority?: string;
  /** Whether a process is kept that lets everything go when this one and its parent are killed together. */
  readonly keeper?: boolean;
  /** Name or number of the monitor to look at; without it all of them. */
  readonly monitor?: string;
  /** How many frames are kept for comparison, at most. */
  readonly keep?: number;
  /** Bytes that kept frames may use. */
  readonly keepBytes?: number;
  /** The first frame key; a fresh driver goes on above those of the dead one. */
  readonly firstKey?: number;
  /** How a person can stop; without it only by way of the parent. */
  readonly stops?: StopWays;
  /** Whether a person's own input at the display is told, and makes ours wait until it has been quiet so long, ms. Only X11 can tell. */
  readonly person?: { readonly quietMs: number };
  /** Take the way of Windows and macOS (nut-js alone), whatever the system: so it can be tried on X11 too. */
  readonly native?: boolean;
  /** Descriptor of the file through which large pictures are handed over; without it they go through the pipe. */
  readonly pictureFile?: number;
  /** Who stopped input before this driver was started; it refuses input until `resume`. */
  readonly stopped?: string;
}

type Arguments<Call> = Call extends (...args: infer All) => unknown
  ? All extends [...infer Rest, AbortSignal]
    ? Rest
    : All
  : never;
type Answer<Call> = Call extends (...args: never[]) => Promise<infer Value> ? Value : never;
type Named<Port extends string, Calls> = {
  [Name in keyof Calls & string as `${Port}.${Name}`]: {
    params: Arguments<Calls[Name]>;
    result: Answer<Calls[Name]>;
  };
};

/** Every request the driver answers: the methods of its three ports, without the signal. */
export type DriverCalls = Named<'screen', Screen> & Named<'hand', Hand> & Named<'windows', Windows>;
export type DriverMethod = keyof DriverCalls;

/** An error on its way between the processes. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly deskhand?: { readonly kind: ErrorKind; readonly code: string; readonly hint?: string };
}

/** What the client sends. `stop` and `cancel` are never queued behind a call. */
export type ToDriver =
  /** The first message: which display, and the environment that the process takes on. */
  | {
      readonly kind: 'open';
      readonly options: DriverOptions;
      readonly env: Readonly<Record<string, string | undefined>>;
    }
  | { readonly kind: 'call'; readonly id: number; readonly method: DriverMethod; readonly params: unknown[] }
  | { readonly kind: 'cancel'; readonly id: number }
  /** Abort everything, release everything, refuse input until `resume`. */
  | { readonly kind: 'stop'; readonly id: number; readonly by: string }
  | { readonly kind: 'resume'; readonly id: number }
  /** The picture of the last result that lay in the picture file has been read. */
  | { readonly kind: 'taken' }
  /** The parent is alive: told each 100 ms. */
  | { readonly kind: 'alive' }
  /** Release everything and exit. */
  | { readonly kind: 'close' };

/** What the driver sends. */
export type FromDriver =
  /** Nothing is pressed any more; the driver goes on starting. */
  | { readonly kind: 'swept' }
  | { readonly kind: 'ready'; readonly facts: DriverFacts }
  | { readonly kind: 'unable'; readonly error: SentError }
  /** `bytes`: of a picture that lies in the picture file and not in the value. */
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown; readonly bytes?: number }
  | { readonly kind: 'error'; readonly id: number; readonly error: SentError }
  /** Somebody else has begun to use mouse or keyboard, in words such as “the mouse”. */
  | { readonly kind: 'person'; readonly input: string }
  /** Nobody else has used them for the time that was asked for. */
  | { readonly kind: 'quiet' }
  /** The driver was stopped from outside, such as by Ctrl-C in its terminal; told before what that cuts off. */
  | { readonly kind: 'stopped'; readonly by: string };

/** Packs anything that was thrown. */
export function packError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: messageOf(error) };
  const packed = {
    name: error.name,
    message: error.message,
    ...(error.stack === undefined ? {} : { stack: error.stack }),
  };
  if (!(error instanceof DeskhandError)) return packed;
  const { kind, code, hint } = error;
  return { ...packed, deskhand: { kind, code, ...(hint === undefined ? {} : { hint }) } };
}

/** The error that was packed: a `DeskhandError` stays one, everything else becomes an `Error` of that name. */
export function unpackError(sent: SentError): Error {
  if (sent.deskhand !== undefined) {
    const { kind, code, hint } = sent.deskhand;
    return new DeskhandError(kind, code, sent.message, hint === undefined ? {} : { hint });
  }
  const error = new Error(sent.message);
  error.name = sent.name;
  if (sent.stack !== undefined) error.stack = sent.stack;
  return error;
}

/** The error of a hand that was told to stop. */
export function stoppedError(by: string): DeskhandError {
  return new DeskhandError('failed', 'stopped', `Input was stopped by ${by}.`, {
    hint: 'Everything was released; input starts again only when a person resumes it.',
  });
}
