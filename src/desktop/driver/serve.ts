import { cutOff } from '../../core/cut-off.js';
import { DeskhandError } from '../../core/errors.js';
import type { Gate } from './gate.js';
import type { PersonInput } from './person.js';
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

/** Acts that have something down while they last, or go on with what an act before them holds. */
const holders: ReadonlySet<DriverMethod> = new Set(['hand.hold', 'hand.drag', 'hand.move', 'hand.up']);

/** Answers the requests of one parent on one world. */
export class Server {
  readonly #world: World;
  readonly #send: (message: FromDriver) => void;
  readonly #outbox: PictureOutbox;
  readonly #gate: Gate;
  /** Whether a button is held from one act to a later one, and whether it was let go in between. */
  #holding = false;
  #lost: DeskhandError | undefined;
  /** What somebody else uses at present; `pressed` as soon as it was more than a motion. */
  #person: PersonInput | undefined;
  /** Whether anything was given since an act began: it begins with `watch`. */
  #begun = false;
  readonly #running = new Map<
    number,
    { method: DriverMethod; abort: AbortController; done: Promise<void> }
  >();
  #stoppedBy: string | undefined;

  constructor(
    world: World,
    send: (message: FromDriver) => void,
    options: Pick<DriverOptions, 'pictureFile' | 'stopped'>,
    gate: Gate,
  ) {
    this.#gate = gate;
    this.#world = world;
    this.#send = send;
    this.#outbox = new PictureOutbox(options.pictureFile);
    this.#stoppedBy = options.stopped;
    // A key that is held, or a change that is waited for, must not outlast the display.
    void world.gone?.then((error) => {
      for (const { abort } of this.#running.values()) abort.abort(error);
    });
  }

  /** Takes one message; `open`, `close` and `alive` are not for the server. */
  receive(message: Exclude<ToDriver, { kind: 'open' | 'close' | 'alive' }>): void {
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

  /**
   * The parent does not answer any more: what is typed or repeated waits, and so does every act that begins; what
   * holds something down is cut off, since nobody could let it go.
   */
  hang(): void {
    this.#gate.close('hang');
    this.#letGo(hungError());
  }

  /** The parent answers again. */
  goOn(): void {
    this.#gate.open('hang');
  }

  /**
   * Somebody else uses mouse or keyboard: an act that begins meanwhile is not done, what holds something down is cut
   * off, and so is every input that is under way when something is pressed, since the rest might go elsewhere. A text
   * waits for the end of a mere motion, and goes on.
   */
  disturbed({ by, pressed }: PersonInput): void {
    this.#person = { by, pressed: pressed || this.#person?.pressed === true };
    const error = disturbedError(by, true);
    this.#letGo(error);
    if (!pressed) return;
    for (const { method, abort } of this.#running.values()) if (isInput(method)) abort.abort(error);
  }

  /** Nobody else does any more. */
  quiet(): void {
    this.#person = undefined;
  }

  /** Cuts off what holds something down, and lets it go. */
  #letGo(error: DeskhandError): void {
    for (const { method, abort } of this.#running.values()) {
      // A move with nothing down is over in a moment.
      if (holders.has(method) && (method !== 'hand.move' || this.#holding)) abort.abort(error);
    }
    if (!this.#holding) return;
    this.#lost = error;
    this.#world.release().catch(() => undefined);
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
    this.#running.set(id, { method, abort, done });
  }

  async #perform(method: DriverMethod, params: unknown[], signal: AbortSignal): Promise<unknown> {
    const [port, name] = method.split('.') as [keyof World & ('screen' | 'hand' | 'windows'), string];
    const acts = isInput(method);
    if (acts && this.#stoppedBy !== undefined) throw stoppedError(this.#stoppedBy);
    if (!this.#world.open) throw displayGone(this.#world.facts.display);
    if (this.#lost !== undefined && holders.has(method)) {
      const error = this.#lost;
      this.#lost = undefined;
      this.#holding = false;
      throw error;
    }
    const person = this.#person;
    if (acts && person !== undefined && (person.pressed || !this.#begun))
      throw disturbedError(person.by, false);
    if (acts) await this.#gate.passed(signal);
    const target = this.#world[port] as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const call = target[name];
    if (call === undefined) throw new Error(`The driver has no method ${method}.`);
    if (acts) this.#begun = true;
    const value = await call.apply(target, [...params, signal]);
    if (method === 'hand.watch') this.#begun = false;
    if (method === 'hand.down') this.#holding = true;
    if (method === 'hand.up' || method === 'hand.release') this.#holding = false;
    if (method === 'hand.down' || method === 'hand.release') this.#lost = undefined;
    return value;
  }

  #answer(id: number, work: Promise<unknown>): Promise<void> {
    return work.then(
      (value) => this.#send({ kind: 'result', id, ...this.#outbox.pack(value) }),
      (error: unknown) => this.#send({ kind: 'error', id, error: packError(error) }),
    );
  }
}

/** Whether a method gives input to something, or brings a window forward. */
function isInput(method: DriverMethod): boolean {
  const [port, name = ''] = method.split('.');
  if (port === 'hand') return !['answered', 'watch', 'release'].includes(name);
  return port === 'windows' && !['list', 'visible', 'awake'].includes(name);
}

function disturbedError(by: PersonInput['by'], begun: boolean): DeskhandError {
  return cutOff(
    `somebody else used ${by}`,
    { begun, where: 'in the middle' },
    'Leave mouse and keyboard alone while a run acts, or give it a desktop of its own: --desktop virtual.',
  );
}

function hungError(): DeskhandError {
  return cutOff('the run itself did not answer for 0.5 s, so everything was let go', {
    begun: true,
    where: 'in the middle',
  });
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
