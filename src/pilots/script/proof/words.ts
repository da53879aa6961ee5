/** What texts may prove: pure rules over the words of a goal, of a proof, and of what was typed. */

/** Scripts in which words are not parted: their signs are compared one by one. */
const UNPARTED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** Text as it is compared: no case, accents and signs; letters and digits with single spaces. */
function plain(text: string): string {
  return (
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      // Hangul was taken apart with the accents.
      .normalize('NFC')
      .replace(UNPARTED, ' $& ')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  );
}

const LEAST = 2;

/** Whether a text is too short to be told from a misreading of anything. */
export function saysTooLittle(text: string): boolean {
  return plain(text).replaceAll(' ', '').length < LEAST;
}

/** Whether a text asks: what waits for an answer is not done. */
export function isQuestion(text: string): boolean {
  return /[?？]\s*$/u.test(text);
}

const TIME = /^\D{0,12}\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*[ap]\.?m\.?)?\D{0,12}$/iu;
const MONTH =
  '(?:jan|ene|gen|feb|fev|fév|mar|mär|apr|abr|avr|may|mai|mag|jun|giu|juin|jul|lug|juil|aug|ago|août|sep|set|oct|okt|ott|out|nov|dec|dez|dic|déc)\\p{L}*';
const DATE = new RegExp(
  `^(?:\\p{L}{2,10}[.,]?\\s+)?(?:\\d{1,4}[-./]\\d{1,2}[-./]\\d{1,4}|\\d{1,2}\\.?\\s+${MONTH}\\.?,?(?:\\s+\\d{4})?|${MONTH}\\.?\\s+\\d{1,2},?(?:\\s+\\d{4})?)(?:[,\\s]+\\d{1,2}:\\d{2}(?::\\d{2})?)?$`,
  'iu',
);

const EAST_ASIAN_DATE = /^(?:\d{2,4}[年년]\s*)?\d{1,2}[月월]\s*\d{1,2}[日일].{0,12}$/u;

/** Whether a text is a time, a date or a share of progress: these change by themselves. */
export function changesByItself(text: string): boolean {
  const trimmed = text.trim();
  return (
    TIME.test(trimmed) ||
    DATE.test(trimmed) ||
    EAST_ASIAN_DATE.test(trimmed) ||
    /^\d{1,3}(?:[.,]\d+)?\s*%$/u.test(trimmed)
  );
}

