import { execPattern } from '../machine/pattern.js';
import { FunctionError, readNumber } from './expression/functions.js';

/**
 * What a `read` step makes of the text it found: the part that `pattern` matches (its first group, or all of
 * it), as text, number or lines.
 */
export function readValue(
  text: string,
  options: { pattern?: string; type: 'text' | 'number' | 'lines' },
): { ok: true; value: string | number | string[] } | { ok: false; reason: string } {
  const match =
    options.pattern === undefined ? undefined : execPattern({ source: options.pattern, flags: 'u' }, text);
  if (match === null)
    return { ok: false, reason: `“${text.slice(0, 200)}” does not match /${options.pattern}/` };
  const part = match === undefined ? text : (match[1] ?? match[0]);
  if (options.type === 'lines')
    return {
      ok: true,
      value: part
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    };
  if (options.type === 'text') return { ok: true, value: part.trim() };
  try {
    return { ok: true, value: readNumber(part) };
  } catch (error) {
    if (error instanceof FunctionError) return { ok: false, reason: error.message };
    throw error;
  }
}
