import type { Gate } from './gate.js';

/** What somebody else acts by; `pressed` tells a key or button from a mere motion. */
export interface PersonInput {
  readonly by: 'the keyboard' | 'the mouse';
  readonly pressed: boolean;
}

/** What is to be done while a person uses mouse or keyboard. */
interface Hearers {
  /** It has begun, or there is more of it. */
  acts(input: PersonInput, first: boolean): void;
  /** It has been quiet for long enough. */
  quiet(): void;
}

/** Keeps our input waiting from the first input of a person until there was none for a while. */
export class PersonPause {
  readonly #gate: Gate;
  readonly #quietMs: number;
  readonly #hearers: Hearers;
  #timer: NodeJS.Timeout | undefined;

  constructor(gate: Gate, quietMs: number, hearers: Hearers) {
    this.#gate = gate;
    this.#quietMs = quietMs;
    this.#hearers = hearers;
  }

  /** To be called for every input of a person. */
  acted(input: PersonInput): void {
    const first = this.#timer === undefined;
    this.#gate.close('person');
    this.#hearers.acts(input, first);
    if (this.#timer !== undefined) {
      this.#timer.refresh();
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#gate.open('person');
      this.#hearers.quiet();
    }, this.#quietMs).unref();
  }
}
