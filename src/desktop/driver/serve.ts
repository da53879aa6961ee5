import { DeskhandError } from '../../core/errors.js';
import { PictureOutbox } from './picture-file.js';
import {
  type DriverMethod,
  type DriverOptions,
  type FromDriver,
  packError,
  stoppedError,
  type ToDriver,
} from './protocol.js';
import type { World } from './world.js';

/** A stop waits at most this long for acts to end before it says that all is released, ms. */
const stopWithinMs = 100;

/** Answers the requests of one parent on one world. */
export class Server {
  readonly #world: World;
  readonly #send: (message: FromDriver) => void;
  readonly #outbox: PictureOutbox;
  readonly #running = new Map<number, { abort: AbortController; done: Promise<void> }>();
  #stoppedBy: string | undefined;

  constructor(
    world: World,
    send: (message: FromDriver) => void,
    options: Pick<DriverOptions, 'pictureFile' | 'stopped'>,
  ) {
    this.#world = world;
    this.#send = send;
    this.#outbox = new PictureOutbox(options.pictureFile);
    this.#stoppedBy = options.stopped;
    // A key that is held, or a change that is waited for, must not outlast the display.
    void world.gone?.then((error) => {
      for (const { abort } of this.#running.values()) abort.abort(error);
    });
  }

  /** Takes one message; `close` is not for the server. */
  receive(message: Exclude<ToDriver, { kind: 'close' }>): void {
    switch (message.kind) {
      case 'call':
        this.#start(message.id, message.method, message.params);
        break;
      case 'cancel':
        this.#running.get(message.id)?.abort.abort();
        break;
      case 'stop':
        void this.#answer(message.id, this.stop(message.by));
        break;
      case 'taken':
        this.#outbox.taken();
        break;
      case 'resume':
        this.#stoppedBy = undefined;
        this.#send({ kind: 'result', id: message.id, value: undefined });
        break;
    }
  }

  /** Aborts everything in flight, releases everything, and refuses input from now on. */
  async stop(by: string): Promise<void> {
    this.#stoppedBy = by;
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort(stoppedError(by));
    await this.#world.release();
    await Promise.race([Promise.all(running.map(({ done }) => done)), after(stopWithinMs)]);
    // An act may have pressed something between the abort and its end.
    await this.#world.release();
  }

  #start(id: number, method: DriverMethod, params: unknown[]): void {
    const abort = new AbortController();
    const done = this.#answer(id, this.#perform(method, params, abort.signal)).then(() => {
      this.#running.delete(id);
    });
    this.#running.set(id, { abort, done });
  }

  async #perform(method: DriverMethod, params: unknown[], signal: AbortSignal): Promise<unknown> {
    const [port, name] = method.split('.') as [keyof World & ('screen' | 'hand' | 'windows'), string];
    const acts =
      port === 'hand'
        ? !['answered', 'watch', 'release'].includes(name)
        : port === 'windows' && !['list', 'visible', 'awake'].includes(name);
    if (acts && this.#stoppedBy !== undefined) throw stoppedError(this.#stoppedBy);
    if (!this.#world.open) throw displayGone(this.#world.facts.display);
    const target = this.#world[port] as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const call = target[name];
    if (call === undefined) throw new Error(`The driver has no method ${method}.`);
    return call.apply(target, [...params, signal]);
  }

  #answer(id: number, work: Promise<unknown>): Promise<void> {
    return work.then(
      (value) => this.#send({ kind: 'result', id, ...this.#outbox.pack(value) }),
      (error: unknown) => this.#send({ kind: 'error', id, error: packError(error) }),
    );
  }
}

function displayGone(display: string): DeskhandError {
  return new DeskhandError('environment', 'display-gone', `The display ${display} is gone.`, {
    hint: 'The display server was ended or has crashed; start the desktop again.',
  });
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
