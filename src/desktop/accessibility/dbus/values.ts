/** A value of D-Bus: numbers are numbers (64 bits: bigint), structs and arrays are arrays, variants are what they hold. */
export type Value = string | number | bigint | boolean | readonly Value[];

const alignments: Readonly<Record<string, number>> = {
  ...{ y: 1, g: 1, v: 1, n: 2, q: 2, s: 4, o: 4, u: 4, i: 4, b: 4, h: 4, a: 4 },
  ...{ x: 8, t: 8, d: 8, '(': 8, '{': 8 },
};

/** The single complete types of a signature: `a(so)u` is `a(so)` and `u`. */
export function typesOf(signature: string): string[] {
  const types: string[] = [];
  for (let at = 0; at < signature.length; ) {
    const end = endOfType(signature, at);
    types.push(signature.slice(at, end));
    at = end;
  }
  return types;
}

function endOfType(signature: string, from: number): number {
  let at = from;
  while (signature[at] === 'a') at++;
  if (signature[at] !== '(' && signature[at] !== '{') return at + 1;
  let depth = 0;
  do {
    if ('({'.includes(signature[at] ?? '')) depth++;
    if (')}'.includes(signature[at] ?? '')) depth--;
    at++;
  } while (depth > 0 && at < signature.length);
  return at;
}

/**
 * Reads values out of a message, little-endian, as the D-Bus specification has them. Lengths are checked by the
 * buffer: a message that lies about them throws a RangeError.
 */
export class Reader {
  at = 0;
  constructor(private readonly bytes: Buffer) {}

  /** All values of a signature. */
  all(signature: string): Value[] {
    return typesOf(signature).map((type) => this.one(type));
  }

  private one(type: string): Value {
    const first = type[0] ?? '';
    this.align(alignments[first] ?? 1);
    switch (first) {
      case 'y':
        return this.bytes.readUInt8(this.step(1));
      case 'n':
        return this.bytes.readInt16LE(this.step(2));
      case 'q':
        return this.bytes.readUInt16LE(this.step(2));
      case 'i':
        return this.bytes.readInt32LE(this.step(4));
      case 'u':
      case 'h':
        return this.bytes.readUInt32LE(this.step(4));
      case 'b':
        return this.bytes.readUInt32LE(this.step(4)) !== 0;
      case 'x':
        return this.bytes.readBigInt64LE(this.step(8));
      case 't':
        return this.bytes.readBigUInt64LE(this.step(8));
      case 'd':
        return this.bytes.readDoubleLE(this.step(8));
      case 's':
      case 'o':
        return this.text(this.bytes.readUInt32LE(this.step(4)));
      case 'g':
        return this.text(this.bytes.readUInt8(this.step(1)));
      case 'v':
        return this.one(this.text(this.bytes.readUInt8(this.step(1))));
      case 'a':
        return this.list(type.slice(1));
      case '(':
      case '{':
        return this.all(type.slice(1, -1));
      default:
        throw new RangeError(`D-Bus has no type “${type}”.`);
    }
  }

  private list(type: string): Value[] {
    const length = this.bytes.readUInt32LE(this.step(4));
    this.align(alignments[type[0] ?? ''] ?? 1);
    const end = this.at + length;
    if (end > this.bytes.length) throw new RangeError('A list is longer than its message.');
    const values: Value[] = [];
    while (this.at < end) values.push(this.one(type));
    return values;
  }

  private text(length: number): string {
    const from = this.step(length + 1);
    if (from + length >= this.bytes.length) throw new RangeError('A text is longer than its message.');
    return this.bytes.toString('utf8', from, from + length);
  }

  /** Answers where the next bytes are and goes past them. */
  private step(bytes: number): number {
    const from = this.at;
    this.at += bytes;
    return from;
  }

  align(to: number): void {
    this.at = Math.ceil(this.at / to) * to;
  }
}

/** A value with its type, as a variant needs it. */
export interface Variant {
  readonly type: 's' | 'b' | 'u' | 'i' | 'o' | 'g';
  readonly value: string | number | boolean;
}

/** Writes the few plain types that questions are made of. */
export class Writer {
  private readonly parts: Buffer[] = [];
  private length = 0;

  /** Writes one value of a plain type, or a variant. */
  put(type: string, value: string | number | boolean | Variant): this {
    if (type === 'v' && typeof value === 'object') {
      return this.put('g', value.type).put(value.type, value.value);
    }
    this.align(alignments[type] ?? 1);
    if (type === 'y') return this.add(Buffer.from([Number(value)]));
    if (type === 'g') {
      const text = Buffer.from(String(value));
      return this.add(Buffer.from([text.length]))
        .add(text)
        .add(Buffer.alloc(1));
    }
    const number = Buffer.alloc(4);
    if (type === 's' || type === 'o') {
      const text = Buffer.from(String(value));
      number.writeUInt32LE(text.length);
      return this.add(number).add(text).add(Buffer.alloc(1));
    }
    if (type === 'i') number.writeInt32LE(Number(value));
    else number.writeUInt32LE(Number(value));
    return this.add(number);
  }

  add(bytes: Buffer): this {
    this.parts.push(bytes);
    this.length += bytes.length;
    return this;
  }

  align(to: number): this {
    return this.add(Buffer.alloc(Math.ceil(this.length / to) * to - this.length));
  }

  bytes(): Buffer {
    return Buffer.concat(this.parts);
  }
}
