import { misreadAs, plain } from './text.js';

/** The languages that the word lists cover. */
export type Language = 'en' | 'es' | 'de' | 'fr' | 'pt' | 'zh' | 'ja';

/**
 * Word lists by language. An entry is a word or phrase in small letters, written as a regular expression in
 * which a space is any run of white space; `=` at the start means the whole label. Chinese and Japanese
 * entries match anywhere, the others at word borders.
 */
export type WordList = Readonly<Partial<Record<Language, readonly string[]>>>;

/** Finds the words of a list in labels, after the phrases that only look like them were taken out. */
export interface Words {
  /** The entry's text as it stands in the label; undefined when none does. */
  findIn(text: string): string | undefined;
}

/** Compiles a word list and its false friends. */
export function words(list: WordList, falseFriends: WordList = {}): Words {
  const wanted = pattern(list, 'u');
  const removed = pattern(falseFriends, 'gu');
  const search = (label: string): string | undefined =>
    wanted.exec(label.replace(removed, ' ¦ ').trim())?.[0];
  return {
    findIn(text) {
      const label = plainOnce(text);
      const found = search(label);
      if (found !== undefined) return found;
      const other = misreadAs(label);
      return other === undefined ? undefined : search(other);
    },
  };
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

/** Longer entries first; an empty list matches nothing. */
function pattern(list: WordList, flags: string): RegExp {
  const entries = Object.values(list)
    .flat()
    .sort((a, b) => b.length - a.length);
  return new RegExp(entries.length === 0 ? '(?!)' : entries.map(entryPattern).join('|'), flags);
}

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const BORDER_LEFT = '(?<![\\p{L}\\p{N}])';
const BORDER_RIGHT = '(?![\\p{L}\\p{N}])';

function entryPattern(entry: string): string {
  const whole = entry.startsWith('=');
  const body = plainEntry(whole ? entry.slice(1) : entry).replaceAll(' ', '\\s+');
  if (whole) return `^(?:${body})[!.。！]?$`;
  return CJK.test(entry) ? `(?:${body})` : `${BORDER_LEFT}(?:${body})${BORDER_RIGHT}`;
}

/** Accents are taken out as they are in labels. */
function plainEntry(entry: string): string {
  return entry
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/gu, '')
    .normalize('NFC')
    .replaceAll('ß', 'ss');
}
