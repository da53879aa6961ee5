import { DeskhandError, DriverDied } from '../core/errors.js';
import type { Hand, Screen, Windows } from '../ports.js';
import { BEAT_MS } from './driver/heartbeat.js';
import { unpackPicture } from './driver/picture-file.js';
import { bootDriver, type DriverProcess, openOn, post } from './driver/process.js';
import {
  type DriverCalls,
  type DriverFacts,
  type DriverMethod,
  type DriverOptions,
  type FromDriver,
  type ToDriver,
  unpackError,
} from './driver/protocol.js';
import { remoteHand, remoteScreen, remoteWindows } from './driver/remote.js';

/** A driver process and the ports it serves. */
export interface Driver {
  readonly screen: Screen;
  readonly hand: Hand;
  readonly windows: Windows;
  /** What the driver found when it started last. */
  readonly facts: DriverFacts;
  /** Process id of the present driver. */
  readonly pid: number;
  /**
   * No further input, everything released, within 200 ms. Every act in flight rejects with code `stopped`,
   * and so does every later one, until `resume`. A driver that does not answer is killed and replaced.
   *
   * @param by who stopped, for the messages
   */
  stop(by?: string): Promise<void>;
  /** Allows input again after a stop. To be called only because a person wants it. */
  resume(): Promise<void>;
  /**
   * Calls the listener when the driver was stopped from outside, such as by Ctrl-C, before any act fails of it; at
   * once where that has happened already. Answers how to stop listening.
   */
  onStopped(listener: (by: string) => void): () => void;
  /**
   * Calls the listener when somebody else begins to use mouse or keyboard, in words such as “the mouse”, and with
   * undefined when nobody has for the time that was asked for. Answers how to stop listening.
   */
  onPerson(listener: (input: string | undefined) => void): () => void;
  /** Resolves as soon as nobody else uses mouse or keyboard; at once where nobody does. Rejects with the signal's reason. */
  quiet(signal: AbortSignal): Promise<void>;
  /** Releases everything and ends the process. */
  close(): Promise<void>;
}

/** What a driver is opened with: `env` is the environment of its process, without it the present one. */
export interface OpenDriverOptions extends Omit<DriverOptions, 'firstKey' | 'pictureFile' | 'stopped'> {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A process that was started for it before the display was there. */
  readonly booted?: DriverProcess;
}

/** A stop that is not answered within this many ms is carried out by killing the driver. */
const stopMs = 150;
/** The driver answers a cancelled request within this many ms, or it is answered for it. */
const cancelMs = 500;
/** A driver that closes is given this many ms. */
const closeMs = 1500;
/** Frame keys of a driver and of its successor are this far apart. */
const keysPerDriver = 1_000_000;

/**
 * Starts the driver process of a display.
 *
 * @throws DeskhandError kind `environment`, code `no-display`, when the display cannot be reached
 */
export async function openDriver(options: OpenDriverOptions): Promise<Driver> {
  const client = new DriverClient(options);
  await client.start();
  return client;
}

interface Pending {
  readonly what: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** One driver process, and who waits for it. */
interface Started extends DriverProcess {
  readonly pending: Map<number, Pending>;
}

/** One that has said that it is ready. */
interface Live extends Started {
  readonly facts: DriverFacts;
}

class DriverClient implements Driver {
  readonly screen: Screen;
  readonly hand: Hand;
  readonly windows: Windows;
  readonly #options: OpenDriverOptions;
  readonly #stopListeners = new Set<(by: string) => void>();
  readonly #personListeners = new Set<(input: string | undefined) => void>();
  #person: string | undefined;
  #live: Promise<Live> | undefined;
  /** Resolves when the driver that is being started has released everything, or could not. */
  #swept: Promise<void> = Promise.resolve();
  #last: Live | undefined;
  #nextId = 1;
  #generation = 0;
  #stoppedBy: string | undefined;
  /** Who stopped the driver from outside, until a person resumes. */
  #toldBy: string | undefined;
  #closed = false;

  constructor(options: OpenDriverOptions) {
    this.#options = options;
    const call = <Method extends DriverMethod>(
      method: Method,
      params: DriverCalls[Method]['params'],
      signal: AbortSignal | undefined,
    ) => this.#call(method, params, signal) as Promise<DriverCalls[Method]['result']>;
    this.screen = remoteScreen(call);
    this.hand = remoteHand(call);
    this.windows = remoteWindows(call);
  }

  get facts(): DriverFacts {
    return this.#started().facts;
  }

  get pid(): number {
    return this.#started().child.pid ?? 0;
  }

  async start(): Promise<void> {
    await this.#running();
  }

