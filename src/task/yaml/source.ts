import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Finding, Problem } from '../problem.js';
import { Lines } from './lines.js';
import { PlainReader } from './plain.js';
import { readYaml } from './read.js';

/** The keys and indices from the root to a value. */
export type Path = readonly (string | number)[];

/** A path as people write it, such as `steps[2].forEach.steps[0]`. */
export function pathWords(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('');
}

/** Where in the text a finding belongs. */
export interface Place {
  /** The value at the path, or the key that leads to it. Default: the value. */
  readonly at?: 'key' | 'value';
  /** Characters into the text of the value, for a mistake inside an expression. */
  readonly offset?: number;
  readonly length?: number;
}

/** No honest task is longer. */
const MOST_CHARACTERS = 400_000;

/**
 * A task file as text, as plain values, and the way back from a value to its line and column. Reading never
 * throws; what YAML itself forbids, and what could harm the reader, is in `problems`.
 */
export class Source {
  /** The document as plain maps without prototype, lists and scalars; undefined when it cannot be read at all. */
  readonly plain: unknown;
  readonly problems: readonly Problem[];
  readonly #lines: Lines;
  readonly #root: Node | null = null;
  readonly #reader: PlainReader;
  readonly #keys = new WeakMap<Node, Map<unknown, Pair>>();

  constructor(text: string, file: string) {
    this.#lines = new Lines(text, file);
    this.#reader = new PlainReader(this.#lines);
    if (text.length > MOST_CHARACTERS) {
      const message = `the file has ${text.length} characters; a task has at most ${MOST_CHARACTERS}`;
      this.problems = [this.#lines.problem(0, 1, { code: 'too-large', message })];
      return;
    }
    if (text.includes('\0')) {
      const expected = 'a task in YAML, as UTF-8 text';
      this.problems = [
        this.#lines.problem(0, 1, { code: 'binary', message: 'the file is no text', expected }),
      ];
      return;
    }
    const { root, problems } = readYaml(this.#lines);
    this.#root = root;
    if (root !== null) this.plain = this.#reader.read(root);
    this.problems = [...problems, ...this.#reader.problems];
  }

  /** Path of the file as it was given. */
  get file(): string {
    return this.#lines.file;
  }

  /** The text of a plain scalar as it was written, such as `007`; undefined for anything else. */
  writtenAt(path: Path): string | undefined {
    const node = this.#valueAt(path);
    return isScalar(node) && typeof node.source === 'string' ? node.source : undefined;
  }

  /** The line of the value at the path, from 1. */
  lineOf(path: Path): number {
    return this.#lines.lineOf(this.#range(path, {}).start);
  }

  /** Adds where it is to what is wrong. */
  problem(path: Path, finding: Finding, place: Place = {}): Problem {
    const { start, end } = this.#range(path, place);
    return this.#lines.problem(start, end - start, finding);
  }

  /** The problem with dots for every password that a problem of this file has told of. */
  withoutPasswords(problem: Problem): Problem {
    return this.#lines.withoutPasswords(problem);
  }

  #range(path: Path, place: Place): { start: number; end: number } {
    const node = place.at === 'key' ? this.#keyAt(path) : this.#valueAt(path);
    const range = node?.range ?? this.#enclosing(path);
    const [start, end] = range;
    if (place.offset === undefined || node === undefined) return { start, end };
    const inside = start + this.#offsetInside(node, place.offset);
    return { start: inside, end: inside + (place.length ?? 1) };
  }

  /** Where character `offset` of a scalar's value stands in the file, counted from the node's start. */
  #offsetInside(node: Node, offset: number): number {
    if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return 0;
    const raw = this.#lines.text.slice(node.range[0], node.range[1]);
    const direct = raw.indexOf(node.value);
    if (direct >= 0) return direct + offset;
    // Escapes, folded lines and block texts: the characters around the place are looked for instead.
    const around = node.value.slice(offset).match(/^[^\s"'\\]+/)?.[0] ?? '';
    if (around === '') return 0;
    const before = node.value.slice(0, offset).split(around).length - 1;
    let found = raw.indexOf(around);
    for (let skip = 0; skip < before && found >= 0; skip++)
      found = raw.indexOf(around, found + around.length);
    return Math.max(0, found);
  }

  /** The range of the nearest enclosing value that has one, for a value that is missing. */
  #enclosing(path: Path): readonly [number, number] {
    for (let length = path.length; length >= 0; length--) {
      const node = this.#keyAt(path.slice(0, length)) ?? this.#valueAt(path.slice(0, length));
      if (node?.range) return [node.range[0], Math.min(node.range[1], node.range[0] + 1)];
    }
    return [0, 1];
  }

  #keyAt(path: Path): Node | undefined {
    const last = path.at(-1);
    const parent = this.#valueAt(path.slice(0, -1));
    if (!isMap(parent)) return undefined;
    return this.#pair(parent, last)?.key as Node | undefined;
  }

  #valueAt(path: Path): Node | undefined {
    let node: Node | null | undefined = this.#root;
    for (const part of path) {
      node = this.#follow(node);
      if (isMap(node)) node = this.#pair(node, part)?.value as Node | null | undefined;
      else if (isSeq(node) && typeof part === 'number') node = node.items[part] as Node | undefined;
      else return undefined;
    }
    return this.#follow(node) ?? undefined;
  }

  #pair(map: YAMLMap, key: unknown): Pair | undefined {
    let pairs = this.#keys.get(map);
    if (pairs === undefined) {
      pairs = new Map(map.items.map((pair) => [isScalar(pair.key) ? pair.key.value : pair.key, pair]));
      this.#keys.set(map, pairs);
    }
    return pairs.get(key);
  }

  #follow(node: Node | null | undefined): Node | null | undefined {
    return isAlias(node) ? this.#reader.anchors.get(node.source) : node;
  }
}
