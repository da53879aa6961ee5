import { DeskhandError } from './errors.js';

const nothingSent = '; nothing was sent.';
const hints = {
  begun: 'Look at both windows before the rest is done; close what comes up by itself first.',
  notBegun: 'Look at the screen again.',
} as const;

/** How far an act has come, for the words of its error. */
export interface ActProgress {
  /** Whether anything has been sent already. */
  readonly begun: boolean;
  /** Such as “after 12 of 40 characters”. */
  readonly where: string;
}

/**
 * The error of an act that met another window than it was decided for: code `other-window` where nothing was sent,
 * `cut-off` in the middle.
 *
 * @param what what has changed, in words
 * @param hint what to do about it, where it is no window that has come up
 */
export function cutOff(what: string, { begun, where }: ActProgress, hint?: string): DeskhandError {
  const begin = what.charAt(0).toUpperCase() + what.slice(1);
  return begun
    ? new DeskhandError('failed', 'cut-off', `${begin}: the act was cut ${where}.`, {
        hint: hint ?? hints.begun,
      })
    : new DeskhandError('failed', 'other-window', `${begin}${nothingSent}`, {
        hint: hint ?? hints.notBegun,
      });
}

/** The error of an input that comes after others of the same act, which have gone out: then it is cut in the middle. */
export function cutAfter(error: unknown, where: string): unknown {
  if (!(error instanceof DeskhandError) || error.code !== 'other-window') return error;
  const hint = error.hint === hints.notBegun ? undefined : error.hint;
  return cutOff(error.message.replace(nothingSent, ''), { begun: true, where }, hint);
}
