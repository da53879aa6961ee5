import { connect, type Socket } from 'node:net';
import { callMessage, type Given, type Method, messageLength, type Reply, replyIn } from './message.js';
import type { Value } from './values.js';

/** A question to the bus that could not be answered. */
export class BusError extends Error {
  override readonly name = 'BusError';
}

/** A connection to a message bus. */
export interface Bus {
  /**
   * Calls a method and answers what it returns.
   *
   * @param withinMs the answer must come within this; an application that hangs costs no more
   * @throws BusError when the call fails, the bus is gone, or the time is over
   */
  call(method: Method, given: Given | undefined, withinMs: number): Promise<readonly Value[]>;
  /** Whether the connection still stands. */
  readonly open: boolean;
  close(): void;
}

/** ms for the bus itself to let us in. */
const greetingMs = 500;

/** Where the socket of a bus address is; undefined for addresses that are no sockets of this machine. */
export function socketOf(address: string): string | undefined {
  for (const each of address.split(';')) {
    const match = /^unix:(?:.*,)?(path|abstract)=([^,]+)/.exec(each);
    if (match !== null) return `${match[1] === 'abstract' ? '\0' : ''}${unescaped(match[2] ?? '')}`;
  }
  return undefined;
}

/** `%2f` is a slash. */
function unescaped(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/**
 * Connects to the bus at an address, such as that in DBUS_SESSION_BUS_ADDRESS, as the user of this process.
 *
 * @throws BusError when there is none, or when it does not let us in within half a second
 */
export async function connectBus(address: string): Promise<Bus> {
  const path = socketOf(address);
  if (path === undefined) throw new BusError(`“${address}” is no bus of this machine.`);
  const socket = connect(path);
  // A bus that is still open must not keep the program alive.
  socket.unref();
  const bus = new Connection(socket);
  try {
    await bus.greet();
    return bus;
  } catch (error) {
    bus.close();
    throw error;
  }
}

interface Waiting {
  readonly resolve: (body: readonly Value[]) => void;
  readonly reject: (error: BusError) => void;
}

class Connection implements Bus {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #bytes = Buffer.alloc(0);
  #lastSerial = 0;
  #admitted: (() => void) | undefined;
  #gone: BusError | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (piece) => this.#take(piece));
    socket.on('error', (error) => this.#end(error.message));
    socket.on('close', () => this.#end('the bus closed the connection'));
  }

  get open(): boolean {
    return this.#gone === undefined;
  }

  /** Says who we are (SASL EXTERNAL), then asks for a name, without which the bus delivers nothing. */
  async greet(): Promise<void> {
    const user = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
    const admitted = new Promise<readonly Value[]>((resolve, reject) => {
      this.#admitted = () => resolve([]);
      this.#waiting.set(0, { resolve, reject });
    });
    this.#socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
    await this.#inTime(admitted, 0, greetingMs, 'the greeting');
    this.#waiting.delete(0);
    this.#socket.write('BEGIN\r\n');
    await this.call(daemon('Hello'), undefined, greetingMs);
  }

  call(method: Method, given: Given | undefined, withinMs: number): Promise<readonly Value[]> {
    if (this.#gone !== undefined) return Promise.reject(this.#gone);
    const serial = ++this.#lastSerial;
    const answer = new Promise<readonly Value[]>((resolve, reject) => {
      this.#waiting.set(serial, { resolve, reject });
    });
    this.#socket.write(callMessage(serial, method, given, method.to.startsWith('org.a11y.')));
    return this.#inTime(answer, serial, withinMs, `${method.name} of ${method.to}`);
  }

  close(): void {
    this.#end('it was closed');
    this.#socket.destroy();
  }

  async #inTime(
    answer: Promise<readonly Value[]>,
    serial: number,
    withinMs: number,
    what: string,
  ): Promise<readonly Value[]> {
    const timer = setTimeout(() => {
      this.#waiting.get(serial)?.reject(new BusError(`No answer within ${withinMs} ms to ${what}.`));
      this.#waiting.delete(serial);
    }, withinMs);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
    }
  }

  #take(piece: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, piece]);
    try {
      if (this.#admitted !== undefined) this.#takeAdmission();
      else this.#takeMessages();
    } catch (error) {
      // What cannot be read now can never be: where the next message begins is unknown.
      this.#end(error instanceof Error ? error.message : String(error));
      this.#socket.destroy();
    }
  }

  #takeAdmission(): void {
    const end = this.#bytes.indexOf('\r\n');
    if (end < 0) return;
    const line = this.#bytes.toString('latin1', 0, end);
    if (!line.startsWith('OK ')) throw new BusError(`The bus lets this user not in: ${line}.`);
    this.#bytes = this.#bytes.subarray(end + 2);
    this.#admitted?.();
    this.#admitted = undefined;
  }

  #takeMessages(): void {
    for (;;) {
      const length = messageLength(this.#bytes);
      if (length === undefined || this.#bytes.length < length) return;
      const reply = replyIn(this.#bytes.subarray(0, length));
      this.#bytes = this.#bytes.subarray(length);
      if (reply !== undefined) this.#answer(reply);
    }
  }

  #answer({ serial, body, error }: Reply): void {
    const waiting = this.#waiting.get(serial);
    this.#waiting.delete(serial);
    if (error === undefined) waiting?.resolve(body);
    else waiting?.reject(new BusError(error));
  }

  #end(reason: string): void {
    if (this.#gone !== undefined) return;
    this.#gone = new BusError(`The bus is gone: ${reason}.`);
    for (const { reject } of this.#waiting.values()) reject(this.#gone);
    this.#waiting.clear();
  }
}

/** A method of the bus itself. */
export function daemon(name: string): Method {
  return { to: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', from: 'org.freedesktop.DBus', name };
}
