import {
  type Constant,
  constantNode,
  type Graph,
  type Node,
  readGraph,
  rewired,
  writeGraph,
} from './onnx.js';

/**
 * The same model with fewer passes over its pictures. As exported, every convolution is followed by eight operations
 * on single numbers (scale, shift, hard swish in four steps, scale, shift), which took more than half of the time.
 * Scale and shift before the hard swish go into the convolution, the hard swish becomes two steps, and scale and shift
 * behind it one, or none where a convolution without padding follows. What does not look like that stays as it is.
 */
export function lean(file: Uint8Array): Uint8Array {
  const scaled = folded(readGraph(file));
  return writeGraph(shifted(swished(scaled)));
}

/** A graph that is being changed: who reads a name, and what takes a node's place. */
class Change {
  private readonly readers = new Map<string, Node[]>();
  private readonly gone = new Set<Node>();
  private readonly instead = new Map<Node, Node[]>();
  private readonly made = new Map<string, Constant>();
  private count = 0;

  constructor(
    readonly graph: Graph,
    private readonly step: string,
  ) {
    for (const node of graph.nodes)
      for (const name of node.inputs) this.readers.set(name, [...(this.readers.get(name) ?? []), node]);
  }

  /** The one node of this kind that reads the result of `node`, when nothing else does. */
  next(node: Node | undefined, op: string): Node | undefined {
    const readers = this.readersOf(node);
    return readers.length === 1 && readers[0]?.op === op ? readers[0] : undefined;
  }

  readersOf(node: Node | undefined): Node[] {
    const name = node?.outputs[0] ?? '';
    return this.graph.results.includes(name) ? [] : (this.readers.get(name) ?? []);
  }

  constant(name: string | undefined): Constant | undefined {
    return this.graph.constants.get(name ?? '');
  }

  /** The single number that `node` combines with the result of `before`. */
  number(node: Node | undefined, before: Node | undefined): number | undefined {
    const value = this.constant(node?.inputs.find((name) => name !== before?.outputs[0]));
    return value?.data.length === 1 ? value.data[0] : undefined;
  }

  replace(nodes: readonly Node[], by: readonly Node[]): void {
    const last = nodes.at(-1);
    for (const node of nodes) this.gone.add(node);
    if (last) this.instead.set(last, [...by]);
  }

  isGone(node: Node): boolean {
    return this.gone.has(node);
  }

  /** A name that no node has; `step` tells the changes of a graph apart. */
  fresh(hint: string): string {
    return `${this.step}.${hint}.${this.count++}`;
  }

  /** A new constant, as a node that names it. */
  hold(name: string, value: Constant): Node {
    this.made.set(name, value);
    return constantNode(name, value);
  }

  done(): Graph {
    const nodes = this.graph.nodes.flatMap(
      (node) => this.instead.get(node) ?? (this.gone.has(node) ? [] : [node]),
    );
    const read = new Set([...nodes.flatMap(({ inputs }) => inputs), ...this.graph.results]);
    const used = nodes.filter(({ op, outputs }) => op !== 'Constant' || read.has(outputs[0] ?? ''));
    return { ...this.graph, nodes: used, constants: new Map([...this.graph.constants, ...this.made]) };
  }
}

/** Conv, then Mul and Add of single numbers: all in the convolution. */
function folded(graph: Graph): Graph {
  const change = new Change(graph, 'folded');
  for (const conv of graph.nodes.filter(({ op }) => op === 'Conv')) {
    const mul = change.next(conv, 'Mul');
    const add = change.next(mul, 'Add');
    const [scale, shift] = [change.number(mul, conv), change.number(add, mul)];
    const weights = change.constant(conv.inputs[1]);
    const bias = conv.inputs[2] === undefined ? undefined : change.constant(conv.inputs[2]);
    if (!mul || !add || scale === undefined || shift === undefined || !weights) continue;
    if (conv.inputs[2] !== undefined && !bias) continue;
    const channels = weights.dims[0] ?? 0;
    const biases = Float32Array.from({ length: channels }, (_, c) => scale * (bias?.data[c] ?? 0) + shift);
    const made = convolution(change, conv, { ...weights, data: weights.data.map((w) => w * scale) }, biases);
    change.replace([conv, mul, add], made(add.outputs[0] ?? ''));
  }
  return change.done();
}

