import { readFileSync } from 'node:fs';

/** ms between two beats of the run. */
export const BEAT_MS = 100;
/** ms between two looks, and looks in a row without a beat after which the run counts as hung: 500 ms. */
const LOOK_MS = 50;
const MISSING_LOOKS = 10;
/** Beats after which it counts as alive again: a stop that was sent meanwhile is heard before the second. */
const SURE_BEATS = 2;
/** Signals that ask a process to end: SIGHUP, SIGINT, SIGTERM. */
const ENDING = [1, 2, 15];

/** What is to be done when the run hangs. */
interface Hearers {
  /** The run hangs. */
  missing(): void;
  /** It answers again. */
  back(): void;
  /** It hangs, and was asked to end meanwhile. */
  asked(): void;
}

/**
 * Tells when the process that decides hangs: it beats each 100 ms, and looks of this process in a row find no beat. Looks
 * are counted and not ms, so that a machine that holds up both processes does not count for a hung one.
 */
export class Heartbeat {
  readonly #hearers: Hearers;
  readonly #isAsked: () => boolean;
  #timer: NodeJS.Timeout | undefined;
  #silent = 0;
  #beats = 0;
  #missing = false;
  #asked = false;

  /** @param isAsked whether the run has been asked to end and could not hear of it */
  constructor(hearers: Hearers, isAsked: () => boolean = () => askedToEnd(process.ppid)) {
    this.#hearers = hearers;
    this.#isAsked = isAsked;
  }

  /** To be called at each beat. Before the first one nothing is missed. */
  beat(): void {
    this.#silent = 0;
    this.#timer ??= setInterval(() => this.look(), LOOK_MS).unref();
    if (!this.#missing || ++this.#beats < SURE_BEATS) return;
    this.#missing = false;
    this.#asked = false;
    this.#hearers.back();
  }

  /** Looks whether the run still beats; the timer does it, and tests do. */
  look(): void {
    this.#silent += 1;
    if (this.#silent < MISSING_LOOKS) return;
    this.#beats = 0;
    if (!this.#missing) {
      this.#missing = true;
      this.#hearers.missing();
    }
    if (this.#asked || !this.#isAsked()) return;
    this.#asked = true;
    this.#hearers.asked();
  }
}

/** Whether a process has been sent a signal to end that it has not taken yet, as a stopped one does; Linux tells. */
function askedToEnd(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const pending = [...status.matchAll(/^(?:SigPnd|ShdPnd):\s*([0-9a-f]+)$/gmu)].map(([, bits]) =>
      BigInt(`0x${bits}`),
    );
    return pending.some((bits) => ENDING.some((signal) => ((bits >> BigInt(signal - 1)) & 1n) === 1n));
  } catch {
    // It has ended, which is told otherwise, or this is no Linux.
    return false;
  }
}
