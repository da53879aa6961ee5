import type { RawCall } from './message.js';

/** Calls written as `Action: click(start_box='(500,300)')`, the way of UI-TARS. */
export type ActionReading =
  | {
      readonly ok: true;
      readonly calls: readonly RawCall[];
      readonly before: string;
      readonly mended: readonly string[];
    }
  | { readonly ok: false; readonly cut: boolean; readonly reason: string };

/** A name, a bracket, and behind it an argument with its name or the end: prose does not look like that. */
const head = /\s*[`*]*([a-z_]+)[`*]*\((?=\s*(?:\)|$|[a-z_]\w*\s*=|[a-z_]*$))/iy;
const label = /(?:^|\n)[ \t]*\**Action\**[ \t]*[:：]\**/gi;

/** What a call that says nothing more means in that dialect: 5 s, and 5 notches. */
const meant: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  wait: { time: 5 },
  scroll: { notches: 5 },
};

/**
 * Reads the calls behind `Action:`, or at the very beginning of the text. Undefined when nothing looks like
 * one. A call whose bracket is not closed was cut, and is never completed.
 */
export function readActionCalls(text: string): ActionReading | undefined {
  const start = startOf(text);
  if (start === undefined) return undefined;
  const calls: RawCall[] = [];
  let at = start.call;
  for (;;) {
    const read = callAt(text, at);
    if (read === undefined) break;
    if (!read.ok) {
      if (calls.length === 0) return read;
      break;
    }
    calls.push(read.call);
    at = read.end;
    label.lastIndex = at;
    const next = label.exec(text);
    if (next !== null && text.slice(at, next.index).trim() === '') at = label.lastIndex;
  }
  const rest = text.slice(at).replace(/^[\s`*;]*(?:#[^\n]*)?/, '');
  const mended = rest.trim() === '' ? [] : ['text behind the call was left out'];
  return { ok: true, calls, before: text.slice(0, start.label), mended };
}

/** Where the label stands that a call follows, and where that call begins. */
function startOf(text: string): { label: number; call: number } | undefined {
  label.lastIndex = 0;
  for (let found = label.exec(text); found !== null; found = label.exec(text)) {
    const call = found.index + found[0].length;
    head.lastIndex = call;
    if (head.test(text)) return { label: found.index, call };
  }
  head.lastIndex = 0;
  return head.test(text) ? { label: 0, call: 0 } : undefined;
}

type CallReading =
  | { ok: true; call: RawCall; end: number }
  | { readonly ok: false; readonly cut: boolean; readonly reason: string };

function callAt(text: string, from: number): CallReading | undefined {
  head.lastIndex = from;
  const name = head.exec(text)?.[1];
  if (name === undefined) return undefined;
  const input: Record<string, unknown> = {};
  let at = head.lastIndex;
  for (;;) {
    at = skip(text, at, /[\s,]*/y);
    if (at >= text.length) return { ok: false, cut: true, reason: `the call of ${name} has no end` };
    if (text[at] === ')') return { ok: true, call: { name, input: told(name, input) }, end: at + 1 };
    const key = /([a-z_]\w*)\s*(=?)\s*/iy;
    key.lastIndex = at;
    const found = key.exec(text);
    if (found?.[1] === undefined || found[2] === '') {
      const cut = found !== null && key.lastIndex >= text.length;
      return { ok: false, cut, reason: `${name} has an argument without a name` };
    }
    const value = valueAt(text, key.lastIndex);
    if (value === undefined) return { ok: false, cut: true, reason: `the value of ${found[1]} has no end` };
    input[found[1]] = value.value;
    at = value.end;
  }
}

function valueAt(text: string, at: number): { value: string; end: number } | undefined {
  const quote = text[at] ?? '';
  if (quote !== "'" && quote !== '"') return bareAt(text, at);
  const end = endOfQuoted(text, at, quote);
  return end === undefined ? undefined : { value: plain(text.slice(at + 1, end)), end: end + 1 };
}

/**
 * The quote that ends a value: models leave those inside of it as they are (`'Don't'`), so it is the one that
 * another argument follows, or the bracket at the end of the line. A bracket with more text behind it counts
 * only when no further quote could be meant.
 */
function endOfQuoted(text: string, at: number, quote: string): number | undefined {
  const sure = /\s*(?:,\s*[a-z_]\w*\s*=|,?\s*\)[ \t`*;]*(?:#[^\n]*)?(?:\n|$))/iy;
  const maybe = /\s*,?\s*\)/y;
  let last: number | undefined;
  for (let index = at + 1; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === quote) {
      sure.lastIndex = index + 1;
      if (sure.test(text)) return index;
      maybe.lastIndex = index + 1;
      last = maybe.test(text) && !text.slice(index + 1).includes(quote) ? index : undefined;
    }
  }
  return last;
}

/** A value without quotes: `5`, `(10,20)`, `[1, 2, 3, 4]`, `<point>1 2</point>`. */
function bareAt(text: string, at: number): { value: string; end: number } | undefined {
  let depth = 0;
  for (let index = at; index < text.length; index++) {
    const letter = text[index] ?? '';
    if (depth === 0 && (letter === ',' || letter === ')'))
      return { value: text.slice(at, index).trim(), end: index };
    if (letter === '(' || letter === '[') depth += 1;
    if (letter === ')' || letter === ']') depth -= 1;
  }
  return undefined;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '', "'": "'", '"': '"', '\\': '\\' };

/** Without the escapes of Python; an unknown one, as in a path of Windows, stays as it is. */
function plain(written: string): string {
  return written.replace(/\\([\s\S])/g, (both, letter: string) => escapes[letter] ?? both);
}

/** The same in the words of the other dialects. */
function told(name: string, input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { key, content } = input;
  const own = meant[name];
  if (own !== undefined && !Object.keys(own).some((each) => each in input)) return { ...own, ...input };
  if (typeof key === 'string' && /\s/.test(key.trim())) return { ...input, key: key.trim().split(/\s+/) };
  if (name === 'type' && typeof content === 'string' && /[^\n]\n$/.test(content))
    return { ...input, content: content.slice(0, -1), enter: true };
  return { ...input };
}

function skip(text: string, at: number, pattern: RegExp): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
