import { fromBase64, fromHex, fromNumbers, unescaped } from './decodings.js';
import { type Accept, Grams, type Shown } from './grams.js';
import {
  asWritten,
  folded,
  foldedText,
  type Letters,
  lettersAlone,
  textOf,
  withoutSpaces,
} from './letters.js';
import { isNameOfField } from './words.js';

/** Shorter values occur everywhere by chance and are only found where they are the whole text. */
export const SHORTEST_PART = 4;
/** So many letters and digits must be left of a value that is looked for among other signs. */
const SHORTEST_SPELT = 6;
/** Values below this must stand together, or be spaced out evenly: parts of other words make them by chance. */
const SHORT = 8;
/** From so many letters on they may be spaced out, or wrapped once into the next line, all the same. */
const SHORTEST_WRAPPED = 6;
/** So much may stand between the letters of a value that is spelt out, characters; signs of the value among it. */
const WIDEST_SPELT_GAP = 4;
const WIDEST_GAP_WITH_SIGNS = 20;

/** What may stand between the letters of a value that is spelt out; lists of numbers have commas of their own. */
const LETTER_GAP = '[^\\p{L}\\p{N}]';
const NUMBER_GAP = '[\\s._\\-|\\/·•*]';

/** A part of a text that shows a secret. */
export interface Betrayal {
  readonly name: string;
  readonly from: number;
  /** The character after its last. */
  readonly to: number;
}

/** Finds where a text shows secrets, in the order of the text; no two of the parts overlap. */
export type FindSecrets = (text: string) => readonly Betrayal[];

/**
 * Builds the finder of secrets in texts. A value is found whatever was made of it on the way: other case or accents,
 * reversed, spaced or spelt out, wrapped into lines, escaped for JSON, URLs or HTML (also twice), in base64, in hex or
 * as a list of numbers, and of a long value (12 letters or more) each run of 8 letters, or of half of it.
 *
 * @param secrets value of each secret by its name; empty values are ignored
 */
export function secretFinder(secrets: Readonly<Record<string, string>>): FindSecrets {
  const known = Object.entries(secrets).filter(([, value]) => value !== '');
  if (known.length === 0) return () => [];
  const whole = new Map(known.map(([name, value]) => [value, name]));
  const search = new Search(known.map(([, value]) => value));
  return (text) => {
    const name = whole.get(text);
    if (name !== undefined) return [{ name, from: 0, to: text.length }];
    return merged(search.in(text)).map(({ secret, from, to }) => ({
      name: known[secret]?.[0] ?? '',
      from,
      to,
    }));
  };

  /** Overlapping parts are one, named by the secret that it shows most of; of equals, by the shorter one. */
  function merged(shown: readonly Shown[]): Shown[] {
    const parts: { secret: number; from: number; to: number; lengths: Map<number, number> }[] = [];
    for (const { secret, from, to } of shown.toSorted((a, b) => a.from - b.from)) {
      const last = parts.at(-1);
      const part = last !== undefined && from < last.to ? last : { secret, from, to, lengths: new Map() };
      if (part !== last) parts.push(part);
      const reached = part.lengths.get(secret) ?? from;
      part.lengths.set(secret, Math.max(reached, to));
      part.to = Math.max(part.to, to);
    }
    const size = (secret: number): number => known[secret]?.[1].length ?? 0;
    return parts.map(({ from, to, lengths }) => {
      const best = [...lengths].toSorted(([a, endA], [b, endB]) => endB - endA || size(a) - size(b))[0];
      return { secret: best?.[0] ?? 0, from, to };
    });
  }
}

class Search {
  /** Forms with their spaces, without them, and of letters and digits alone. */
  readonly #plain = new Grams();
  readonly #joined = new Grams();
  readonly #spelt = new Grams();
  /** Short ones, whose letters all have the same between them. */
  readonly #spaced: { readonly pattern: RegExp; readonly secret: number }[] = [];
  /** Values that are the name of a field elsewhere, such as `password`. */
  readonly #fieldNames: ReadonlySet<string>;

