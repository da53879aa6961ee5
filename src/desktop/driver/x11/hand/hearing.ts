import type { X11Client } from '../client.js';
import { readPid, unlessGone } from '../windows-read.js';
import { pause } from './pause.js';
import { type Answered, pingsOf } from './pings.js';
import { allAsleep, asleepFor, mainThread, threadsOf } from './processes.js';

/** ms for which the threads behind a window are remembered. */
const seenMs = 1000;

/** ms that an application gets when nothing at all can be learnt of it. */
const blindMs = 30;

/**
 * ms for which a program that was sent its first ping must sleep before it counts as one that answers none, and
 * ms that it gets where its sleep cannot be seen.
 */
const muteMs = 300;
const unseenMs = 2000;

/** ms that an application gets to show that it answers pings at all, while others wait for room to type. */
const provingMs = 2000;

/**
 * Tells when an application has taken in the events sent so far. Applications that answer the window
 * manager's ping (GTK, Qt, Chromium, LibreOffice) say so themselves: they read ping and keys from one queue.
 * Of the others (Xt, Tk) the process is watched: it sleeps again once its queue is empty.
 */
export class Hearing {
  readonly #client: X11Client;
  readonly #pings: ReturnType<typeof pingsOf>;
  #seen: { readonly window: number; readonly at: number; readonly threads: readonly string[] } | undefined;

  constructor(client: X11Client) {
    this.#client = client;
    this.#pings = pingsOf(client);
  }

  /** Resolves when the window's application has taken in what was sent, or the window is gone; false after `withinMs`. */
  async heard(window: number, withinMs: number, signal: AbortSignal): Promise<boolean> {
    await this.#settledServer();
    const heard = await unlessGone(async () => {
      return (await this.pinged(window, withinMs, signal)) ?? this.quiet(window, withinMs, signal);
    });
    if (heard === undefined) await pause(Math.min(blindMs, withinMs), signal);
    return heard ?? true;
  }

  /**
   * Whether the window's application answers a ping; false after `withinMs`, undefined where it answers none. One
   * that has never answered is not silent: it gets as long to answer its first ping, unless it sleeps meanwhile.
   */
  async pinged(window: number, withinMs: number, signal: AbortSignal): Promise<boolean | undefined> {
    const answers = await this.#pings.answers(window);
    if (answers === false) return undefined;
    const answered = await this.#pings.send(window);
    if (answers === true) return answered(withinMs, signal);
    if (await this.#firstAnswer(window, answered, withinMs, signal)) return true;
    await this.#pings.isMute(window);
    return undefined;
  }

  /**
   * Sends the window's application a ping behind everything that was sent so far; its answer can be waited for
   * later. Undefined where it answers none, or has gone.
   */
  async ping(window: number, signal: AbortSignal): Promise<Answered | undefined> {
    await this.#settledServer();
    return unlessGone(async () => {
      if ((await this.#pings.answers(window)) === undefined) await this.pinged(window, provingMs, signal);
      return (await this.#pings.answers(window)) ? this.#pings.send(window) : undefined;
    });
  }

  /** Resolves when the window's application and all its processes sleep; false after `withinMs`, undefined where that cannot be seen. */
  async quiet(window: number, withinMs: number, signal: AbortSignal): Promise<boolean | undefined> {
    const threads = await this.#threadsOf(window);
    if (threads.length === 0) return undefined;
    return allAsleep(threads, () => this.#settledServer(), withinMs, signal);
  }

  /**
   * Whether the first ping is answered: a program that is still loading answers late, one that sleeps on and on
   * after the ping has dealt with it and will not answer.
   */
  async #firstAnswer(
    window: number,
    answered: Answered,
    withinMs: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const pid = await readPid(this.#client, window);
    if (pid === undefined) return answered(Math.min(unseenMs, withinMs), signal);
    const enough = new AbortController();
    const both = AbortSignal.any([signal, enough.signal]);
    const slept = asleepFor(mainThread(pid), muteMs, withinMs, both).then(() => false);
    try {
      return await Promise.race([answered(withinMs, both), slept]);
    } finally {
      enough.abort();
    }
  }

  /** Two round trips: the first answer can come before the server has handed other clients theirs, the second cannot. */
  async #settledServer(): Promise<void> {
    await this.#client.sync();
    await this.#client.sync();
  }

  async #threadsOf(window: number): Promise<readonly string[]> {
    const now = performance.now();
    if (this.#seen?.window === window && now - this.#seen.at < seenMs) return this.#seen.threads;
    const pid = await unlessGone(() => readPid(this.#client, window));
    const threads = pid === undefined ? [] : threadsOf(pid);
    this.#seen = { window, at: now, threads };
    return threads;
  }
}
