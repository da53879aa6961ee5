import { createContext, Script } from 'node:vm';
import { DeskhandError } from '../core/errors.js';

/** ms that a pattern may take over one text; an honest one takes a fraction of one. */
const WITHIN_MS = 1000;
/** Ways to cut a text among parts of any length that are tried in a few ms: more are never tried without a watch. */
const MOST_WAYS = 2_000_000;

const script = new Script('new RegExp(source, flags).exec(text)');
let context: { source: string; flags: string; text: string } | undefined;

/**
 * Searches a text with a pattern of a task: texts of screens and files are anybody's, and some patterns take for ever
 * over some texts, such as `^(a+)+$` over a row of `a`.
 *
 * @returns the match; null when there is none
 * @throws DeskhandError `slow-pattern` when it takes longer than a second
 */
export function execPattern(
  { source, flags }: Pick<RegExp, 'source' | 'flags'>,
  text: string,
): RegExpExecArray | null {
  const once = flags.replace(/[gy]/g, '');
  if (waysToMatch(source, text.length) <= MOST_WAYS) return new RegExp(source, once).exec(text);
  context ??= createContext({ source: '', flags: '', text: '' }) as typeof context & object;
  Object.assign(context, { source, flags: once, text });
  try {
    return script.runInContext(context, { timeout: WITHIN_MS }) as RegExpExecArray | null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new DeskhandError(
      'failed',
      'slow-pattern',
      `The pattern /${source}/ takes more than ${WITHIN_MS / 1000} s over “${text.slice(0, 60)}${text.length > 60 ? '…' : ''}”.`,
      {
        hint: 'Nothing that is repeated should be repeated again: a+ instead of (a+)+, one of the parts in (a|ab)*.',
      },
    );
  }
}

/**
 * How many ways there are at most to cut a text of so many characters among the parts of a pattern that may be of any
 * length, from any beginning: `a*a*b` tries each of them. A group that is repeated has no such limit.
 */
function waysToMatch(source: string, characters: number): number {
  const parts = source.replace(/\\./gsu, 'x').replace(/\[[^\]]*\]/gu, 'x');
  if (/\)[*+?{]/u.test(parts)) return Number.POSITIVE_INFINITY;
  return characters ** (1 + [...parts.matchAll(/[*+{]|[^(]\?/gu)].length);
}
