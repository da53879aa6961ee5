/** Latin letters that other alphabets imitate, for labels that mix alphabets within a word. */
const lookalikes: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ј: 'j',
  ѕ: 's',
  к: 'k',
  м: 'm',
  т: 't',
  в: 'b',
  н: 'h',
  ԁ: 'd',
  ӏ: 'l',
  α: 'a',
  ε: 'e',
  ο: 'o',
  ρ: 'p',
  υ: 'u',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  τ: 't',
  χ: 'x',
};

/** Digits and signs that text reading confuses with letters. */
const misread: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'l',
  3: 'e',
  5: 's',
  8: 'b',
  '|': 'l',
  '!': 'l',
  $: 's',
};

/** The longest label that is looked at, characters. */
const MAX_LABEL = 600;

/**
 * A label as the word lists are written: lower case, without accents, mnemonic marks, invisible characters,
 * dots at the end and the key shown beside it; letters of other alphabets that imitate Latin ones are
 * replaced, and so are letters set wide apart.
 */
export function plain(text: string): string {
  return joinSpaced(unmasked(bareOf(text))).trim();
}

/** A label all of whose letters imitate Latin ones, in its own alphabet: `Отмена` is a word. Undefined for any other. */
export function plainInOwn(text: string): string | undefined {
  if (!/[\p{Script=Cyrillic}]/u.test(text)) return undefined;
  const bare = bareOf(text).replace(/\s+/gu, ' ');
  return /[a-z]/u.test(bare) || unmasked(bare) === bare ? undefined : joinSpaced(bare).trim();
}

function bareOf(text: string): string {
  return (
    text
      .slice(0, MAX_LABEL)
      .normalize('NFKC')
      .replace(/\p{Cf}|\p{Cc}/gu, (sign) => (/\s/.test(sign) ? ' ' : ''))
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/gu, '')
      .normalize('NFC')
      .toLowerCase()
      .replaceAll('ß', 'ss')
      .replaceAll('ł', 'l')
      .replace(/[‘’‛′`´]/gu, "'")
      // Text reading loses apostrophes, and a lost one must not make a no into a yes: `Don t allow`, `Dont allow`.
      .replace(
        /(?<![\p{L}\p{N}])(do|does|did|wo|ca|is|are|was|were|has|have|could|would|should)n\s?['.,]?\s?t(?![\p{L}\p{N}])/gu,
        "$1n't",
      )
      .replace(/(?<![\p{L}\p{N}])[&_](?=\p{L})|(?<=\p{L})[&_](?=\p{L})/gu, '')
      .replace(/\((?:[&_])?[a-z]\)/gu, ' ')
      // The number of a function key is no part of its word: `F8Delete`, `8Delete`.
      .replace(/(?<![\p{L}\p{N}])f?\d{1,2}(?=\p{L}{3})/gu, '$& ')
      .replace(/\s+(?:(?:ctrl|strg|alt|shift|umschalt|cmd|super|win|maj|mayus)\s*[+-]\s*)+\S+\s*$/u, '')
      .replace(/(?:\.{2,}|…|[:>▸▶»])\s*$/u, '')
  );
}

/** The label with digits inside words read as the letters they resemble; undefined when that changes nothing. */
export function misreadAs(label: string): string | undefined {
  const read = label.replace(/[\p{L}0-9|!$]+/gu, (word) => {
    if (!/\p{L}.*\p{L}/u.test(word)) return word;
    const inner = word.replace(/[!]+$/u, '');
    return inner.replace(/[01358|!$]/g, (sign) => misread[sign] ?? sign) + word.slice(inner.length);
  });
  return read === label ? undefined : read;
}

/** A label with a letter that imitates nothing is really written in that alphabet: only mixed words of it are masks. */
function unmasked(label: string): string {
  const foreign = label.match(/[\p{Script=Cyrillic}\p{Script=Greek}]/gu) ?? [];
  if (foreign.length === 0) return label.replace(/\s+/gu, ' ');
  const real = foreign.some((letter) => !(letter in lookalikes));
  return label
    .split(/\s+/u)
    .map((word) => (real && !/[a-z]/u.test(word) ? word : unmask(word)))
    .join(' ');
}

function unmask(word: string): string {
  const latin = [...word].map((letter) => lookalikes[letter] ?? letter).join('');
  return /^[\x20-\x7e]+$/.test(latin) ? latin : word;
}

/** `d e l e t e` is read as `delete`. */
function joinSpaced(label: string): string {
  return label.replace(/(?<!\S)(?:\p{L} ){3,}\p{L}(?!\S)/gu, (letters) => letters.replaceAll(' ', ''));
}

/** Whether a line reads as a sentence rather than as a label: a question, three words, or eight signs of Chinese or Japanese. */
export function isSentence(line: string): boolean {
  if (/[?？]/u.test(line)) return true;
  const cjk = line.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  return cjk >= 8 || line.trim().split(/\s+/u).length >= 3;
}
