import type { X11Client } from './client.js';
import { Hearing } from './hand/hearing.js';
import { allAsleep, mainThread } from './hand/processes.js';
import { readPid, unlessGone } from './windows-read.js';

/** ms after which a program that answers but never rests, such as a game, counts as awake. */
const restlessMs = 3000;

/**
 * Knows whether the application of a window takes input yet. Large ones paint their window and go on loading:
 * until then they throw away what is pressed. LibreOffice does so until it is back in its event loop and has
 * dealt with the focus it was given; a ping that is answered does not prove that, as a loading program looks
 * into its queue now and then, but one that afterwards sleeps waits for nothing but input.
 */
export class Awakening {
  readonly #client: X11Client;
  readonly #hearing: Hearing;
  /** The process of each window that was found awake: the number of a window that has gone is given out again. */
  readonly #awake = new Map<number, number>();

  constructor(client: X11Client) {
    this.#client = client;
    this.#hearing = new Hearing(client);
  }

  /**
   * Resolves when the application of the window takes input, which is found out once for each window; also when
   * the window has gone, when that cannot be seen, and after `withinMs`.
   */
  async of(window: number, withinMs: number, signal: AbortSignal): Promise<void> {
    const pid = await unlessGone(() => readPid(this.#client, window));
    if (pid === undefined || this.#awake.get(window) === pid) return;
    const answers = await unlessGone(() => this.#hearing.pinged(window, withinMs, signal));
    if (answers === false) return;
    const roundTrip = (): Promise<void> => this.#client.sync();
    await allAsleep(mainThread(pid), roundTrip, Math.min(withinMs, restlessMs), signal);
    this.#awake.set(window, pid);
  }
}
