import { Reader, type Value, type Variant, Writer } from './values.js';

/** A method of an object on the bus. */
export interface Method {
  readonly to: string;
  readonly path: string;
  readonly from: string;
  readonly name: string;
}

/** What a call is given: its signature and a value for each type of it. */
export interface Given {
  readonly signature: string;
  readonly values: readonly (string | number | boolean | Variant)[];
}

/** An answer to one of our calls. */
export interface Reply {
  /** The call it answers. */
  readonly serial: number;
  readonly body: readonly Value[];
  /** Set when the call failed: name and words of the error. */
  readonly error?: string;
}

const kinds = { call: 1, answer: 2, error: 3 } as const;
const fields = {
  path: 1,
  interface: 2,
  member: 3,
  errorName: 4,
  replySerial: 5,
  destination: 6,
  signature: 8,
};
/** Asks the bus not to start a service for the call. */
const noAutoStart = 2;
const littleEndian = 'l'.charCodeAt(0);
/** A message of more bytes than this is no tree of a window; the specification allows 128 MiB. */
const mostBytes = 16 * 1024 * 1024;

/**
 * The bytes of a call.
 *
 * @param start whether the bus may start the service that is called
 */
export function callMessage(
  serial: number,
  method: Method,
  given: Given | undefined,
  start: boolean,
): Buffer {
  const body = new Writer();
  [...(given?.signature ?? '')].forEach((type, i) => {
    body.put(type, given?.values[i] ?? '');
  });
  const content = body.bytes();
  const head = new Writer();
  const field = (code: number, type: Variant['type'], value: string): void => {
    head.align(8).put('y', code).put('v', { type, value });
  };
  field(fields.path, 'o', method.path);
  field(fields.interface, 's', method.from);
  field(fields.member, 's', method.name);
  field(fields.destination, 's', method.to);
  if (given !== undefined) field(fields.signature, 'g', given.signature);
  const list = head.bytes();
  return new Writer()
    .add(Buffer.from([littleEndian, kinds.call, start ? 0 : noAutoStart, 1]))
    .put('u', content.length)
    .put('u', serial)
    .put('u', list.length)
    .add(list)
    .align(8)
    .add(content)
    .bytes();
}

/** How many bytes the first message of the buffer has; undefined while its head is not there yet. */
export function messageLength(bytes: Buffer): number | undefined {
  if (bytes.length < 16) return undefined;
  if (bytes[0] !== littleEndian)
    throw new RangeError('The bus speaks big-endian, which no machine of today does.');
  const length = Math.ceil((16 + bytes.readUInt32LE(12)) / 8) * 8 + bytes.readUInt32LE(4);
  if (length > mostBytes) throw new RangeError(`A message of ${length} bytes is too long.`);
  return length;
}

/** The answer in one whole message; undefined for signals and for calls to us. */
export function replyIn(bytes: Buffer): Reply | undefined {
  const kind = bytes[1];
  if (kind !== kinds.answer && kind !== kinds.error) return undefined;
  const reader = new Reader(bytes);
  reader.at = 12;
  const [list] = reader.all('a(yv)');
  const told = new Map(list as readonly (readonly [number, Value])[]);
  reader.align(8);
  const body = reader.all(String(told.get(fields.signature) ?? ''));
  const serial = Number(told.get(fields.replySerial));
  if (kind === kinds.answer) return { serial, body };
  const words = typeof body[0] === 'string' ? `: ${body[0]}` : '';
  return { serial, body, error: `${String(told.get(fields.errorName))}${words}` };
}
