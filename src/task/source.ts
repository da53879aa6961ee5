import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import type { Finding, Problem } from './problem.js';

/** The keys and indices from the root to a value. */
export type Path = readonly (string | number)[];

/** Where in the text a finding belongs. */
export interface Place {
  /** The value at the path, or the key that leads to it. Default: the value. */
  readonly at?: 'key' | 'value';
  /** Characters into the text of the value, for a mistake inside an expression. */
  readonly offset?: number;
  readonly length?: number;
}

/** Bounds that no honest task reaches. */
const MOST_CHARACTERS = 400_000;
const LONGEST_SCALAR = 100_000;
const MOST_NODES = 20_000;
const DEEPEST = 40;

const reserved = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * A task file as text, as plain values, and the way back from a value to its line and column. Reading never
 * throws: what YAML itself forbids, and what could harm the reader (bombs of aliases, of depth, of size,
 * foreign tags, keys that reach prototypes), is in `problems`.
 */
export class Source {
  readonly file: string;
  /** The document as plain maps without prototype, lists and scalars; undefined when it cannot be read at all. */
  readonly plain: unknown;
  readonly problems: Problem[] = [];
  readonly #text: string;
  readonly #lines = new LineCounter();
  readonly #root: Node | null = null;
  readonly #anchors = new Map<string, Node>();
  readonly #keys = new WeakMap<Node, Map<unknown, Pair>>();
  #nodes = 0;

