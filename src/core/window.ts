import * as z from 'zod';
import type { WindowFacts } from './frame.js';
import { plainSigns } from './plain-signs.js';

/** What a window can be named by. Several together must all fit. */
export const windowFields = {
  title: z.string().optional().describe('title, with * for any run of characters'),
  class: z.string().optional().describe('class of the program, with *'),
  pid: z
    .number()
    .int()
    .positive()
    .optional()
    .describe('number of the process that opened it; it differs from run to run'),
  app: z
    .string()
    .optional()
    .describe(
      'application under apps that it belongs to: that opened it, by itself or by a process that came out of it',
    ),
};
const names = Object.keys(windowFields) as (keyof typeof windowFields)[];

/** What a window match by nothing at all is told. */
export const WINDOW_NAMED_BY = 'title, class, pid or app';

/** Which window is meant: by its title alone, or by all that the map names. A map that names nothing is none. */
export const WindowMatch = z.union([
  z.string().describe('title, with * for any run of characters'),
  z.object(windowFields).refine(namesWindow, { error: `expected ${WINDOW_NAMED_BY}` }),
]);
export type WindowMatch = z.infer<typeof WindowMatch>;

/** What is known of a window that is compared with a match. */
export type WindowName = Pick<WindowFacts, 'title' | 'class' | 'pid' | 'app'>;

/** Whether a window match in its map form names anything. */
export function namesWindow(match: Readonly<Partial<Record<keyof typeof windowFields, unknown>>>): boolean {
  return names.some((name) => match[name] !== undefined);
}

/**
 * Whether a window is the one that is meant: everything that the match names has to fit. Title and class are
 * compared as a whole; upper and lower case, runs of spaces and typographic signs do not count, and `*` stands
 * for any run of characters. A window whose process or application is not known fits no match that names it.
 */
export function windowMatches(match: WindowMatch, window: WindowName): boolean {
  const wanted = typeof match === 'string' ? { title: match } : match;
  return (
    namesWindow(wanted) &&
    (wanted.title === undefined || fits(wanted.title, window.title)) &&
    (wanted.class === undefined || fits(wanted.class, window.class)) &&
    (wanted.pid === undefined || wanted.pid === window.pid) &&
    (wanted.app === undefined || wanted.app === window.app)
  );
}

/** A window match in words, for messages. */
export function describeWindow(match: WindowMatch): string {
  if (typeof match === 'string') return `“${match}”`;
  const words = [
    match.title === undefined ? undefined : `“${match.title}”`,
    match.class === undefined ? undefined : `of class ${match.class}`,
    match.app === undefined ? undefined : `of application ${match.app}`,
    match.pid === undefined ? undefined : `of process ${match.pid}`,
  ];
  return words.filter((part) => part !== undefined).join(' ');
}

/** Compares piece by piece from left to right and never goes back, so no number of stars makes it slow. */
function fits(glob: string, text: string): boolean {
  const [first = '', ...others] = folded(glob).replace(/\*+/gu, '*').split('*');
  const whole = folded(text);
  const last = others.pop();
  if (last === undefined) return first === whole;
  if (!whole.startsWith(first)) return false;
  let before = first;
  let at = first.length;
  for (const piece of others) {
    const found = whole.indexOf(piece, at - shared(before, piece));
    if (found < 0) return false;
    before = piece;
    at = found + piece.length;
  }
  return whole.endsWith(last) && whole.length - last.length >= at - shared(before, last);
}

/** A star that stands for nothing leaves one run of the spaces on both sides of it: `a * b` fits “a b”. */
function shared(before: string, after: string): number {
  return before.endsWith(' ') && after.startsWith(' ') ? 1 : 0;
}

/** Text as it is compared: plain signs, small letters, every run of spaces one, and one at either end. */
function folded(text: string): string {
  const plain = Array.from(text, (char) => plainSigns[char] ?? char).join('');
  return ` ${plain.normalize('NFKC').toLowerCase()} `.replace(/\s+/gu, ' ');
}
