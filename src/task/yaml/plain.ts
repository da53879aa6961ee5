import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Finding, Problem } from '../problem.js';
import type { Lines } from './lines.js';

/** Bounds that no honest task reaches. */
const LONGEST_SCALAR = 100_000;
const MOST_NODES = 20_000;
const DEEPEST = 40;

const reserved = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Takes the values out of a YAML tree: maps without prototype, lists and scalars. What could harm the reader
 * (bombs of aliases, of depth, of size, foreign tags, keys that reach prototypes) becomes a problem.
 */
export class PlainReader {
  readonly problems: Problem[] = [];
  /** The nodes that aliases stand for. */
  readonly anchors = new Map<string, Node>();
  readonly #lines: Lines;
  #nodes = 0;

  constructor(lines: Lines) {
    this.#lines = lines;
  }

  /** The values of the tree; undefined when there are too many, since half of them would only puzzle. */
  read(root: Node): unknown {
    const plain = this.#plainOf(root, 0);
    return this.tooLarge ? undefined : plain;
  }

  get tooLarge(): boolean {
    return this.problems.some((problem) => problem.code === 'too-large');
  }

  /** A node as plain values. Counts every visit, so that aliases of aliases cannot multiply. */
  #plainOf(node: Node | null, depth: number): unknown {
    if (node === null) return null;
    this.#nodes += 1;
    if (this.#nodes > MOST_NODES || depth > DEEPEST) return this.#tooMuch(node, depth);
    if (isAlias(node)) return this.#aliasOf(node, depth);
    if (node.tag !== undefined) {
      this.#tell(node, {
        code: 'tag',
        message: 'tags are not part of the task language',
        expected: 'the plain value, in quotes if it shall be text',
      });
      return undefined;
    }
    if ('anchor' in node && typeof node.anchor === 'string') this.anchors.set(node.anchor, node);
    if (isMap(node)) return this.#mapOf(node.items as Pair<Node, Node | null>[], depth);
    if (isSeq(node)) return node.items.map((item) => this.#plainOf(item as Node | null, depth + 1));
    return isScalar(node) ? this.#scalarOf(node) : undefined;
  }

  #tooMuch(node: Node, depth: number): undefined {
    if (this.tooLarge) return undefined;
    this.#tell(node, {
      code: 'too-large',
      message:
        depth > DEEPEST
          ? `values are nested more than ${DEEPEST} deep`
          : `the file has more than ${MOST_NODES} values, aliases counted each time`,
    });
    return undefined;
  }

  #aliasOf(node: Node & { source: string }, depth: number): unknown {
    const target = this.anchors.get(node.source);
    if (target !== undefined) return this.#plainOf(target, depth + 1);
    this.#tell(node, {
      code: 'alias',
      message: `there is no anchor &${node.source} before this alias`,
    });
    return undefined;
  }

  #mapOf(items: readonly Pair<Node, Node | null>[], depth: number): Record<string, unknown> {
    const map: Record<string, unknown> = Object.create(null);
    const seen = new Map<string, Node>();
    for (const { key, value } of items) {
      if (!isScalar(key) || typeof key.value !== 'string') {
        this.#tell(key, { code: 'key', message: 'a key must be text' });
        continue;
      }
      const name = key.value;
      if (reserved.has(name)) {
        this.#tell(key, { code: 'key', message: `the key “${name}” is reserved` });
      } else if (name === '<<') {
        this.#tell(key, {
          code: 'key',
          message: 'merge keys (<<) are not part of the task language',
          expected: 'the keys written out, or an alias of a whole value',
        });
      } else if (seen.has(name)) {
        this.#tell(key, {
          code: 'duplicate-key',
          message: `the key “${name}” stands twice in this map`,
          expected: `one of them; the first is on line ${this.#lines.lineOf(seen.get(name)?.range?.[0] ?? 0)}`,
        });
      } else {
        seen.set(name, key);
        map[name] = this.#plainOf(value, depth + 1);
      }
    }
    return map;
  }

  #scalarOf(node: Node & { value: unknown; source?: string }): unknown {
    const { value } = node;
    if (typeof value === 'string' && value.length > LONGEST_SCALAR) {
      this.#tell(node, {
        code: 'too-large',
        message: `a text has ${value.length} characters; at most ${LONGEST_SCALAR} are allowed`,
      });
      return undefined;
    }
    // `007` and `1.50` would lose digits as numbers; text fields take them as they are written.
    return value;
  }

  #tell(node: Node, finding: Finding): void {
    const [start, end] = node.range ?? [0, 1];
    this.problems.push(this.#lines.problem(start, end - start, finding));
  }
}
