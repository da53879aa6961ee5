import type { XEvent } from 'x11';
import type { X11Client } from '../client.js';
import { addEvents, eventBits, whenEvents } from '../windows-events.js';
import { readNumbers, readPid, unlessGone } from '../windows-read.js';
import { pause } from './pause.js';
import { allAsleep, threadsOf } from './processes.js';

/** Waits for the answer to a ping; false after `withinMs`. */
export type Answered = (withinMs: number, signal: AbortSignal) => Promise<boolean>;

/** ms for which the threads behind a window, and its protocols, are remembered. */
const seenMs = 1000;

/** ms that an application gets when nothing at all can be learnt of it. */
const blindMs = 30;

/** Stamp of the last ping: all that listen on a connection hear all answers, so no two pings may have the same. */
let pings = 0;

/**
 * Tells when an application has taken in the events sent so far. Applications that answer the window
 * manager's ping (GTK, Qt, Chromium, LibreOffice) say so themselves: they read ping and keys from one queue.
 * Of the others (Xt, Tk) the process is watched: it sleeps again once its queue is empty.
 */
export class Hearing {
  readonly #client: X11Client;
  readonly #listening: Promise<void>;
  #pinging: { readonly window: number; readonly at: number; readonly answers: boolean } | undefined;
  #seen: { readonly window: number; readonly at: number; readonly threads: readonly string[] } | undefined;

  constructor(client: X11Client) {
    this.#client = client;
    this.#listening = addEvents(client, client.root, eventBits.substructure);
    // Reported by the first wait; nobody may be waiting yet.
    this.#listening.catch(() => undefined);
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

  /** Whether the window's application answers a ping; false after `withinMs`, undefined where it answers none. */
  async pinged(window: number, withinMs: number, signal: AbortSignal): Promise<boolean | undefined> {
    if (!(await this.#answersPings(window))) return undefined;
    return (await this.#ping(window))(withinMs, signal);
  }

  /**
   * Sends the window's application a ping behind everything that was sent so far; its answer can be waited for
   * later. Undefined where it answers none, or has gone.
   */
  async ping(window: number): Promise<Answered | undefined> {
    await this.#settledServer();
    return unlessGone(async () => ((await this.#answersPings(window)) ? this.#ping(window) : undefined));
  }

  /** Resolves when the window's application and all its processes sleep; false after `withinMs`, undefined where that cannot be seen. */
  async quiet(window: number, withinMs: number, signal: AbortSignal): Promise<boolean | undefined> {
    const threads = await this.#threadsOf(window);
    if (threads.length === 0) return undefined;
    return allAsleep(threads, () => this.#settledServer(), withinMs, signal);
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

  /** What a window says of pings does not change; it is asked again now and then, as its number may be another's. */
  async #answersPings(window: number): Promise<boolean> {
    const known = this.#pinging;
    if (known?.window === window && performance.now() - known.at < seenMs) return known.answers;
    const [protocols, ping] = await Promise.all([
      readNumbers(this.#client, window, 'WM_PROTOCOLS'),
      this.#client.atom('_NET_WM_PING'),
    ]);
    const answers = protocols.includes(ping);
    this.#pinging = { window, at: performance.now(), answers };
    return answers;
  }

  async #ping(window: number): Promise<Answered> {
    const client = this.#client;
    await this.#listening;
    const [protocols, ping] = await Promise.all([client.atom('WM_PROTOCOLS'), client.atom('_NET_WM_PING')]);
    pings = (pings % 0x7ffffff0) + 1;
    const stamp = pings;
    let answered = false;
    const stop = client.onEvent((event) => {
      const data = messageOf(event, protocols);
      if (data === undefined || data[0] !== ping || data[1] !== stamp) return;
      answered = true;
      stop();
    });
    client.raw.SendClientMessage(window, window, protocols, 32, [ping, stamp, window, 0, 0], 0);
    return async (withinMs, signal) => {
      try {
        return (await whenEvents(client, async () => answered || undefined, withinMs, signal)) === true;
      } finally {
        stop();
      }
    };
  }
}

function messageOf(event: XEvent, type: number): readonly number[] | undefined {
  const message = event as XEvent & { readonly message_type?: number; readonly data?: readonly number[] };
  return message.name === 'ClientMessage' && message.message_type === type ? message.data : undefined;
}
