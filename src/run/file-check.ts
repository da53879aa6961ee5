import type { Check, CheckResult } from '../core/check.js';
import { messageOf } from '../core/errors.js';
import { execPattern } from '../machine/pattern.js';
import type { Files } from '../ports.js';
import { shorten } from './shorten.js';

/** What a promise about a file comes to right now, and why, in words. */
export async function evaluateFile(
  files: Files,
  file: NonNullable<Check['file']>,
): Promise<{ readonly result: CheckResult; readonly detail: string }> {
  let text: string | undefined;
  try {
    // The content of a large file is read only where it is asked for.
    const content = [file.equals, file.contains, file.matches].some((wanted) => wanted !== undefined);
    text = await (content ? files.text(file.path) : files.stamp(file.path));
  } catch (error) {
    return { result: 'unknown', detail: `${file.path} cannot be read: ${messageOf(error)}` };
  }
  const wanted = file.exists ?? true;
  if ((text !== undefined) !== wanted) {
    return { result: 'fails', detail: `${file.path} ${text === undefined ? 'does not exist' : 'exists'}` };
  }
  if (text === undefined) return { result: 'holds', detail: `${file.path} does not exist` };
  const holds = `${file.path} holds ${JSON.stringify(shorten(text))}`;
  if (file.equals !== undefined && text !== file.equals)
    return { result: 'fails', detail: `${holds}, expected ${JSON.stringify(shorten(file.equals))}` };
  if (file.contains !== undefined && !text.includes(file.contains))
    return { result: 'fails', detail: `${holds}; missing is ${JSON.stringify(shorten(file.contains))}` };
  if (file.matches !== undefined && execPattern({ source: file.matches, flags: 'mu' }, text) === null)
    return { result: 'fails', detail: `${holds}, expected it to match ${file.matches}` };
  return { result: 'holds', detail: `${file.path} is as expected` };
}
