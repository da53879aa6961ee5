import { BREAK, type Letters, LettersMaker, textOf } from './letters.js';

/** Everything that stands for another character: in JSON and programs, in URLs, in HTML. */
const ESCAPES =
  /\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|\\([0-7]{3})|\\(["'`\\/bfnrt])|%([0-9a-f]{2})|&#x([0-9a-f]{1,6});|&#(\d{1,7});|&(amp|lt|gt|quot|apos|nbsp);/gi;
const CONTROLS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/**
 * The letters with every escape read as what it stands for; bytes of UTF-8 are read one by one.
 *
 * @returns undefined when there is none
 */
export function unescaped(letters: Letters): Letters | undefined {
  const text = textOf(letters);
  if (!/[\\%&]/.test(text)) return undefined;
  const { units, from, to } = letters;
  const made = new LettersMaker(units.length);
  let next = 0;
  const upTo = (end: number): void => {
    for (; next < end; next += 1) made.add(units[next] ?? 0, from[next] ?? 0, to[next] ?? 0);
  };
  for (const match of text.matchAll(ESCAPES)) {
    upTo(match.index);
    const end = match.index + match[0].length;
    const read = meant(match);
    for (let at = 0; at < read.length; at += 1)
      made.add(read.charCodeAt(at), from[next] ?? 0, to[end - 1] ?? 0);
    next = end;
  }
  if (next === 0) return undefined;
  upTo(units.length);
  return made.letters;
}

function meant([, u, x, octal, sign, percent, entityHex, entity, name]: RegExpMatchArray): string {
  const hex = u ?? x ?? percent ?? entityHex;
  if (hex !== undefined) return char(Number.parseInt(hex, 16));
  if (octal !== undefined) return char(Number.parseInt(octal, 8));
  if (entity !== undefined) return char(Number(entity));
  if (sign !== undefined) return CONTROLS[sign.toLowerCase()] ?? sign;
  return ENTITIES[name?.toLowerCase() ?? ''] ?? '';
}

function char(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/** Four bytes at least, as pairs of hex digits: together, or apart by signs, spaces and the beginning of a number. */
const HEX = /(?:[0-9a-f]{2}(?:[^\p{L}\p{N}]{0,7}(?:0x|x|u00)?)?){4,}[0-9a-f]?/giu;
/** Four numbers at least. */
const NUMBERS = /(?:\d{1,3}[^\p{L}\p{N}]{1,8}){3,}\d{1,3}/gu;

/** Digits in pairs read as bytes: `68756e`, `68 75 6E`, `0x68,0x75`. One reading for each way to pair them. */
export function fromHex(letters: Letters): Letters[] {
  const text = textOf(letters);
  const lists = [...text.matchAll(HEX)];
  if (lists.length === 0) return [];
  return [0, 1].map((offset) =>
    fromLists(letters, lists, /[0-9a-f]+/gi, (run, add) => {
      for (let at = offset; at + 2 <= run.length; at += 2)
        add(Number.parseInt(run.slice(at, at + 2), 16), at, at + 2);
    }),
  );
}

/** Lists of numbers read as characters: `104, 117, 110`, and `150 165 156` of octal dumps. */
export function fromNumbers(letters: Letters): Letters[] {
  const lists = [...textOf(letters).matchAll(NUMBERS)];
  if (lists.length === 0) return [];
  return [10, 8].map((base) =>
    fromLists(letters, lists, /\d{1,3}/g, (run, add) => {
      const code = Number.parseInt(run, base);
      if (!Number.isNaN(code)) add(code, 0, run.length);
    }),
  );
}

type AddCode = (code: number, from: number, to: number) => void;

function fromLists(
  { from, to }: Letters,
  lists: readonly RegExpExecArray[],
  runs: RegExp,
  codesOf: (run: string, add: AddCode) => void,
): Letters {
  const made = new LettersMaker(1024);
  for (const { 0: list, index } of lists) {
    made.add(BREAK, from[index] ?? 0, from[index] ?? 0);
    for (const run of list.matchAll(runs)) {
      const start = index + run.index;
      codesOf(run[0], (code, a, b) => made.add(code & 0xff, from[start + a] ?? 0, to[start + b - 1] ?? 0));
    }
  }
  return made.letters;
}

/** Words, and whole lines that go on in the next one as base64 is wrapped. */
const BASE64 = /[a-z0-9+/_-]{6,}(?:(?<=[a-z0-9+/_-]{20})\r?\n[a-z0-9+/_-]+)*/gi;
const DIGITS = new Int8Array(128).fill(-1);
for (const [index, digit] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries())
  DIGITS[digit.charCodeAt(0)] = index;
DIGITS['-'.charCodeAt(0)] = 62;
DIGITS['_'.charCodeAt(0)] = 63;

/** Words read as base64, plain or for URLs, also where it begins in the middle or goes on in the next line. */
export function fromBase64(letters: Letters): Letters[] {
  const runs = [...textOf(letters).matchAll(BASE64)];
  if (runs.length === 0) return [];
  return [0, 1, 2, 3].map((offset) => {
    const made = new LettersMaker(1024);
    for (const run of runs) decode(letters, run.index, run.index + run[0].length, offset, made);
    return made.letters;
  });
}

/** Adds the bytes of base64 from one index up to another, after so many digits that are not looked at. */
function decode(
  { units, from, to }: Letters,
  start: number,
  end: number,
  offset: number,
  made: LettersMaker,
): void {
  made.add(BREAK, from[start] ?? 0, from[start] ?? 0);
  let [bits, count, skip, begin] = [0, 0, offset, start];
  for (let at = start; at < end; at += 1) {
    const digit = DIGITS[units[at] ?? 0] ?? -1;
    if (digit < 0) continue;
    if (skip > 0) {
      skip -= 1;
      continue;
    }
    if (count === 0) begin = at;
    bits = ((bits << 6) | digit) & 0x3fff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    made.add((bits >> count) & 0xff, from[begin] ?? 0, to[at] ?? 0);
    begin = at;
  }
}
