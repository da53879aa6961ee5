import { DeskhandError } from '../core/errors.js';
import { RECORDING_FORMAT, RecordingLine } from '../core/events.js';
import { GENESIS, hashOf } from './chain.js';
import { type RawLine, upgrade } from './upgrade.js';

/** What a file of lines holds, up to the first thing that is wrong with it. */
export interface ReadLines {
  readonly format: number;
  readonly lines: readonly RecordingLine[];
  /** Bytes of the good lines, from the start of the file. */
  readonly goodBytes: number;
  readonly head: string;
  readonly torn?: { readonly line: number; readonly bytes: number };
  readonly corrupt?: Corrupt;
}

const NEWLINE = 0x0a;
/** How deep values may lie in each other; deskhand writes a few levels, and deeper ones exhaust the stack. */
const DEEPEST = 100;

/** What is wrong with a line, and which it is, from 1. */
export interface Corrupt {
  readonly line: number;
  readonly reason: string;
}

/**
 * Reads the bytes of `recording.jsonl`: order, hash chain and shape of each line. A last line without its line
 * feed is torn: it was never acknowledged. Any other bad line makes the rest corrupt; the lines before it are good.
 *
 * @throws DeskhandError `recording-format` for a recording of a newer version
 */
export function readLines(bytes: Uint8Array): ReadLines {
  const reader = new LineReader();
  const { lines, corrupt } = reader.add(bytes);
  const { goodBytes, format, head } = reader;
  if (corrupt !== undefined) return { format, lines, goodBytes, head, corrupt };
  const bytesLeft = bytes.length - goodBytes;
  const torn = { line: reader.count + 1, bytes: bytesLeft };
  return { format, lines, goodBytes, head, ...(bytesLeft > 0 && { torn }) };
}

/** Reads lines as they come. What does not end in a line feed is left for the next time. */
export class LineReader {
  /** Hash of the last good line. */
  head = GENESIS;
  /** Bytes of the good lines, from the start of the file; what is added next begins there. */
  goodBytes = 0;
  format = RECORDING_FORMAT;
  /** Number of the good lines. */
  count = 0;
  #last: RecordingLine | undefined;
  /** Lines of an older format, which are upgraded together. */
  readonly #old: RawLine[] = [];

  /**
   * Takes the bytes from `goodBytes` on; answers the lines that are whole, and what is wrong with the one after them.
   *
   * @throws DeskhandError `recording-format` for a recording of a newer version
   */
  add(bytes: Uint8Array): { readonly lines: readonly RecordingLine[]; readonly corrupt?: Corrupt } {
    const lines: RecordingLine[] = [];
    const fault = (reason: string) => ({ lines, corrupt: { line: this.count + 1, reason } });
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      const link = checkLink(bytes.subarray(start, end), this.count, this.head);
      if (typeof link === 'string') return fault(link);
      if (this.count === 0) this.format = formatOf(link.line);
      const line = this.#read(link.line);
      if (typeof line === 'string') return fault(line);
      lines.push(line);
      this.#last = line;
      this.head = link.hash;
      this.count += 1;
      this.goodBytes += end + 1 - start;
      start = end + 1;
    }
    return { lines };
  }

  /** The line in the newest format, or what is wrong with it. */
  #read(raw: RawLine): RecordingLine | string {
    const parsed = RecordingLine.safeParse(this.#upgraded(raw));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const where = issue?.path.join('.') ?? '';
      return `${where === '' ? '' : `${where}: `}${issue?.message ?? 'not a line of a recording'}`;
    }
    const isFirst = parsed.data.type === 'run';
    if (isFirst !== (this.count === 0))
      return isFirst ? 'the run begins a second time' : 'the run line is missing';
    return this.#last?.type === 'ending' ? 'a line follows the ending' : parsed.data;
  }

  #upgraded(raw: RawLine): RawLine | undefined {
    if (this.format === RECORDING_FORMAT) return raw;
    this.#old.push(raw);
    return upgrade(this.#old, this.format)[this.count];
  }
}

/** The line and its hash, or what is wrong with it. */
function checkLink(bytes: Uint8Array, seq: number, prev: string): { line: RawLine; hash: string } | string {
  const line = parseLine(bytes);
  if (line === undefined) return 'it is not a line of JSON as it was written';
  if (line.seq !== seq) return `its number is ${JSON.stringify(line.seq)}, expected ${seq}`;
  if (line.prev !== prev) return 'it does not follow the line before it';
  const hash = hashOf(line);
  if (line.hash !== hash) return 'its content does not match its hash';
  return { line, hash };
}

function parseLine(bytes: Uint8Array): RawLine | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (depthOf(text) > DEEPEST) return undefined;
    const value: unknown = JSON.parse(text);
    // Other spaces, escapes, doubled members: the same value, but not what was written.
    const asWritten = typeof value === 'object' && value !== null && JSON.stringify(value) === text;
    return asWritten && !Array.isArray(value) ? (value as RawLine) : undefined;
  } catch {
    return undefined;
  }
}

/** How deep lists and objects lie in each other in a text of JSON. */
function depthOf(text: string): number {
  let [depth, deepest] = [0, 0];
  for (const [sign] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gsu)) {
    if (sign === '[' || sign === '{') deepest = Math.max(deepest, ++depth);
    else if (sign === ']' || sign === '}') depth--;
  }
  return deepest;
}

function formatOf(header: RawLine): number {
  const { format } = header;
  if (header.type !== 'run') return RECORDING_FORMAT;
  if (typeof format === 'number' && Number.isInteger(format) && format > 0) return format;
  throw new DeskhandError(
    'usage',
    'recording-format',
    `The recording cannot be read. Its format is ${JSON.stringify(format ?? null)}, expected a number.`,
  );
}
