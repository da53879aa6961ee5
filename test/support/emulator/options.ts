import type { Size } from '../../../src/core/geometry.js';
import type { Brain } from './brain.js';
import type { Family } from './families.js';
import type { Fault, Misbehaviour } from './faults.js';
import type { Host } from './rules.js';

/** How the emulator is set up. */
export interface EmulatorOptions {
  /** Who decides; clicks the magenta marker unless told. */
  readonly brain?: Brain;
  /** Models that are served and what differs in them; without it all known names of the Qwen-VL families. */
  readonly models?: Readonly<Record<string, Partial<Family>>>;
  /** The server that is played. */
  readonly host?: Host;
  readonly misbehave?: Misbehaviour;
  /** Time an answer takes, ms; real ones take about 1500 + 31 a token. Nothing unless told. */
  readonly latency?: { readonly baseMs: number; readonly perTokenMs: number };
  /** How far answers miss, px of the seen picture. */
  readonly noise?: number;
  /** The key that is let in. */
  readonly key?: string;
  /** Told of each request, for people who watch. */
  readonly onRequest?: (request: RecordedRequest) => void;
}

/** A request as it came, without its key and with a hash in place of each picture. */
export interface RecordedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly pictures: readonly {
    sha256: string;
    type: string;
    bytes: number;
    sent: Size;
    seen: Size;
    tokens: number;
  }[];
  /** The status of the answer, 0 while there is none. */
  readonly status: number;
  /** What was answered, or the message of the refusal. */
  readonly said: string;
  readonly fault?: Fault;
}

export interface Emulator {
  /** Base address, ends in /v1. */
  readonly url: string;
  readonly key: string;
  readonly requests: readonly RecordedRequest[];
  close(): Promise<void>;
}