  constructor(text: string, file: string) {
    this.file = file;
    this.#text = text;
    if (text.length > MOST_CHARACTERS) {
      this.#report(0, 1, {
        code: 'too-large',
        message: `the file has ${text.length} characters; a task has at most ${MOST_CHARACTERS}`,
      });
      return;
    }
    this.#root = this.#read();
    const plain = this.#root === null ? undefined : this.#plainOf(this.#root, 0);
    // Half a document would only give rise to further complaints.
    if (!this.problems.some((problem) => problem.code === 'too-large')) this.plain = plain;
  }

  /** The text between two offsets of the file. */
  slice(start: number, end: number): string {
    return this.#text.slice(start, end);
  }

  /** The text of a plain scalar as it was written, such as `007`; undefined for anything else. */
  writtenAt(path: Path): string | undefined {
    const node = this.#valueAt(path);
    return isScalar(node) && typeof node.source === 'string' ? node.source : undefined;
  }

  /** The line of the value at the path, from 1. */
  lineOf(path: Path): number {
    return this.#lines.linePos(this.#range(path, {}).start).line;
  }

  /** Adds where it is to what is wrong. */
  problem(path: Path, finding: Finding, place: Place = {}): Problem {
    const { start, end } = this.#range(path, place);
    return this.#at(start, end - start, finding);
  }

  #report(offset: number, length: number, finding: Finding): void {
    this.problems.push(this.#at(offset, length, finding));
  }

  #read(): Node | null {
    const document = parseDocument(this.#text, {
      version: '1.2',
      schema: 'core',
      merge: false,
      strict: true,
      // Repeated keys are found while the values are taken out, which is not quadratic.
      uniqueKeys: false,
      stringKeys: true,
      prettyErrors: false,
      logLevel: 'error',
      lineCounter: this.#lines,
    });
    const lines = new Set<number>();
    for (const error of document.errors) {
      const unclosed = error.code === 'MISSING_CHAR' ? openQuote(document, error.pos[0]) : undefined;
      const [start, end] = unclosed ?? error.pos;
      const { line } = this.#lines.linePos(start);
      // One mistake of form makes others on its line.
      if (lines.has(line)) continue;
      lines.add(line);
      const finding = { code: 'yaml', ...yamlWords(error.code, error.message) };
      const unquoted = /[^"'$]\$\{/.test(this.#lineText(line));
      this.#report(
        start,
        end - start,
        unquoted ? { ...finding, expected: `quotes around \${…}: "\${…}"` } : finding,
      );
    }
    // After a mistake of form the tree is a guess; what would be said about it is noise.
    return document.errors.length === 0 ? document.contents : null;
  }

  /** A node as plain values. Counts every visit, so that aliases of aliases cannot multiply. */
  #plainOf(node: Node | null, depth: number): unknown {
    if (node === null) return null;
    this.#nodes += 1;
    if (this.#nodes > MOST_NODES || depth > DEEPEST) return this.#tooMuch(node, depth);
    if (isAlias(node)) return this.#aliasOf(node, depth);
    if (node.tag !== undefined) {
      this.#reportNode(node, {
        code: 'tag',
        message: 'tags are not part of the task language',
        expected: 'the plain value, in quotes if it shall be text',
      });
      return undefined;
    }
    if ('anchor' in node && typeof node.anchor === 'string') this.#anchors.set(node.anchor, node);
    if (isMap(node)) return this.#mapOf(node.items as Pair<Node, Node | null>[], depth);
    if (isSeq(node)) return node.items.map((item) => this.#plainOf(item as Node | null, depth + 1));
    return isScalar(node) ? this.#scalarOf(node) : undefined;
  }

  #tooMuch(node: Node, depth: number): undefined {
    if (this.problems.some((problem) => problem.code === 'too-large')) return undefined;
    this.#reportNode(node, {
      code: 'too-large',
      message:
        depth > DEEPEST
          ? `values are nested more than ${DEEPEST} deep`
          : `the file has more than ${MOST_NODES} values, aliases counted each time`,
    });
    return undefined;
  }

  #aliasOf(node: Node & { source: string }, depth: number): unknown {
    const target = this.#anchors.get(node.source);
    if (target !== undefined) return this.#plainOf(target, depth + 1);
    this.#reportNode(node, {
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
        this.#reportNode(key, { code: 'key', message: 'a key must be text' });
        continue;
      }
      const name = key.value;
      if (reserved.has(name)) {
        this.#reportNode(key, { code: 'key', message: `the key “${name}” is reserved` });
      } else if (name === '<<') {
        this.#reportNode(key, {
          code: 'key',
          message: 'merge keys (<<) are not part of the task language',
          expected: 'the keys written out, or an alias of a whole value',
        });
      } else if (seen.has(name)) {
        this.#reportNode(key, {
          code: 'duplicate-key',
          message: `the key “${name}” stands twice in this map`,
          expected: `one of them; the first is on line ${this.#lines.linePos(startOf(seen.get(name))).line}`,
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
      this.#reportNode(node, {
        code: 'too-large',
        message: `a text has ${value.length} characters; at most ${LONGEST_SCALAR} are allowed`,
      });
      return undefined;
    }
    // `007` and `1.50` would lose digits as numbers; text fields take them as they are written.
    return value;
  }

  #reportNode(node: Node, finding: Finding): void {
    const [start, end] = node.range ?? [0, 1];
    this.#report(start, end - start, finding);
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
    const raw = this.#text.slice(node.range[0], node.range[1]);
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
    return isAlias(node) ? this.#anchors.get(node.source) : node;
  }

  #at(start: number, length: number, finding: Finding): Problem {
    const { line, col } =
      this.#lines.lineStarts.length > 0 ? this.#lines.linePos(start) : { line: 1, col: 1 };
    const text = this.#lineText(line);
    const source = [];
    if (line > 1 && this.#lineText(line - 1).trim() !== '')
      source.push({ number: line - 1, text: this.#lineText(line - 1) });
    source.push({ number: line, text });
    const column = Math.max(1, col);
    return {
      severity: 'error',
      ...finding,
      file: this.file,
      line: Math.max(1, line),
      column,
      length: Math.max(1, Math.min(length, text.trimEnd().length - column + 1)),
      source,
    };
  }

  #lineText(line: number): string {
    const start = this.#lines.lineStarts[line - 1] ?? 0;
    const end = this.#text.indexOf('\n', start);
    return this.#text
      .slice(start, end < 0 ? Math.min(this.#text.length, start + 1000) : end)
      .replace(/\r$/, '');
  }
}

/** Where the last quoted text before `end` begins, which is the one that was not closed. */
function openQuote(document: Document.Parsed, end: number): readonly [number, number] | undefined {
  let found: readonly [number, number] | undefined;
  visit(document, {
    Scalar(_, node) {
      if (node.type?.startsWith('QUOTE') && node.range && node.range[0] < end)
        found = [node.range[0], node.range[0] + 1];
    },
  });
  return found;
}

function startOf(node: Node | undefined): number {
  return node?.range?.[0] ?? 0;
}

/** The YAML reader's messages that task authors meet, in the words of this project. */
function yamlWords(code: string, message: string): { message: string; expected?: string } {
  switch (code) {
    case 'MISSING_CHAR':
      return message.includes('quote')
        ? { message: 'a quoted text has no end', expected: 'a closing quote' }
        : { message };
    case 'UNEXPECTED_TOKEN':
      return { message: 'this does not belong here' };
    case 'TAB_AS_INDENT':
      return { message: 'a tab is used for indentation', expected: 'spaces' };
    case 'MULTIPLE_DOCS':
      return { message: 'the file holds a second document', expected: 'one task in one file' };
    case 'NON_STRING_KEY':
      return { message: 'a key must be text' };
    case 'BLOCK_AS_IMPLICIT_KEY':
      return {
        message: 'this text cannot stand here; a second “key: value” begins on the same line',
        expected: 'quotes around text that contains “: ”, or a new line',
      };
    case 'RESOURCE_EXHAUSTION':
      return { message: 'values are nested too deeply' };
    default:
      return { message: message.charAt(0).toLowerCase() + message.slice(1) };
  }
}
