import type { WindowFacts } from './frame.js';
import type { WindowMatch } from './target.js';

/**
 * Whether a window is the one that is meant. Title and class are compared as a whole, without regard to
 * case; `*` stands for any run of characters. A match that names neither fits every window.
 */
export function windowMatches(match: WindowMatch, window: Pick<WindowFacts, 'title' | 'class'>): boolean {
  const wanted = typeof match === 'string' ? { title: match } : match;
  return (
    (wanted.title === undefined || fits(wanted.title, window.title)) &&
    (wanted.class === undefined || fits(wanted.class, window.class))
  );
}

/** A window match in words, for messages. */
export function describeWindow(match: WindowMatch): string {
  if (typeof match === 'string') return `“${match}”`;
  const title = match.title === undefined ? undefined : `“${match.title}”`;
  const ofClass = match.class === undefined ? undefined : `of class ${match.class}`;
  return [title, ofClass].filter((part) => part !== undefined).join(' ') || 'any window';
}

/** Compares piece by piece instead of building a pattern: a title cannot make this slow. */
function fits(glob: string, text: string): boolean {
  const pieces = glob.trim().toLowerCase().split('*');
  const lower = text.trim().toLowerCase();
  if (pieces.length === 1) return pieces[0] === lower;
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (!lower.startsWith(first)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = lower.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return lower.length - last.length >= at && lower.endsWith(last);
}
