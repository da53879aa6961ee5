import { type Letters, textOf } from './letters.js';

/** Secrets of so many letters betray themselves by a part. */
const LONG = 12;
/** A run of so many letters of a long secret, or of half of it, counts as the secret. */
const LONG_RUN = 8;
const TABLE = 1 << 16;

/** A part of the written text that shows a secret: from `from` up to and without `to`. */
export interface Shown {
  readonly secret: number;
  readonly from: number;
  readonly to: number;
}

/** Decides of letters that spell a run of a secret whether they are one; `at` is the index of the first. */
export type Accept = (letters: Letters, at: number, length: number) => boolean;

/** How many letters in a row of a text of this length betray it; its own length where it is short. */
export function tellingRun(length: number): number {
  return length < LONG ? length : Math.min(LONG_RUN, Math.floor(length / 2));
}

/** The runs of many texts, found in one pass over the letters for each length of run. */
export class Grams {
  readonly #byLength = new Map<
    number,
    { readonly table: Uint8Array; readonly runs: Map<string, Set<number>> }
  >();

  /** @param secret number of the secret that the text is a form of */
  add(text: string, secret: number): void {
    const length = tellingRun(text.length);
    const group = this.#byLength.get(length) ?? { table: new Uint8Array(TABLE), runs: new Map() };
    this.#byLength.set(length, group);
    for (let at = 0; at + length <= text.length; at += 1) {
      const run = text.slice(at, at + length);
      group.table[hashOf(run)] = 1;
      group.runs.set(run, (group.runs.get(run) ?? new Set()).add(secret));
    }
  }

  /** Where runs of the texts stand. */
  find(letters: Letters, accept: Accept): Shown[] {
    const found: Shown[] = [];
    const { units, from, to } = letters;
    for (const [length, { table, runs }] of this.#byLength) {
      if (length > units.length) continue;
      let hash = 0;
      const highest = powerOf(length - 1);
      for (let end = 0; end < units.length; end += 1) {
        if (end >= length) hash = (hash - Math.imul(units[end - length] ?? 0, highest)) | 0;
        hash = (Math.imul(hash, 31) + (units[end] ?? 0)) | 0;
        const at = end - length + 1;
        if (at < 0 || table[hash & (TABLE - 1)] !== 1) continue;
        const secrets = runs.get(textOf(letters, at, end + 1));
        if (secrets === undefined || !accept(letters, at, length)) continue;
        for (const secret of secrets) found.push({ secret, from: from[at] ?? 0, to: to[end] ?? 0 });
      }
    }
    return found;
  }
}

function hashOf(run: string): number {
  let hash = 0;
  for (let at = 0; at < run.length; at += 1) hash = (Math.imul(hash, 31) + run.charCodeAt(at)) | 0;
  return hash & (TABLE - 1);
}

function powerOf(exponent: number): number {
  let power = 1;
  for (let step = 0; step < exponent; step += 1) power = Math.imul(power, 31);
  return power;
}
