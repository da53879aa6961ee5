import { createContext, Script } from 'node:vm';
import { DeskhandError } from '../core/errors.js';

/** ms that a pattern may take over one text; an honest one takes a fraction of one. */
const WITHIN_MS = 1000;
/** Longer texts are never searched without a watch, characters. */
const SHORT_TEXT = 1000;
/** So many parts that may be of any length take no time worth speaking of over a short text. */
const FEW = 3;

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
  if (text.length <= SHORT_TEXT && isPlain(source)) return new RegExp(source, once).exec(text);
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

/** Whether the pattern cannot take long: few parts of any length, and no group that is repeated. */
function isPlain(source: string): boolean {
  const parts = source.replace(/\\./gsu, 'x').replace(/\[[^\]]*\]/gu, 'x');
  return !/\)[*+?{]/u.test(parts) && [...parts.matchAll(/[*+{]|[^(]\?/gu)].length <= FEW;
}
