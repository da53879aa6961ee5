import { clausesOf, isLifted } from './language/clauses.js';
import { type DeedTable, readerOf } from './language/deeds.js';
import {
  atBorders,
  LANGUAGES,
  type Language,
  plainEntry,
  type Script,
  scriptOf,
  scriptsOf,
} from './language/languages.js';
import { misreadAs, plain } from './text.js';

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
}

/** Compiles a list of phrases that count wherever they stand, negated or not. */
export function words(phrases: WordList): Pick<Words, 'findIn'> {
  const said = byScript(phrases);
  const find = (label: string) => firstOf(said(label), ({ once }) => once.exec(label)?.[0]);
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
    firstOf(anyhow(sentence), ({ once }) => once.exec(sentence)?.[0]) ??
    phraseIn(clausesOf(sentence), saidWithin(sentence)) ??
    reader.inSentence(sentence);
  // Most texts say nothing: only one that does is searched again without its false friends.
  const truly = (find: (text: string) => string | undefined) => (text: string) =>
    find(text) === undefined ? undefined : find(without(text));
  return {
    findIn: (text) => inLookalikes(text, truly(inLabel)),
    findInSentence: (text) => inLookalikes(text, truly(inSentence)),
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
  const other = misreadAs(label);
  return other === undefined ? undefined : find(other);
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

interface Pattern {
  readonly language: Language;
  readonly once: RegExp;
  readonly global: RegExp;
}

/** The patterns of a list for the scripts that a text is written in. */
function byScript(list: WordList): (text: string) => readonly Pattern[] {
  const all = LANGUAGES.flatMap((language) => {
    const entries = list[language] ?? [];
    return entries.length === 0 ? [] : [patternOf(entries, language)];
  });
  const of = (script: Script) => all.filter(({ language }) => scriptOf(language) === script);
  const byOne = { latin: of('latin'), cyrillic: of('cyrillic'), cjk: of('cjk') };
  return (text) => [...scriptsOf(text)].flatMap((script) => byOne[script]);
}

/** Longer entries first. */
function patternOf(entries: readonly string[], language: Language): Pattern {
  const source = [...entries]
    .sort((a, b) => b.length - a.length)
    .map(entryPattern)
    .join('|');
  return { language, once: new RegExp(source, 'u'), global: new RegExp(source, 'gu') };
}

function entryPattern(entry: string): string {
  const whole = entry.startsWith('=');
  const body = plainEntry(whole ? entry.slice(1) : entry).replaceAll(' ', '\\s+');
  return whole ? `^(?:${body})[!.。！]?$` : atBorders(body);
}
