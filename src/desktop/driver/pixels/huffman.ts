/** A prefix code: the bits of each symbol, first bit lowest, and how many there are; none for an unused symbol. */
export interface PrefixCode {
  readonly bits: Uint32Array;
  readonly lengths: Uint8Array;
}

/** The shortest code for symbols that are used so often, with at most `longest` bits for each (RFC 1951, 3.2.2). */
export function prefixCode(uses: Uint32Array, longest: number): PrefixCode {
  let counts = uses;
  for (;;) {
    const lengths = codeLengths(counts);
    if (lengths.every((length) => length <= longest)) return { bits: bitsOf(lengths), lengths };
    // Flatter counts give flatter codes; those of rare symbols become one bit shorter each time, about.
    counts = counts.map((count) => (count === 0 ? 0 : (count >> 1) + 1));
  }
}

/** Huffman's lengths; a single symbol gets one bit. */
function codeLengths(counts: Uint32Array): Uint8Array {
  const lengths = new Uint8Array(counts.length);
  const leaves: number[] = [];
  for (let symbol = 0; symbol < counts.length; symbol++) if (counts[symbol] !== 0) leaves.push(symbol);
  leaves.sort((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0));
  if (leaves.length === 1) lengths[leaves[0] ?? 0] = 1;
  if (leaves.length < 2) return lengths;
  // Nodes in the order of their weight: the leaves, and behind them each pair as it is made, which is heavier than all before it.
  const weights = leaves.map((symbol) => counts[symbol] ?? 0);
  const parents: number[] = [];
  let [leaf, pair] = [0, leaves.length];
  const lightest = (): number =>
    leaf < leaves.length && (pair >= weights.length || (weights[leaf] ?? 0) <= (weights[pair] ?? 0))
      ? leaf++
      : pair++;
  for (let made = leaves.length; made < 2 * leaves.length - 1; made++) {
    const [a, b] = [lightest(), lightest()];
    parents[a] = made;
    parents[b] = made;
    weights[made] = (weights[a] ?? 0) + (weights[b] ?? 0);
  }
  const depths = new Uint8Array(weights.length);
  for (let node = weights.length - 2; node >= 0; node--) {
    depths[node] = (depths[parents[node] ?? 0] ?? 0) + 1;
    const symbol = leaves[node];
    if (symbol !== undefined) lengths[symbol] = depths[node] ?? 0;
  }
  return lengths;
}

/** The canonical codes of these lengths, turned round: deflate writes codes from their highest bit on. */
function bitsOf(lengths: Uint8Array): Uint32Array {
  const bits = new Uint32Array(lengths.length);
  const counts = new Uint16Array(16);
  for (const length of lengths) if (length > 0) counts[length] = (counts[length] ?? 0) + 1;
  const next = new Uint16Array(17);
  for (let length = 1; length <= 15; length++)
    next[length + 1] = ((next[length] ?? 0) + (counts[length] ?? 0)) << 1;
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] ?? 0;
    if (length === 0) continue;
    const code = next[length] ?? 0;
    next[length] = code + 1;
    bits[symbol] = turned(code, length);
  }
  return bits;
}

function turned(code: number, length: number): number {
  let out = 0;
  for (let bit = 0; bit < length; bit++) if ((code >> bit) & 1) out |= 1 << (length - 1 - bit);
  return out;
}
