import { clausesOf, isLifted } from './language/clauses.js';
import { type DeedTable, readerOf } from './language/deeds.js';
import {
  atBorders,
  hasBorders,
  LANGUAGES,
  type Language,
  plainEntry,
  type Script,
  scriptOf,
  scriptsOf,
} from './language/languages.js';
import { once } from './once.js';
import { misreadAs, plain, plainInOwn } from './text.js';

/**
 * Phrases by language. An entry is a word or phrase in small letters, written as a regular expression in
 * which a space is any run of white space; `=` at the start means the whole label. Chinese and Japanese
 * entries match anywhere, the others at word borders.
 */
export type WordList = Readonly<Partial<Record<Language, readonly string[]>>>;

/** What says a risk in words. */
export interface Wording {
  /** Phrases that say it in a label, and in a sentence that does not take them back. */
  readonly phrases?: WordList;
  /** Verbs and nouns that say it in their forms. */
  readonly deeds?: DeedTable;
  /** Phrases that hold such a word and mean something else. */
  readonly falseFriends?: WordList;
  /** Phrases that say it in the text of a dialog, however they are said. */
  readonly inDialogs?: WordList;
}

/** Finds what a wording says. */
export interface Words {
  /** The part of a label that says it; undefined when none does. */
  findIn(label: string): string | undefined;
  /** The part of a sentence that says it will be done, if somebody says yes. */
  findInSentence(sentence: string): string | undefined;
  /** Whether a label is one word that is a noun too, as the name of a menu may be: `Order`, `Run`. */
  isNoun(label: string): boolean;
}

/** Compiles a list of phrases that count wherever they stand, negated or not. */
export function words(phrases: WordList): Pick<Words, 'findIn'> {
  const said = byScript(phrases);
  const find = (label: string) => firstOf(said(label), ({ global }) => foundIn(global, label));
  return { findIn: (text) => inLookalikes(text, find) };
}

/** Compiles a wording. */
export function wordsOf({ phrases = {}, deeds = {}, falseFriends = {}, inDialogs = {} }: Wording): Words {
  const said = byScript(phrases);
  const saidWithin = byScript(withoutWhole(phrases));
  const removed = byScript(falseFriends);
  const anyhow = byScript(inDialogs);
  const reader = readerOf(deeds);
  const without = (text: string) =>
    removed(text)
      .reduce((label, { global }) => label.replace(global, ' ¦ '), text)
      .trim();
  const inLabel = (label: string): string | undefined =>
    phraseIn([label], said(label)) ?? reader.inLabel(label);
  const inSentence = (sentence: string): string | undefined =>
    firstOf(anyhow(sentence), ({ global }) => foundIn(global, sentence)) ??
    phraseIn(clausesOf(sentence), saidWithin(sentence)) ??
    reader.inSentence(sentence);
  // Most texts say nothing: only one that does is searched again without its false friends.
  const truly = (find: (text: string) => string | undefined) => (text: string) =>
    find(text) === undefined ? undefined : find(without(text));
  return {
    findIn: (text) => inLookalikes(text, truly(inLabel)),
    findInSentence: (text) => inLookalikes(text, truly(inSentence)),
    isNoun: (text) => reader.isNoun(plainOnce(text)),
  };
}

/** The phrases that may stand within a sentence: a whole label says nothing there. */
function withoutWhole(list: WordList): WordList {
  return Object.fromEntries(
    Object.entries(list).map(([language, entries]) => [
      language,
      entries.filter((entry) => !entry.startsWith('=')),
    ]),
  );
}

function inLookalikes(text: string, find: (text: string) => string | undefined): string | undefined {
  const label = plainOnce(text);
  const found = find(label);
  if (found !== undefined) return found;
  for (const other of [misreadAs(label), plainInOwn(text)]) {
    const hidden = other === undefined ? undefined : find(other);
    if (hidden !== undefined) return hidden;
  }
  return undefined;
}

function phraseIn(clauses: readonly string[], patterns: readonly Pattern[]): string | undefined {
  for (const clause of clauses) {
    for (const { language, global } of patterns) {
      global.lastIndex = 0;
      for (let match = global.exec(clause); match !== null; match = global.exec(clause)) {
        if (!isLifted(language, clause, match.index, global.lastIndex)) return match[0];
      }
    }
  }
  return undefined;
}

function firstOf<T>(all: readonly T[], find: (each: T) => string | undefined): string | undefined {
  for (const each of all) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Every list looks at the same few labels of a situation. */
const lately = new Map<string, string>();
const MOST_LATELY = 200;

function plainOnce(text: string): string {
  const known = lately.get(text);
  if (known !== undefined) return known;
  if (lately.size >= MOST_LATELY) lately.clear();
  const label = plain(text);
  lately.set(text, label);
  return label;
}

/** What a list says in one language: at word borders, or as a whole label. */
interface Pattern {
  readonly language: Language;
  /** Searched from its `lastIndex` on. */
  readonly global: RegExp;
}

/** The patterns of a list for the scripts that a text is written in, compiled when the first text of a script comes. */
function byScript(list: WordList): (text: string) => readonly Pattern[] {
  const of = (script: Script) =>
    once(() =>
      LANGUAGES.filter((language) => scriptOf(language) === script).flatMap((language) => {
        const entries = list[language] ?? [];
        return entries.length === 0 ? [] : [{ language, global: patternOf(entries) }];
      }),
    );
  const byOne = { latin: of('latin'), cyrillic: of('cyrillic'), cjk: of('cjk') };
  return (text) => [...scriptsOf(text)].flatMap((script) => byOne[script]());
}

/** Longer entries first. Borders stand around all of them at once: each costs as much to compile as many words. */
function patternOf(entries: readonly string[]): RegExp {
  const sorted = [...entries].sort((a, b) => b.length - a.length);
  const bodies = (some: readonly string[]) =>
    some.map((entry) => plainEntry(entry).replaceAll(' ', '\\s+')).join('|');
  const whole = sorted.filter((entry) => entry.startsWith('=')).map((entry) => entry.slice(1));
  const unbordered = sorted.filter((entry) => !entry.startsWith('=') && !hasBorders(entry));
  const bordered = sorted.filter((entry) => !entry.startsWith('=') && hasBorders(entry));
  const parts = [
    ...(bordered.length > 0 ? [atBorders(bodies(bordered))] : []),
    ...(unbordered.length > 0 ? [bodies(unbordered)] : []),
    ...(whole.length > 0 ? [`^(?:${bodies(whole)})[!.。！]?$`] : []),
  ];
  return new RegExp(parts.join('|'), 'gu');
}

function foundIn(pattern: RegExp, text: string): string | undefined {
  pattern.lastIndex = 0;
  return pattern.exec(text)?.[0];
}
