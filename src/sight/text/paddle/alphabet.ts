/** The characters of the recogniser's classes, and which of them may be answered. */
export interface Alphabet {
  /** Character of class i; class 0 is the CTC blank. */
  chars: readonly string[];
  /** Classes that may win, ascending, 0 (blank) among them. */
  allowed: Int32Array;
  /** Whether Chinese was asked for. */
  chinese: boolean;
}

/** Latin letters, digits, ASCII and Latin-1 signs. */
const LATIN_END = 0x0250;
/** Signs outside Latin-1 that stand on buttons and in menus. */
const SIGNS = '…–—‘’“”•€™←→↑↓√×÷≤≥≠∞π';
/** Languages whose signs the model knows beside Latin; of Japanese it has the kanji alone, kana.ts adds the rest. */
const EAST_ASIAN = new Set(['zh', 'ja']);
const LATIN = new Set(['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'da', 'sv', 'no', 'fi']);

/**
 * Classes of the PP-OCR dictionary file: one character a line, then the space. Without Chinese or Japanese only Latin
 * classes may win, so that a letter is never mistaken for a Chinese sign or a full-width comma.
 */
export function alphabetOf(
  dictionary: string,
  languages: readonly string[],
  notice: (text: string) => void,
): Alphabet {
  const chars = ['', ...dictionary.split('\n').filter((line) => line !== ''), ' '];
  const unknown = languages.filter((l) => !EAST_ASIAN.has(l) && !LATIN.has(l));
  if (unknown.length > 0) notice(`No text model for ${unknown.join(', ')}: Latin letters are read.`);
  const all = languages.some((l) => EAST_ASIAN.has(l));
  const allowed = chars.flatMap((c, i) => (i === 0 || all || isLatin(c) ? [i] : []));
  return { chars, allowed: Int32Array.from(allowed), chinese: languages.includes('zh') };
}

function isLatin(char: string): boolean {
  return (char.codePointAt(0) ?? 0) < LATIN_END || SIGNS.includes(char);
}