const QUOTED =
  /[“„"«「『《]([^“”„"«»「」『』《》]{1,200})[”“"»」』》]|(?<=^|[\s(])['‘]([^'’]{1,200})['’](?=$|[\s.,;:)!?])/gu;
const FILE = /(?:~|\.{0,2})?(?:\/[\p{L}\p{N}._~+-]+)+|\b[\p{L}\p{N}_-]+\.[a-z]\w{0,7}\b/giu;
const NUMBER = /\d(?:[\d.,:/-]*\d)?/gu;

/** The files that the words of a goal name, as they are written there. */
export function filesNamed(goal: string): readonly string[] {
  return [...new Set([...goal.matchAll(FILE)].map(([path]) => path.replace(/[.,;:]+$/u, '')))];
}

/** What a goal names letter by letter: what stands in quotes, files and numbers. */
function named(goal: string): readonly string[] {
  const quoted = [...goal.matchAll(QUOTED)].map((match) => match[1] ?? match[2] ?? '');
  const files = filesNamed(goal).map((path) => path.split('/').at(-1) ?? path);
  const numbers = [...goal.matchAll(NUMBER)].map(([number]) => number);
  return [...quoted, ...files, ...numbers].map(plain).filter((each) => each !== '');
}

/** Words that say what is to be done or how, in any goal; without accents. */
const COMMON = new Set(
  [
    'the and into onto from with that this then for are was has have new add set put make sure open close click press type enter write save go goal task done please all its out off not',
    'und der die das den dem des ein eine einen einem einer von mit fur auf aus bei nach ist sind wird nicht auch dann offne klicke drucke schreibe speichere ein neue neuen neues alle bitte',
    'les des une dans sur avec pour par est sont que qui puis aux ouvre ouvrir ferme cliquer enregistrer nouveau nouvelle tous toutes',
    'los las del una con para por que como luego abre abrir cierra pulsa escribe guarda guardar nuevo nueva todos todas',
    'dos das uma com para por que depois abra abrir feche clique escreva salve guarde novo nova todos todas',
    'gli dei del della delle una con per che poi apri chiudi premi scrivi salva nuovo nuova tutti tutte',
    'het een van met voor naar dat die open sluit klik schrijf bewaar nieuw nieuwe alle',
    '打开 开启 关闭 点击 单击 保存 输入 新建 添加 完成 然后 一个 这个 所有 打開 關閉 點擊 儲存 する して ください 開く 開いて 保存 入力 新しい 열기 저장 하세요',
  ].flatMap((words) => words.split(' ')),
);
const LEAST_WORD = 3;
const segments = new Intl.Segmenter('und', { granularity: 'word' });

/** What the words of a goal say of its matter, as `plain` texts: words, and pairs of signs where these are not parted. */
function matterOf(goal: string): readonly string[] {
  const words = [...segments.segment(goal.toLowerCase().normalize('NFC'))]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment);
  return words.flatMap((word) => {
    const signs = [...(word.match(UNPARTED) ?? [])];
    if (COMMON.has(word)) return [];
    if (signs.length > 0) return signs.slice(1).map((sign, at) => plain(`${signs[at]}${sign}`));
    const parts = plain(word).split(' ');
    return parts.filter((part) => [...part].length >= LEAST_WORD && !COMMON.has(part));
  });
}

/**
 * Whether a text speaks of what the goal is about: it holds something that the goal names letter by letter, or, where
 * the goal names nothing so, one of its words. What was done by mistake does not.
 */
export function speaksOf(text: string, goal: string): boolean {
  const said = ` ${plain(text)} `;
  const exact = named(goal);
  const holds = (word: string): boolean => said.includes(` ${word} `);
  if (exact.length > 0) return exact.some(holds);
  const matter = matterOf(goal);
  if (matter.length > 0) return matter.some(holds);
  // “Save it”: then what was done has to be said, in some form of the word.
  const verbs = plain(goal)
    .split(' ')
    .filter((word) => [...word].length >= LEAST_WORD);
  return verbs.some((verb) => said.includes(` ${verb}`));
}

/** Whether nothing of a text is left once all that was typed is taken away from it. */
export function isTyped(text: string, typed: readonly string[]): boolean {
  const pieces = typed.flatMap((each) => [each, ...each.split('\n')]).map(plain);
  const longest = [...new Set(pieces)].filter((each) => each !== '').sort((a, b) => b.length - a.length);
  let rest = ` ${plain(text)} `;
  // A part of what was typed is what was typed, too.
  if (longest.some((piece) => ` ${piece} `.includes(rest))) return true;
  for (const piece of longest) rest = rest.replaceAll(` ${piece} `, '  ');
  return rest.replaceAll(' ', '').length < LEAST;
}

/** Words of asking for a window; German, French, Spanish, Portuguese and Italian ones without accents. */
const OPENS =
  /(?<!\p{L})(?:open|show|display|launch|start|bring up|offne|zeige?|starte|ouvr(?:e|ir|ez)|affich(?:e|er|ez)|lanc(?:e|er|ez)|abr(?:e|a|ir)|muestra|mostrar?|mostre|exib(?:a|ir)|inicia|apri|mostra|avvia)(?!\p{L})|打开|打開|显示|顯示|启动|啟動|開い|開く|表示|起動|열어|열기|보여|표시/iu;

/** Whether the words of a goal ask for a window: only then is a dialog that is open now its result. */
export function asksToOpen(goal: string): boolean {
  return OPENS.test(
    goal
      .normalize('NFKD')
      .replace(/[\u0300-\u036f]/gu, '')
      .normalize('NFC'),
  );
}
