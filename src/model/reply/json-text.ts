/** What JSON text from a model holds, and what had to be mended; `cut` when it ends too early. */
export type JsonReading =
  | { readonly ok: true; readonly value: unknown; readonly mended: readonly string[] }
  | { readonly ok: false; readonly cut: boolean; readonly reason: string };

/**
 * Reads the first JSON value of a text. Mends what cannot change the meaning: text behind the value, trailing
 * commas, Python's quotes and NaN, and closing braces that are missing at the very end. Such braces are only
 * added when the reply is known to be `whole`, and never behind a number, which may itself be cut:
 * `[500, 50` may have been `[500, 500]`.
 */
export function readJson(text: string, whole: boolean): JsonReading {
  const trimmed = text.trim();
  const plain = parse(trimmed);
  if (plain.ok) return { ok: true, value: plain.value, mended: [] };
  const start = trimmed.search(/[{[]/);
  if (start < 0) return { ok: false, cut: false, reason: 'there is no JSON in it' };
  const scan = scanValue(trimmed, start);
  if (scan.end !== undefined) return readWhole(trimmed.slice(start, scan.end));
  const rest = trimmed.slice(start);
  if (!whole || scan.inString || scan.open.includes(']') || !/[}\]"]$/.test(rest) || scan.open.length > 3)
    return { ok: false, cut: true, reason: 'the JSON ends before it is complete' };
  const closed = parse(tidy(rest + [...scan.open].reverse().join('')));
  return closed.ok
    ? { ok: true, value: closed.value, mended: ['closing braces were missing'] }
    : { ok: false, cut: true, reason: 'the JSON ends before it is complete' };
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
