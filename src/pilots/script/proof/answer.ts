import type { Check } from '../../../core/check.js';
/** What the word that a goal is reached comes to: checks for a fresh look, or why it does not count. */
export type Said =
  | {
      readonly reason?: undefined;
      readonly checks: readonly Check[];
      readonly outputs: Readonly<Record<string, unknown>>;
    }
  | { readonly reason: string };

/** Answers of more lines, or longer ones, are texts to be read by a step of their own. */
const MOST_LINES = 10;
const LONGEST = 200;

/**
 * What shows the answer to a goal that asks a question: each line of it stands on the screen, letter by letter. An
 * answer that the screen does not show, such as one that was counted or made up, is not proven.
 */
export function answerChecks(outputs: Readonly<Record<string, unknown>>, summary: string): Said {
  const given = Object.keys(outputs).length > 0 ? outputs : { answer: summary };
  const values = Object.values(given).flatMap((value) =>
    Array.isArray(value) ? (value as unknown[]) : [value],
  );
  const plain = values.filter((value) => typeof value === 'string' || typeof value === 'number');
  const lines = plain.flatMap((value) => String(value).split('\n')).map((line) => line.trim());
  const texts = lines.filter((line) => line !== '');
  if (plain.length < values.length || texts.length === 0)
    return { reason: 'the answer has to be text or numbers that stand on the screen' };
  if (texts.length > MOST_LINES || texts.some((text) => text.length > LONGEST))
    return { reason: 'give the bare answer, as it stands on the screen' };
  const checks = texts.map((text): Check => ({ text: { has: text, word: true } }));
  return { checks, outputs: given };
}
