import { DeskhandError, messageOf } from '../../core/errors.js';
import { type TextMatch, textOf } from '../../core/target.js';

/** A text match, read: what to compare, and how. */
export type Wanted =
  | { readonly kind: 'pattern'; readonly pattern: RegExp }
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly sameCase: boolean;
      /** Whether only a whole label counts, a part is enough, or whole is better than part. */
      readonly extent: 'whole' | 'part' | 'whole before part';
      /** Whether a part must begin and end where a word does. */
      readonly atWords: boolean;
    };

/**
 * Reads a text match of a task.
 *
 * @throws DeskhandError `bad-pattern` when a regular expression is none, `no-text` when there is nothing to look for
 */
export function readWanted(match: TextMatch): Wanted {
  if (typeof match === 'string') {
    const slashed = /^\/(.+)\/([imsu]*)$/su.exec(match);
    if (slashed !== null) return { kind: 'pattern', pattern: compile(slashed[1] ?? '', slashed[2] ?? '') };
    return text(match, false, 'whole before part', true);
  }
  const sameCase = match.case === true;
  if (match.matches !== undefined)
    return { kind: 'pattern', pattern: compile(match.matches, sameCase ? 'u' : 'iu') };
  if (match.is !== undefined) return text(match.is, sameCase, 'whole', true);
  return text(match.has ?? '', sameCase, 'part', match.word === true);
}

/** What a reader shall look for: the text, or a pattern. */
export function searchFor(match: TextMatch): string | RegExp {
  const wanted = readWanted(match);
  return wanted.kind === 'pattern' ? wanted.pattern : textOf(match);
}

function text(
  written: string,
  sameCase: boolean,
  extent: 'whole' | 'part' | 'whole before part',
  atWords: boolean,
): Wanted {
  if (written.trim() === '')
    throw new DeskhandError('usage', 'no-text', 'A target has an empty text.', {
      hint: 'Give the text that stands on the screen, or describe or point at the place.',
    });
  return { kind: 'text', text: written.trim(), sameCase, extent, atWords };
}

function compile(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, flags);
  } catch (cause) {
    throw new DeskhandError(
      'usage',
      'bad-pattern',
      `/${pattern}/ is no regular expression: ${messageOf(cause)}.`,
      {
        hint: 'Escape characters such as ( ) [ ] . * + ? with a backslash, or give plain text.',
        cause,
      },
    );
  }
}
