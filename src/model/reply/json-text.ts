import { isRecord } from './message.js';

/** What JSON text from a model holds, and what had to be mended; `cut` when it ends too early. */
export type JsonReading =
  | { readonly ok: true; readonly value: unknown; readonly mended: readonly string[] }
  | { readonly ok: false; readonly cut: boolean; readonly reason: string };

/**
 * What is known about the end of a text: a mark behind it proves that it is all there, the server says that
 * it is all there, or nothing is known.
 */
export type End = 'marked' | 'said' | 'unknown';

/**
 * Reads the first JSON value of a text. Mends what cannot change the meaning: text behind the value, trailing
 * commas, Python's quotes and NaN, and closing braces that are missing at the very end. Those are never added
 * behind a number, which may itself be cut (`[500, 50` may have been `[500, 500]`), and without a mark only
 * around arguments that were closed: behind open ones, more may have been meant to come.
 */
export function readJson(text: string, end: End): JsonReading {
  const trimmed = text.trim();
  const plain = parse(trimmed);
  if (plain.ok) return { ok: true, value: plain.value, mended: [] };
  const start = trimmed.search(/[{[]/);
  if (start < 0) return { ok: false, cut: false, reason: 'there is no JSON in it' };
  const scan = scanValue(trimmed, start);
  if (scan.end !== undefined) return readWhole(trimmed.slice(start, scan.end));
  const closed = closeBraces(trimmed.slice(start), scan, end);
  return closed === undefined
    ? { ok: false, cut: true, reason: 'the JSON ends before it is complete' }
    : { ok: true, value: closed, mended: ['closing braces were missing'] };
}

/** The value with its missing braces; undefined when that would be a guess. */
function closeBraces(text: string, { open, inString }: ReturnType<typeof scanValue>, end: End): unknown {
  const braces = !inString && !open.includes(']') && /[}\]"]$/.test(text) && open.length <= 3;
  if (end === 'unknown' || !braces) return undefined;
  if (end === 'said' && (open.length > 1 || !text.endsWith('}'))) return undefined;
  const closed = parse(tidy(text + '}'.repeat(open.length)));
  if (!closed.ok) return undefined;
  return end === 'marked' || isEnvelope(closed.value) ? closed.value : undefined;
}

/** An object whose arguments are an object of their own. */
function isEnvelope(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const last = Object.keys(value).at(-1);
  return (last === 'arguments' || last === 'parameters') && isRecord(value[last]);
}

function readWhole(text: string): JsonReading {
  const plain = parse(text);
  if (plain.ok) return { ok: true, value: plain.value, mended: ['text around the JSON was left out'] };
  const tidied = parse(tidy(text));
  if (tidied.ok) return { ok: true, value: tidied.value, mended: ['JSON was tidied'] };
  const swapped = text.includes('"') ? undefined : parse(tidy(pythonQuotes(text)));
  return swapped?.ok
    ? { ok: true, value: swapped.value, mended: ['single quotes were read as double ones'] }
    : { ok: false, cut: false, reason: plain.reason };
}

function parse(text: string): { ok: true; value: unknown } | { ok: false; reason: string } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Outside of strings: trailing commas go, and the numbers that JSON cannot write become words. */
function tidy(text: string): string {
  return text.replace(
    /"(?:[^"\\]|\\.)*"|,\s*(?=[}\]])|-?\b(?:NaN|Infinity)\b|\bNone\b|\bTrue\b|\bFalse\b/g,
    (found) => {
      if (found.startsWith('"')) return found;
      if (found.startsWith(',')) return '';
      const words: Readonly<Record<string, string>> = { None: 'null', True: 'true', False: 'false' };
      return words[found] ?? '"NaN"';
    },
  );
}

function pythonQuotes(text: string): string {
  return text.replaceAll("'", '"');
}

/** Walks over one bracketed value: where it ends, or what is still open at the end of the text. */
function scanValue(
  text: string,
  start: number,
): { end: number | undefined; open: readonly string[]; inString: boolean } {
  const open: string[] = [];
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const letter = text[at] ?? '';
    if (quote !== '') {
      if (letter === '\\') at++;
      else if (letter === quote) quote = '';
    } else if (letter === '"') quote = letter;
    else if (letter === '{') open.push('}');
    else if (letter === '[') open.push(']');
    else if (letter === '}' || letter === ']') {
      if (open.pop() !== letter) return { end: at + 1, open: [], inString: false };
      if (open.length === 0) return { end: at + 1, open, inString: false };
    }
  }
  return { end: undefined, open, inString: quote !== '' };
}