function convolution(change: Change, conv: Node, weights: Constant, biases: Float32Array) {
  const [w, b] = [`${conv.outputs[0]}.w`, `${conv.outputs[0]}.b`].map((name) => change.fresh(name)) as [
    string,
    string,
  ];
  return (output: string): Node[] => [
    change.hold(w, weights),
    change.hold(b, { dims: [biases.length], data: biases }),
    rewired(conv, [conv.inputs[0] ?? '', w, b], [output]),
  ];
}

/** x * clip(x + 3, 0, 6) / 6 in four steps: two. */
function swished(graph: Graph): Graph {
  const change = new Change(graph, 'swished');
  for (const add of graph.nodes.filter(({ op }) => op === 'Add')) {
    const clip = change.next(add, 'Clip');
    const mul = change.next(clip, 'Mul');
    const div = change.next(mul, 'Div');
    const source = add.inputs.find((name) => !change.constant(name));
    const three = change.constant(add.inputs.find((name) => name !== source))?.data;
    if (!source || !clip || !mul || !div || three?.length !== 1 || three[0] !== 3) continue;
    if (!mul.inputs.includes(source) || change.number(div, mul) !== 6 || !isZeroToSix(change, clip)) continue;
    const share = change.fresh('share');
    change.replace(
      [add, clip, mul, div],
      [
        { op: 'HardSigmoid', inputs: [source], outputs: [share], numbers: { alpha: 1 / 6, beta: 0.5 } },
        { op: 'Mul', inputs: [source, share], outputs: div.outputs, numbers: {} },
      ],
    );
  }
  return change.done();
}

/** The limits of a Clip are attributes in older models and inputs in newer ones. */
function isZeroToSix(change: Change, clip: Node): boolean {
  const [, low, high] = clip.inputs.map((name) => change.constant(name)?.data[0]);
  return (low ?? clip.numbers.min) === 0 && (high ?? clip.numbers.max) === 6;
}

/** Mul and Add of single numbers behind a Mul: into the convolutions that follow, or one step. */
function shifted(graph: Graph): Graph {
  const change = new Change(graph, 'shifted');
  for (const before of graph.nodes.filter(({ op }) => op === 'Mul')) {
    const mul = change.next(before, 'Mul');
    const add = change.next(mul, 'Add');
    const [scale, shift] = [change.number(mul, before), change.number(add, mul)];
    if (!mul || !add || scale === undefined || shift === undefined || change.isGone(before)) continue;
    const channels = channelsInto(change, add);
    if (channels === undefined) continue;
    const names = ['scale', 'shift', 'mean', 'variance'].map((name) => change.fresh(name));
    const values = [scale, shift, 0, 1].map((value) => new Float32Array(channels).fill(value));
    change.replace(
      [mul, add],
      [
        ...values.map((data, i) => change.hold(names[i] ?? '', { dims: [channels], data })),
        {
          op: 'BatchNormalization',
          inputs: [before.outputs[0] ?? '', ...names],
          outputs: add.outputs,
          numbers: { epsilon: 0 },
        },
      ],
    );
  }
  return change.done();
}

/** How many channels the result of a node has, told by the convolution that reads it. */
function channelsInto(change: Change, node: Node): number | undefined {
  for (const reader of change.readersOf(node)) {
    const weights = reader.op === 'Conv' ? change.constant(reader.inputs[1]) : undefined;
    if (weights) return (weights.dims[1] ?? 0) * (reader.numbers.group ?? 1);
  }
  return undefined;
}
