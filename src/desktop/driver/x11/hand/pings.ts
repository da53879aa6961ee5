import type { XEvent } from 'x11';
import type { X11Client } from '../client.js';
import { addEvents, eventBits, whenEvents } from '../windows-events.js';
import { readNumbers, readPid } from '../windows-read.js';

/** Waits for the answer to a ping; false after `withinMs`. */
export type Answered = (withinMs: number, signal: AbortSignal) => Promise<boolean>;

/** ms for which what a window says of its protocols is remembered. */
const seenMs = 1000;

const opened = new WeakMap<X11Client, Pings>();

/** The pings of a connection: what one part has learnt of an application, all know. */
export function pingsOf(client: X11Client): Pings {
  const known = opened.get(client) ?? new Pings(client);
  opened.set(client, known);
  return known;
}

/**
 * Sends the window manager's ping (EWMH, `_NET_WM_PING`) and hears its answers. The standard says that they are
 * sent to the root window for whoever selects its substructure; Qt sends them for whoever selects its structure,
 * so both are selected. That a window *says* it answers proves nothing: only an application that has answered
 * before, and stops, hangs.
 */
class Pings {
  readonly #client: X11Client;
  readonly #listening: Promise<void>;
  readonly #atoms: Promise<{ protocols: number; ping: number }>;
  /** Applications that have answered, and those that were found to answer nothing. */
  readonly #answering = new Map<string, boolean>();
  #seen: { readonly window: number; readonly at: number; readonly seen: Pinged } | undefined;
  /** Stamp of the last ping: all that listen on a connection hear all answers, so no two may have the same. */
  #stamp = 0;

  constructor(client: X11Client) {
    this.#client = client;
    this.#listening = addEvents(client, client.root, eventBits.structure | eventBits.substructure);
    const named = Promise.all([client.atom('WM_PROTOCOLS'), client.atom('_NET_WM_PING')]);
    this.#atoms = named.then(([protocols, ping]) => ({ protocols, ping }));
    // Reported by the first ping; nobody may be waiting yet.
    this.#listening.catch(() => undefined);
    this.#atoms.catch(() => undefined);
  }

  /**
   * Whether the window's application answers pings: true once it has answered one, false where it says that it
   * does not or was found not to, undefined where that is not known yet.
   */
  async answers(window: number): Promise<boolean | undefined> {
    const { offers, application } = await this.#look(window);
    return offers ? this.#answering.get(application) : false;
  }

  /** Says that the window's application was pinged, had nothing else to do, and has not answered. */
  async isMute(window: number): Promise<void> {
    const { application } = await this.#look(window);
    if (this.#answering.get(application) !== true) this.#answering.set(application, false);
  }

  /** Sends the window's application a ping behind everything that was sent so far; its answer can be waited for later. */
  async send(window: number): Promise<Answered> {
    const client = this.#client;
    await this.#listening;
    const { protocols, ping } = await this.#atoms;
    const { application } = await this.#look(window);
    this.#stamp = (this.#stamp % 0x7ffffff0) + 1;
    const stamp = this.#stamp;
    let answered = false;
    const stop = client.onEvent((event) => {
      const data = dataOf(event, protocols);
      if (data === undefined || data[0] !== ping || data[1] !== stamp) return;
      answered = true;
      this.#answering.set(application, true);
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

  /** What a window says of pings does not change; it is asked again now and then, as its number may be another's. */
  async #look(window: number): Promise<Pinged> {
    const known = this.#seen;
    if (known?.window === window && performance.now() - known.at < seenMs) return known.seen;
    const client = this.#client;
    const [protocols, { ping }, pid] = await Promise.all([
      readNumbers(client, window, 'WM_PROTOCOLS'),
      this.#atoms,
      readPid(client, window),
    ]);
    // All windows of one connection are served by one event loop; its number is given out again after its end.
    const connection = (window & ~client.setup.resource_mask) >>> 0;
    const seen = { offers: protocols.includes(ping), application: `${connection} of ${pid}` };
    this.#seen = { window, at: performance.now(), seen };
    return seen;
  }
}

/** What is known of a window before it is pinged. */
interface Pinged {
  /** Whether it says that it answers. */
  readonly offers: boolean;
  readonly application: string;
}

function dataOf(event: XEvent, type: number): readonly number[] | undefined {
  const message = event as XEvent & { readonly message_type?: number; readonly data?: readonly number[] };
  return message.name === 'ClientMessage' && message.message_type === type ? message.data : undefined;
}
