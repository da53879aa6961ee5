/** The languages that the rules read, ISO 639-1. */
export const LANGUAGES = ['en', 'es', 'de', 'fr', 'pt', 'it', 'nl', 'pl', 'ru', 'zh', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

const CYRILLIC = /\p{Script=Cyrillic}/u;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** The letters that a language is written in, as far as one of them tells it from the others. */
export type Script = 'latin' | 'cyrillic' | 'cjk';

/** Tells the scripts of a text: only languages written in them can have words in it. */
export function scriptsOf(text: string): ReadonlySet<Script> {
  const scripts = new Set<Script>();
  if (/[a-z]/u.test(text)) scripts.add('latin');
  if (CYRILLIC.test(text)) scripts.add('cyrillic');
  if (CJK.test(text)) scripts.add('cjk');
  return scripts;
}

/** The script of a language. */
export function scriptOf(language: Language): Script {
  if (language === 'ru') return 'cyrillic';
  return language === 'zh' || language === 'ja' ? 'cjk' : 'latin';
}

/** Takes accents out of an entry, as `plain` takes them out of labels. */
export function plainEntry(entry: string): string {
  return entry
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/gu, '')
    .normalize('NFC')
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l');
}

/** Whether the words of a pattern have borders: those of Chinese and Japanese have none. */
export const hasBorders = (pattern: string): boolean => !CJK.test(pattern);

/** A pattern at the borders of its words, where they have some. */
export function atBorders(pattern: string): string {
  return hasBorders(pattern) ? `(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])` : `(?:${pattern})`;
}
