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
  readonly corrupt?: { readonly line: number; readonly reason: string };
}

interface Chained {
  readonly raw: RawLine[];
  readonly goodBytes: number;
  readonly head: string;
  readonly torn?: { readonly line: number; readonly bytes: number };
  readonly corrupt?: { readonly line: number; readonly reason: string };
}

const NEWLINE = 0x0a;
/** How deep values may lie in each other; deskhand writes a few levels, and deeper ones exhaust the stack. */
const DEEPEST = 100;

/**
 * Reads the bytes of `recording.jsonl`: order, hash chain and shape of each line. A last line without its line
 * feed is torn: it was never acknowledged. Any other bad line makes the rest corrupt; the lines before it are good.
 *
 * @throws DeskhandError `recording-format` for a recording of a newer version
 */
export function readLines(bytes: Uint8Array): ReadLines {
  const chained = followChain(bytes);
  const format = formatOf(chained.raw[0]);
  const upgraded = upgrade(chained.raw, format);
  const lines: RecordingLine[] = [];
  for (const [index, raw] of upgraded.entries()) {
    const reason = misfit(raw, index, lines);
    if (reason !== undefined) {
      const goodBytes = upgraded === chained.raw ? lengthOf(chained.raw.slice(0, index)) : chained.goodBytes;
      const head = lines.at(-1)?.hash ?? GENESIS;
      return { format, lines, goodBytes, head, corrupt: { line: index + 1, reason } };
    }
  }
  const { raw: _, ...facts } = chained;
  return { format, lines, ...facts };
}

/** Checks one upgraded line and adds it; answers what is wrong with it. */
function misfit(raw: RawLine, index: number, lines: RecordingLine[]): string | undefined {
  const parsed = RecordingLine.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a line of a recording'}`.replace(
      /^: /,
      '',
    );
  }
  const first = parsed.data.type === 'run';
  if (first !== (index === 0)) return first ? 'the run begins a second time' : 'the run line is missing';
  if (lines.at(-1)?.type === 'ending') return 'a line follows the ending';
  lines.push(parsed.data);
  return undefined;
}

/** The lines whose text, number and hashes fit together, from the first on. */
function followChain(bytes: Uint8Array): Chained {
  const raw: RawLine[] = [];
  let head = GENESIS;
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(NEWLINE, start);
    const line = raw.length + 1;
    if (end === -1) return { raw, goodBytes: start, head, torn: { line, bytes: bytes.length - start } };
    const link = checkLink(bytes.subarray(start, end), raw.length, head);
    if (typeof link === 'string') return { raw, goodBytes: start, head, corrupt: { line, reason: link } };
    raw.push(link.line);
    head = link.hash;
    start = end + 1;
  }
  return { raw, goodBytes: start, head };
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

function formatOf(header: RawLine | undefined): number {
  const format = header?.format;
  if (header === undefined || header.type !== 'run') return RECORDING_FORMAT;
  if (typeof format === 'number' && Number.isInteger(format) && format > 0) return format;
  throw new DeskhandError(
    'usage',
    'recording-format',
    `The recording cannot be read. Its format is ${JSON.stringify(format ?? null)}, expected a number.`,
  );
}

function lengthOf(raw: readonly RawLine[]): number {
  return raw.reduce((sum, line) => sum + Buffer.byteLength(JSON.stringify(line)) + 1, 0);
}
