import type { Decision } from '../../core/action.js';

/** Longer thoughts tell more than the target: the beginning names it. */
const LONGEST = 300;

/** The model's own words for what it does, in one line; empty when it said nothing. */
export function wordsOf({ thought = '' }: Decision): string {
  return thought.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST);
}

/** A label that words name, and whether they name it in quotes. */
export interface Named {
  readonly label: string;
  readonly quoted: boolean;
}

const QUOTED = /[“„"«「]([^“”„"«»「」]{1,60})[”“"»」]|(?<=^|[\s(])['‘]([^'’]{1,60})['’](?=$|[\s.,;:)!])/gu;
const CLICKED =
  /^(?:(?:now|next|then),?\s+)?(?:i(?:'ll| will| need to| should)\s+)?(?:(?:left|double)[- ]?)?(?:click|press|select|choose|open)(?:\s+on)?\s+(?:the\s+)?(.{1,40}?)(?:\s+(?:button|link|tab|menu|menu item|menu entry|icon|entry|item|option|checkbox))?(?=\s+(?:to|so|in|on|at|for|because|and|which|that|of)\b|\s*[(.,;!]|$)/iu;

/**
 * The one label that the words name: the only thing in quotes, else what follows “click”. Undefined when they
 * name none or several, since nobody can tell then which one is meant.
 */
export function labelIn(words: string): Named | undefined {
  const quoted = [...words.matchAll(QUOTED)].map((match) => (match[1] ?? match[2] ?? '').trim());
  const [only] = quoted;
  if (quoted.length > 0) return quoted.length === 1 && only ? { label: only, quoted: true } : undefined;
  const label = CLICKED.exec(words)?.[1]?.trim();
  return label === undefined || label === '' ? undefined : { label, quoted: false };
}