  constructor(values: readonly string[]) {
    this.#fieldNames = new Set(values.filter(isNameOfField));
    values.forEach((value, secret) => {
      for (const form of formsOf(value)) {
        add(this.#plain, foldedText(form), secret, SHORTEST_PART);
        add(this.#joined, textOf(withoutSpaces(asWritten(foldedText(form)))), secret, SHORTEST_PART);
        add(this.#spelt, textOf(lettersAlone(asWritten(foldedText(form)))), secret, SHORTEST_SPELT);
      }
      const letters = [...textOf(withoutSpaces(asWritten(foldedText(value))))];
      if (letters.length >= SHORTEST_PART && letters.length < SHORT)
        this.#spaced.push(
          { pattern: evenlySpaced(letters), secret },
          { pattern: evenlySpaced(letters.toReversed()), secret },
        );
    });
  }

  in(text: string): Shown[] {
    if (text.length < SHORTEST_PART) return [];
    const written = asWritten(text);
    const once = unescaped(written);
    const twice = once && unescaped(once);
    const readings = [written, once, twice].filter((each) => each !== undefined);
    return [
      ...readings.flatMap((letters) => this.#inLetters(text, letters)),
      ...readings.flatMap((letters) =>
        [...fromHex(letters), ...fromNumbers(letters), ...fromBase64(letters)].flatMap((bytes) =>
          this.#joined.find(withoutSpaces(folded(bytes)), () => true),
        ),
      ),
    ];
  }

  #inLetters(text: string, letters: Letters): Shown[] {
    const read = folded(letters);
    const own: Accept = (found, at, length) => {
      const part = text.slice(found.from[at], found.to[at + length - 1]);
      return !this.#fieldNames.has(part.toLowerCase()) || this.#fieldNames.has(part);
    };
    return [
      ...this.#plain.find(read, own),
      ...this.#joined.find(
        withoutSpaces(read),
        (found, at, length) =>
          own(found, at, length) && (length >= SHORT || together(gaps(text, found, at, length))),
      ),
      ...this.#spelt.find(lettersAlone(read), (found, at, length) =>
        spelt(gaps(text, found, at, length), textOf(found, at, at + length)),
      ),
      ...this.#spaced.flatMap(({ pattern, secret }) =>
        [...textOf(read).matchAll(pattern)].map(({ 0: match, index }) => ({
          secret,
          from: read.from[index] ?? 0,
          to: read.to[index + match.length - 1] ?? 0,
        })),
      ),
    ];
  }
}

function add(grams: Grams, form: string, secret: number, least: number): void {
  if (form.length >= least) grams.add(form, secret);
}

/**
 * The value and the same from its end; with the plus of URLs for its spaces, and as UTF-8
 * and UTF-16 that were read byte by byte.
 */
function formsOf(value: string): Set<string> {
  const turned = [...value].reverse().join('');
  const both = [value, turned].flatMap((each) => [each, each.replaceAll(' ', '+')]);
  const wide = Buffer.from(value, 'utf16le');
  return new Set([
    ...both.flatMap((each) => [each, Buffer.from(each, 'utf8').toString('latin1')]),
    wide.toString('latin1'),
    wide.swap16().toString('latin1'),
  ]);
}

/** What stands in the written text between each of the letters and the next. */
function gaps(text: string, { from, to }: Letters, at: number, length: number): string[] {
  return Array.from({ length: length - 1 }, (_, index) => text.slice(to[at + index], from[at + index + 1]));
}

/** Whether nothing stands between the letters; or, of more than a few, spaces everywhere or the end of a line once. */
function together(between: readonly string[]): boolean {
  const wide = between.filter((gap) => gap !== '');
  if (wide.length === 0) return true;
  if (between.length + 1 < SHORTEST_WRAPPED) return false;
  return wide.length === between.length || (wide.length === 1 && /^\r?\n$/.test(wide[0] ?? ''));
}

function evenlySpaced([first = '', second = '', ...others]: readonly string[]): RegExp {
  const sign = (letter: string): string => letter.replace(/[\^$\\.*+?()[\]{}|/]/gu, '\\$&');
  const between = [first, second, ...others].every((letter) => /\d/.test(letter)) ? NUMBER_GAP : LETTER_GAP;
  const rest = [second, ...others].map(sign).join('\\k<gap>');
  return new RegExp(`${sign(first)}(?<gap>${between}{1,${WIDEST_SPELT_GAP}})${rest}`, 'gu');
}

/** Letters one by one, such as `h-u-n-t` or `"h","u"`. */
function spelt(between: readonly string[], letters: string): boolean {
  const signs = new RegExp(`^${/^\d+$/.test(letters) ? NUMBER_GAP : LETTER_GAP}+$`, 'u');
  return between.every((gap) => gap.length <= WIDEST_GAP_WITH_SIGNS && signs.test(gap));
}
