/**
 * Just enough of the ONNX file format (protocol buffers; onnx/onnx.proto, IR version 3 and later) to read a graph,
 * change it and write it again. Fields that are not known here are kept as they are.
 */

/** A field of a message: its number, and its bytes or number. */
type Field = readonly [number: number, value: Uint8Array | bigint];

/** A constant of 32-bit numbers. */
export interface Constant {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** One operation of the graph. */
export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attributes that are single numbers. */
  readonly numbers: Readonly<Record<string, number>>;
  /** The whole message, where the node was read and not made. */
  readonly bytes?: Uint8Array;
}

/** A model: its nodes in order, the constants among them by name, and all else as it was. */
export interface Graph {
  readonly nodes: readonly Node[];
  readonly constants: ReadonlyMap<string, Constant>;
  /** Names of the graph's results. */
  readonly results: readonly string[];
  readonly rest: { readonly model: readonly Field[]; readonly graph: readonly Field[] };
}

// Numbers of fields in onnx.proto.
const MODEL_GRAPH = 7;
const GRAPH = { node: 1, output: 12 };
const NODE = { input: 1, output: 2, op: 4, attribute: 5 };
const ATTRIBUTE = { name: 1, float: 2, int: 3, tensor: 5, type: 20 };
const TENSOR = { dims: 1, type: 2, floats: 4, raw: 9 };
const [TYPE_FLOAT, TYPE_TENSOR, FLOAT32] = [1n, 4n, 1n];

/** Reads a model. */
export function readGraph(file: Uint8Array): Graph {
  const model = fieldsOf(file);
  const graph = fieldsOf(bytesIn(model, MODEL_GRAPH));
  const nodes = all(graph, GRAPH.node).map(readNode);
  const constants = new Map(
    nodes.flatMap((node) => {
      const value = constantOf(node);
      return value ? [[node.outputs[0] ?? '', value] as const] : [];
    }),
  );
  const results = all(graph, GRAPH.output).map((output) => text(bytesIn(fieldsOf(output), 1)));
  return { nodes, constants, results, rest: { model, graph } };
}

/** Writes a model whose nodes have been changed. */
export function writeGraph({ nodes, rest }: Graph): Uint8Array {
  const others = rest.graph.filter(([number]) => number !== GRAPH.node);
  const graph = message([...nodes.map((node): Field => [GRAPH.node, writeNode(node)]), ...others]);
  return message(rest.model.map((field) => (field[0] === MODEL_GRAPH ? [MODEL_GRAPH, graph] : field)));
}

/** A node that holds a constant. */
export function constantNode(name: string, { dims, data }: Constant): Node {
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const tensor = message([
    ...dims.map((size): Field => [TENSOR.dims, BigInt(size)]),
    [TENSOR.type, FLOAT32],
    [TENSOR.raw, raw],
  ]);
  const value = message([
    [ATTRIBUTE.name, bytes('value')],
    [ATTRIBUTE.tensor, tensor],
    [ATTRIBUTE.type, TYPE_TENSOR],
  ]);
  const node = message([
    [NODE.output, bytes(name)],
    [NODE.op, bytes('Constant')],
    [NODE.attribute, value],
  ]);
  return readNode(node);
}

/** The node with other inputs and outputs, its attributes kept. */
export function rewired(node: Node, inputs: readonly string[], outputs: readonly string[]): Node {
  const kept = fieldsOf(node.bytes ?? writeNode(node)).filter(
    ([number]) => number !== NODE.input && number !== NODE.output,
  );
  const ends = [
    ...inputs.map((name): Field => [NODE.input, bytes(name)]),
    ...outputs.map((name): Field => [NODE.output, bytes(name)]),
  ];
  return readNode(message([...ends, ...kept]));
}

function readNode(source: Uint8Array): Node {
  const fields = fieldsOf(source);
  const numbers: Record<string, number> = {};
  for (const attribute of all(fields, NODE.attribute)) {
    const parts = fieldsOf(attribute);
    const value = parts.find(([number]) => number === ATTRIBUTE.float || number === ATTRIBUTE.int)?.[1];
    const name = text(bytesIn(parts, ATTRIBUTE.name));
    if (typeof value === 'bigint') numbers[name] = Number(value);
    else if (value) numbers[name] = viewOf(value).getFloat32(0, true);
  }
  return {
    op: text(bytesIn(fields, NODE.op)),
    inputs: all(fields, NODE.input).map(text),
    outputs: all(fields, NODE.output).map(text),
    numbers,
    bytes: source,
  };
}