  async stop(by = 'the operator'): Promise<void> {
    this.#stoppedBy = by;
    // A driver that is being started has pressed nothing yet; the next one starts stopped.
    const live = await this.#live?.catch(() => undefined);
    if (live === undefined || this.#closed) return;
    const answered = this.#ask(live, 'stop', (id) => ({ kind: 'stop', id, by }));
    const timer = setTimeout(() => live.child.kill('SIGKILL'), stopMs);
    try {
      await answered;
    } catch (error) {
      // A driver that died has been replaced by one that released everything and refuses input.
      if (!(error instanceof DriverDied)) throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async resume(): Promise<void> {
    this.#stoppedBy = undefined;
    this.#toldBy = undefined;
    await this.#ask(await this.#running(), 'resume', (id) => ({ kind: 'resume', id }));
  }

  onStopped(listener: (by: string) => void): () => void {
    this.#stopListeners.add(listener);
    if (this.#toldBy !== undefined) listener(this.#toldBy);
    return () => {
      this.#stopListeners.delete(listener);
    };
  }

  onPerson(listener: (input: string | undefined) => void): () => void {
    this.#personListeners.add(listener);
    if (this.#person !== undefined) listener(this.#person);
    return () => {
      this.#personListeners.delete(listener);
    };
  }

  async quiet(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#person === undefined) return;
    await new Promise<void>((resolve, reject) => {
      const aborted = (): void => settle(() => reject(signal.reason));
      const settle = (how: () => void): void => {
        signal.removeEventListener('abort', aborted);
        forget();
        how();
      };
      const forget = this.onPerson((input) => {
        if (input === undefined) settle(resolve);
      });
      signal.addEventListener('abort', aborted, { once: true });
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const live = await this.#live?.catch(() => undefined);
    if (live === undefined) return;
    post(live.child, { kind: 'close' });
    const timer = setTimeout(() => live.child.kill('SIGKILL'), closeMs);
    await live.exited;
    clearTimeout(timer);
  }

  async #call(method: DriverMethod, params: unknown[], signal: AbortSignal | undefined): Promise<unknown> {
    signal?.throwIfAborted();
    const live = await this.#running();
    signal?.throwIfAborted();
    return this.#ask(live, method, (id) => ({ kind: 'call', id, method, params }), signal);
  }

  /** Sends a request and waits for its answer; a signal that fires cancels it. */
  #ask(live: Live, what: string, message: (id: number) => ToDriver, signal?: AbortSignal): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise<unknown>((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const cancel = (): void => {
        post(live.child, { kind: 'cancel', id });
        timer = setTimeout(() => settle(() => reject(signal?.reason)), cancelMs);
      };
      const settle = (how: () => void): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', cancel);
        live.pending.delete(id);
        how();
      };
      live.pending.set(id, {
        what,
        resolve: (value) => settle(() => resolve(value)),
        // The driver's own words for a cancelled request are of no interest.
        reject: (error) =>
          settle(() => reject(signal?.aborted && !(error instanceof DriverDied) ? signal.reason : error)),
      });
      signal?.addEventListener('abort', cancel, { once: true });
      post(live.child, message(id));
    });
  }

  #started(): Live {
    if (this.#last === undefined) throw new Error('The driver has not been started.');
    return this.#last;
  }

  #running(): Promise<Live> {
    if (this.#closed) return Promise.reject(closedError());
    this.#live ??= this.#launch().catch((error: unknown) => {
      this.#live = undefined;
      throw error;
    });
    return this.#live;
  }

  async #launch(): Promise<Live> {
    const { env = process.env, booted, ...options } = this.#options;
    const generation = this.#generation++;
    const started = (generation === 0 ? booted : undefined) ?? bootDriver(env, false);
    this.#swept = started.swept;
    const driver: Started = { ...started, pending: new Map() };
    started.child.on('message', (message: FromDriver) => this.#receive(driver, message));
    const given: DriverOptions = {
      ...options,
      firstKey: 1 + keysPerDriver * generation,
      ...(this.#stoppedBy === undefined ? {} : { stopped: this.#stoppedBy }),
    };
    openOn(started, given, env);
    const live: Live = { ...driver, facts: await started.ready };
    const beat = setInterval(() => post(started.child, { kind: 'alive' }), BEAT_MS).unref();
    void started.exited.then(() => {
      clearInterval(beat);
      return this.#ended(live);
    });
    this.#last = live;
    return live;
  }

  #receive(live: Started, message: FromDriver): void {
    if (message.kind === 'stopped') {
      this.#stoppedBy = message.by;
      this.#toldBy = message.by;
      for (const listener of this.#stopListeners) listener(message.by);
    } else if (message.kind === 'person') this.#tellPerson(message.input);
    else if (message.kind === 'quiet') this.#tellPerson(undefined);
    else if (message.kind === 'result') live.pending.get(message.id)?.resolve(withPicture(live, message));
    else if (message.kind === 'error') live.pending.get(message.id)?.reject(unpackError(message.error));
  }

  #tellPerson(input: string | undefined): void {
    this.#person = input;
    for (const listener of this.#personListeners) listener(input);
  }

  /** The driver has ended. Those who wait are told once a fresh driver has released everything. */
  async #ended(live: Live): Promise<void> {
    this.#live = undefined;
    // The next driver tells of persons anew.
    if (this.#person !== undefined) this.#tellPerson(undefined);
    if (!this.#closed) {
      // A fresh driver that cannot start is told to whoever calls next.
      this.#running().catch(() => undefined);
      await this.#swept;
    }
    const complaints = live.complaints();
    const cause = complaints === '' ? {} : { cause: new Error(complaints) };
    for (const { what, reject } of [...live.pending.values()]) {
      reject(this.#closed ? closedError() : new DriverDied(what, cause));
    }
  }
}

/** The value of a result; a picture that lies in the picture file is read before the next one may come there. */
function withPicture(live: Started, { value, bytes }: Extract<FromDriver, { kind: 'result' }>): unknown {
  if (bytes === undefined || live.pictureFile === undefined) return value;
  const whole = unpackPicture(live.pictureFile, value, bytes);
  post(live.child, { kind: 'taken' });
  return whole;
}

function closedError(): DeskhandError {
  return new DeskhandError('failed', 'driver-closed', 'The driver of this desktop has been closed.');
}
