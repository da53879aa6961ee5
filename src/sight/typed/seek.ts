import { type Alignment, align } from './align.js';
import type { ReadLetter, TypedLetters } from './letters.js';

/** So few letters are often a part of something else, such as of the labels of keys that light up. */
const SHORT = 3;
/** From this length on a line may be full, and goes on in the next one, letters. */
const FULL = 20;
/** What may stand right before and right behind a text: prompts, borders, a caret. */
const OPENING = /[:>$#%=(["'[|]/u;
const CLOSING = /[|]/u;
/** A text may differ from what was read by so many of its letters and still be meant by it, as a share. */
const NEAR = 0.4;
/** The end of a text that is longer than its field has at least so many letters, and so few of them are wrong. */
const TAIL = { least: 4, wrong: 0.1 };
/** Of longer texts only so many letters at the end are looked for. */
export const MOST = 1500;

/**
 * Where a text was found among the letters that were read. Seen: letter by letter, on its own. Attached: letter by
 * letter, as a part of something longer. Near: with differences. Tail: only its end.
 */
export interface Found {
  readonly kind: 'seen' | 'attached' | 'near' | 'tail';
  readonly place: Alignment;
}

/** Looks for one line or cell of a typed text, in what changed; undefined when nothing there is like it. */
export function seek(text: TypedLetters, read: readonly ReadLetter[]): Found | undefined {
  return exactly(text, read) ?? nearly(text, read);
}

function exactly(text: TypedLetters, read: readonly ReadLetter[]): Found | undefined {
  const { chars } = text;
  const places = [...read.keys()].filter(
    (from) =>
      chars.every((char, at) => read[from + at]?.char === char) &&
      isChanged(read, from, from + chars.length) &&
      !spansLines(read, from, text),
  );
  const alone = places.filter((from) => standsAlone(read, from, text));
  const [first] = places;
  if (first === undefined) return undefined;
  const isSeen = chars.length > SHORT ? alone.length > 0 : alone.length === places.length;
  const from = alone[0] ?? first;
  const place = {
    from,
    to: from + chars.length,
    textFrom: 0,
    of: chars.map((_char, at) => at),
    same: chars.length,
    alike: 0,
    wrong: 0,
  };
  return { kind: isSeen ? 'seen' : 'attached', place };
}

/**
 * Looks for a line that a program in a terminal has answered in the middle: its beginning and the rest each begin a
 * line of the screen, one right below the other.
 */
export function seekAnswered(text: TypedLetters, read: readonly ReadLetter[]): Found | undefined {
  const { chars } = text;
  const begins = [...read.keys()].filter((at) => read[at]?.after === 'line' && read[at]?.changed);
  for (const [number, from] of begins.entries()) {
    let cut = 0;
    while (cut < chars.length && read[from + cut]?.char === chars[cut]) cut++;
    const next = begins[number + 1];
    if (cut === 0 || next === undefined || read[next]?.line !== (read[from]?.line ?? 0) + 1) continue;
    const isThere = (at: number): boolean =>
      chars.slice(at).every((char, i) => read[next + i]?.char === char);
    for (let at = cut; at > 0; at--) {
      if (!isThere(at)) continue;
      const to = next + chars.length - at;
      const of = chars.map((_char, i) => i);
      return {
        kind: 'attached',
        place: { from, to, textFrom: 0, of, same: chars.length, alike: 0, wrong: 0 },
      };
    }
  }
  return undefined;
}

function nearly(text: TypedLetters, read: readonly ReadLetter[]): Found | undefined {
  const cut = Math.max(0, text.chars.length - MOST);
  const chars = text.chars.slice(cut);
  const changed = read.flatMap((letter, at) => (letter.changed ? [at] : []));
  const letters = changed.map((at) => read[at]?.char ?? '');
  const back = (place: Alignment): Alignment => {
    const from = changed[place.from] ?? 0;
    const to = (changed[place.to - 1] ?? from - 1) + 1;
    const of = new Array<number | undefined>(Math.max(0, to - from)).fill(undefined);
    for (const [at, number] of place.of.entries())
      of[(changed[place.from + at] ?? from) - from] = number === undefined ? undefined : number + cut;
    return { ...place, from, to, of, textFrom: place.textFrom + cut };
  };
  const whole = align(chars, letters, false);
  if (cut === 0 && isNear(whole, chars.length)) return { kind: 'near', place: back(whole) };
  const tail = align(chars, letters, true);
  const length = chars.length - tail.textFrom;
  const isTail = length >= TAIL.least && tail.wrong <= TAIL.wrong * length;
  return isTail && beginsItsLine(read, changed[tail.from]) ? { kind: 'tail', place: back(tail) } : undefined;
}

function isNear({ same, alike, wrong }: Alignment, length: number): boolean {
  // Of two letters one may be lost.
  if (length === 2) return same === 1 && wrong === 1;
  return same + alike >= (1 - NEAR) * length && wrong <= NEAR * length;
}

/** What was cut off stood left of it: nothing that changed does. */
function beginsItsLine(read: readonly ReadLetter[], at: number | undefined): boolean {
  const letter = at === undefined ? undefined : read[at];
  if (at === undefined || letter === undefined) return false;
  return letter.after === 'line' || (letter.after === 'space' && read[at - 1]?.changed === false);
}

function isChanged(read: readonly ReadLetter[], from: number, to: number): boolean {
  return read.slice(from, to).every(({ changed }) => changed);
}

/** Whether what stands before and after a match does not belong to it. */
function standsAlone(read: readonly ReadLetter[], from: number, text: TypedLetters): boolean {
  const end = from + text.chars.length;
  const begins = read[from]?.after !== 'letter' || OPENING.test(read[from - 1]?.char ?? '');
  const ends = read[end]?.after !== 'letter' || CLOSING.test(read[end]?.char ?? '');
  const isDoubled = (outside: number, inside: number): boolean => {
    if (read[outside] === undefined || read[outside].char !== read[inside]?.char) return false;
    if (read[Math.max(outside, inside)]?.after === 'letter') return true;
    // The letter that is the same is a word of its own.
    return text.hasSpaces() && read[outside].after !== 'letter' && read[outside + 1]?.after !== 'letter';
  };
  return begins && ends && !isDoubled(from - 1, from) && !isDoubled(end, end - 1);
}

/** Whether a match goes over the end of a line where neither the text has a space nor the line is full. */
function spansLines(read: readonly ReadLetter[], from: number, text: TypedLetters): boolean {
  for (let at = 1; at < text.chars.length; at++) {
    if (read[from + at]?.after !== 'line' || text.isAfterSpace(at)) continue;
    let start = from + at - 1;
    while (start > 0 && read[start]?.after !== 'line') start--;
    if (from + at - start < FULL) return true;
  }
  return false;
}
