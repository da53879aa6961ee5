/**
 * A text as somebody may read it: its letters as UTF-16 units, each with the place in the written text that it came
 * from, `from` up to and without `to`.
 */
export interface Letters {
  readonly units: Uint16Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Stands between letters that do not follow each other; no text holds it. */
export const BREAK = 0xffff;

/** Collects the letters of a reading, one after the other. */
export class LettersMaker {
  #units: Uint16Array;
  #from: Int32Array;
  #to: Int32Array;
  #count = 0;

  /** @param expected about how many letters there will be */
  constructor(expected: number) {
    const room = Math.max(16, expected);
    this.#units = new Uint16Array(room);
    this.#from = new Int32Array(room);
    this.#to = new Int32Array(room);
  }

  /** Adds what one place of the written text is read as, one UTF-16 unit. */
  add(unit: number, from: number, to: number): void {
    if (this.#count === this.#units.length) this.#grow();
    this.#units[this.#count] = unit;
    this.#from[this.#count] = from;
    this.#to[this.#count] = to;
    this.#count += 1;
  }

  get letters(): Letters {
    const count = this.#count;
    return {
      units: this.#units.subarray(0, count),
      from: this.#from.subarray(0, count),
      to: this.#to.subarray(0, count),
    };
  }

  #grow(): void {
    const room = 2 * this.#units.length;
    const [units, from, to] = [new Uint16Array(room), new Int32Array(room), new Int32Array(room)];
    units.set(this.#units);
    from.set(this.#from);
    to.set(this.#to);
    this.#units = units;
    this.#from = from;
    this.#to = to;
  }
}

/** The text as it is written. */
export function asWritten(text: string): Letters {
  const made = new LettersMaker(text.length);
  for (let at = 0; at < text.length; at += 1) made.add(text.charCodeAt(at), at, at + 1);
  return made.letters;
}

/** The letters from one index up to another as a text. */
export function textOf({ units }: Letters, start = 0, end = units.length): string {
  let text = '';
  // In parts: a call takes only so many arguments.
  for (let at = start; at < end; at += 4096)
    text += String.fromCharCode(...units.subarray(at, Math.min(end, at + 4096)));
  return text;
}

/** The letters without the differences that do not change what is read: case, accents, wide and ornate forms. */
export function folded(letters: Letters): Letters {
  const { units } = letters;
  const made = new LettersMaker(units.length);
  for (let at = 0; at < units.length; at += 1) {
    const unit = units[at] ?? 0;
    const from = letters.from[at] ?? 0;
    if (unit < 0x80) {
      made.add(unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit, from, letters.to[at] ?? 0);
      continue;
    }
    const paired = unit >= 0xd800 && unit < 0xdc00 && at + 1 < units.length;
    const char = paired ? String.fromCharCode(unit, units[at + 1] ?? 0) : String.fromCharCode(unit);
    if (paired) at += 1;
    const fold = foldedChar(char);
    for (let index = 0; index < fold.length; index += 1)
      made.add(fold.charCodeAt(index), from, letters.to[at] ?? 0);
  }
  return made.letters;
}

/** A text of its own, folded like the letters that it is looked for in. */
export function foldedText(text: string): string {
  return textOf(folded(asWritten(text)));
}

const seen = new Map<string, string>();

function foldedChar(char: string): string {
  const known = seen.get(char);
  if (known !== undefined) return known;
  const fold = char.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  // A text may hold any number of characters; a table of them all would be no cache.
  if (seen.size < 5000) seen.set(char, fold);
  return fold;
}

const SPACES = /[\s\p{Cc}\p{Cf}]/u;
const SIGNS = /[^\p{L}\p{N}]/u;

/** The letters without spaces, line feeds and what cannot be seen. */
export function withoutSpaces(letters: Letters): Letters {
  return without(letters, isSpace);
}

/** Nothing but letters and digits. */
export function lettersAlone(letters: Letters): Letters {
  return without(letters, isSign);
}

const isSpace = kindOf(SPACES);
const isSign = kindOf(SIGNS);

/** A table of the first characters, which nearly all are, and the pattern for the rest. */
function kindOf(pattern: RegExp): (unit: number) => boolean {
  const table = Array.from({ length: 0x250 }, (_, unit) => pattern.test(String.fromCharCode(unit)));
  // Halves of pairs are letters here: what they make together is not worth a second look.
  return (unit) =>
    table[unit] ?? (unit < 0xd800 || unit > 0xdfff ? pattern.test(String.fromCharCode(unit)) : false);
}

function without({ units, from, to }: Letters, unwanted: (unit: number) => boolean): Letters {
  const made = new LettersMaker(units.length);
  for (let at = 0; at < units.length; at += 1) {
    const unit = units[at] ?? 0;
    if (!unwanted(unit)) made.add(unit, from[at] ?? 0, to[at] ?? 0);
  }
  return made.letters;
}
