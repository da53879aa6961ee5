import type { Hand, Screen, Windows } from '../../ports.js';
import type { PersonInput } from './person.js';
import type { DriverFacts } from './protocol.js';

/** One desktop as the driver process holds it. */
export interface World {
  readonly facts: DriverFacts;
  readonly screen: Screen;
  readonly hand: Hand;
  readonly windows: Windows;
  /** Whether the display can still be reached; native input without one ends the process. */
  readonly open: boolean;
  /** Resolves with the reason when the display is gone, where that is told. */
  readonly gone?: Promise<Error>;
  /** Calls the listener when a person stops by key or corner, with the words for who stopped. */
  onStop(listener: (by: string) => void): void;
  /** Calls the listener for every input that is not ours, with what it was made by; undefined where nobody can tell. */
  readonly onPerson?: (listener: (input: PersonInput) => void) => Promise<void>;
  /** Releases every key and button. */
  release(): Promise<void>;
  /** Releases everything and ends the connection. */
  close(): Promise<void>;
}
