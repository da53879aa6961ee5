/** What texts may prove: pure rules over the words of a goal, of a proof, and of what was typed. */

/** Text as it is compared: no case, accents and signs; letters and digits with single spaces. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
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

/** Whether a text is a time, a date or a share of progress: these change by themselves. */
export function changesByItself(text: string): boolean {
  const trimmed = text.trim();
  return TIME.test(trimmed) || DATE.test(trimmed) || /^\d{1,3}(?:[.,]\d+)?\s*%$/u.test(trimmed);
}

const QUOTED = /[“„"«]([^“”„"«»]{1,200})[”“"»]|(?<=^|[\s(])['‘]([^'’]{1,200})['’](?=$|[\s.,;:)!?])/gu;
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

/** Words that say what is to be done or how, in any goal. */
const COMMON = new Set(
  'the and into onto from with that this then for are was has have new add set put make sure open close click press type enter write save go goal task done please all its out off not'.split(
    ' ',
  ),
);
const LEAST_WORD = 3;

/**
 * Whether a text speaks of what the goal is about: it holds something that the goal names letter by letter, or, where
 * the goal names nothing so, one of its words. What was done by mistake does not.
 */
export function speaksOf(text: string, goal: string): boolean {
  const said = ` ${plain(text)} `;
  const exact = named(goal);
  const holds = (word: string): boolean => said.includes(` ${word} `);
  if (exact.length > 0) return exact.some(holds);
  const words = plain(goal)
    .split(' ')
    .filter((word) => [...word].length >= LEAST_WORD && !COMMON.has(word));
  return words.length === 0 || words.some(holds);
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

/** Whether the words of a goal ask for a window: only then is a dialog that is open now its result. */
export function asksToOpen(goal: string): boolean {
  return /\b(?:open|show|display|launch|start|bring up|öffne|zeige?|starte|ouvr(?:e|ir|ez)|affich(?:e|er|ez)|lanc(?:e|er|ez)|abr(?:e|ir)|muestra|mostrar)\b/iu.test(
    goal,
  );
}