function writeNode(node: Node): Uint8Array {
  if (node.bytes) return node.bytes;
  return message([
    ...node.inputs.map((name): Field => [NODE.input, bytes(name)]),
    ...node.outputs.map((name): Field => [NODE.output, bytes(name)]),
    [NODE.op, bytes(node.op)],
    ...Object.entries(node.numbers).map(
      ([name, value]): Field => [NODE.attribute, floatAttribute(name, value)],
    ),
  ]);
}

function floatAttribute(name: string, value: number): Uint8Array {
  const four = new Uint8Array(4);
  viewOf(four).setFloat32(0, value, true);
  const start = message([[ATTRIBUTE.name, bytes(name)]]);
  // A float is a field of four bytes without a length before them.
  const float = Uint8Array.of((ATTRIBUTE.float << 3) | FOUR_BYTES, ...four);
  return joined([start, float, message([[ATTRIBUTE.type, TYPE_FLOAT]])]);
}

function constantOf(node: Node): Constant | undefined {
  if (node.op !== 'Constant' || !node.bytes) return undefined;
  const attribute = all(fieldsOf(node.bytes), NODE.attribute)[0];
  const tensor = attribute && fieldsOf(attribute).find(([number]) => number === ATTRIBUTE.tensor)?.[1];
  if (!(tensor instanceof Uint8Array)) return undefined;
  const parts = fieldsOf(tensor);
  const isFloat = parts.some(([number, value]) => number === TENSOR.type && value === FLOAT32);
  const raw = all(parts, TENSOR.raw)[0] ?? all(parts, TENSOR.floats)[0];
  if (!isFloat || !raw) return undefined;
  return { dims: sizes(parts), data: new Float32Array(Uint8Array.from(raw).buffer) };
}

function sizes(tensor: readonly Field[]): number[] {
  return tensor.flatMap(([number, value]) => {
    if (number !== TENSOR.dims) return [];
    if (typeof value === 'bigint') return [Number(value)];
    const cursor = { at: 0 };
    const packed: number[] = [];
    while (cursor.at < value.length) packed.push(Number(readVarint(value, cursor)));
    return packed;
  });
}

const [VARINT, EIGHT_BYTES, LENGTH, FOUR_BYTES] = [0, 1, 2, 5] as const;

function fieldsOf(source: Uint8Array): Field[] {
  const fields: Field[] = [];
  const cursor = { at: 0 };
  while (cursor.at < source.length) {
    const tag = Number(readVarint(source, cursor));
    const kind = tag & 7;
    if (kind === VARINT) {
      fields.push([tag >>> 3, readVarint(source, cursor)]);
      continue;
    }
    const length = kind === LENGTH ? Number(readVarint(source, cursor)) : kind === FOUR_BYTES ? 4 : 8;
    if (kind !== LENGTH && kind !== FOUR_BYTES && kind !== EIGHT_BYTES)
      throw new Error(`the model file is damaged at byte ${cursor.at}`);
    fields.push([tag >>> 3, source.subarray(cursor.at, cursor.at + length)]);
    cursor.at += length;
  }
  return fields;
}

function readVarint(source: Uint8Array, cursor: { at: number }): bigint {
  let value = 0n;
  for (let shift = 0n; ; shift += 7n) {
    const byte = source[cursor.at++] ?? 0;
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) return value;
  }
}

function varint(value: bigint): Uint8Array {
  const out: number[] = [];
  let left = value;
  for (; left > 127n; left >>= 7n) out.push(Number(left & 127n) | 128);
  return Uint8Array.of(...out, Number(left));
}

function message(fields: readonly Field[]): Uint8Array {
  return joined(
    fields.flatMap(([number, value]) =>
      typeof value === 'bigint'
        ? [varint(BigInt((number << 3) | VARINT)), varint(BigInt.asUintN(64, value))]
        : [varint(BigInt((number << 3) | LENGTH)), varint(BigInt(value.length)), value],
    ),
  );
}

const joined = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const bytes = (value: string): Uint8Array => Buffer.from(value, 'utf8');
const text = (value: Uint8Array): string => Buffer.from(value).toString('utf8');
const viewOf = (value: Uint8Array): DataView =>
  new DataView(value.buffer, value.byteOffset, value.byteLength);

function all(fields: readonly Field[], wanted: number): Uint8Array[] {
  return fields.flatMap(([number, value]) =>
    number === wanted && value instanceof Uint8Array ? [value] : [],
  );
}

function bytesIn(fields: readonly Field[], wanted: number): Uint8Array {
  return all(fields, wanted)[0] ?? new Uint8Array();
}
