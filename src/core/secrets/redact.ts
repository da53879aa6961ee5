import { type Betrayal, secretFinder } from './find.js';

/** Takes the values of secrets out of a text. */
export type Redact = (text: string) => string;

/** Texts that come again and again, such as titles, are searched once: so many of so many characters. */
const REMEMBERED = { texts: 2000, length: 300 };

/**
 * Builds the function that replaces every secret by `[secret NAME]`, whatever was made of its value (see
 * `secretFinder`).
 *
 * @param secrets value of each secret by its name; empty values are ignored
 */
export function redactor(secrets: Readonly<Record<string, string>>): Redact {
  if (Object.values(secrets).every((value) => value === '')) return (text) => text;
  const find = secretFinder(secrets);
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const clean = replaced(text, find(text));
    if (text.length <= REMEMBERED.length && known.size < REMEMBERED.texts) known.set(text, clean);
    return clean;
  };
}

/** The same value with every string in it cleaned; names of members stay. */
export function redactedValue<T>(value: T, redact: Redact): T {
  return JSON.parse(JSON.stringify(value), (_name, member: unknown) =>
    typeof member === 'string' ? redact(member) : member,
  );
}

function replaced(text: string, betrayals: readonly Betrayal[]): string {
  if (betrayals.length === 0) return text;
  let clean = '';
  let next = 0;
  for (const { name, from, to } of betrayals) {
    clean += `${text.slice(next, from)}[secret ${name}]`;
    next = to;
  }
  return clean + text.slice(next);
}

/** Takes secrets out of a text that comes in pieces, such as the output of a program. */
export interface RedactedStream {
  /** Takes the next piece; returns what can be told of the text so far. */
  add(piece: string): string;
  /** Returns all whole lines that wait for what might follow them. */
  lines(): string;
  /** Returns what is left at the end. */
  rest(): string;
}

/** So much is kept back, since a secret may go on in the next piece, characters. */
const KEPT_BACK = 4096;
/**
 * So much is kept back of a text that somebody reads while it comes: of a long value a run of letters is told from so
 * many, and no form that is found takes more characters for one.
 */
const LIVE = { letters: 16, perLetter: 6 };

/**
 * Builds the redactor of one stream. Without secrets everything is passed on as it comes.
 *
 * @param live for a person who reads along: only as much is kept back as a secret needs to be told
 */
export function streamRedactor(
  secrets: Readonly<Record<string, string>>,
  { live = false }: { readonly live?: boolean } = {},
): RedactedStream {
  const find = secretFinder(secrets);
  const longest = Math.max(0, ...Object.values(secrets).map((value) => value.length));
  const needed = live ? Math.min(longest, LIVE.letters) * LIVE.perLetter : KEPT_BACK;
  const keptBack = longest > 0 ? needed : 0;
  let waiting = '';
  const upTo = (wanted: number): string => {
    const betrayals = find(waiting);
    const across = betrayals.find(({ from, to }) => from < wanted && to > wanted);
    const end = across?.from ?? wanted;
    const told = replaced(
      waiting.slice(0, end),
      betrayals.filter(({ to }) => to <= end),
    );
    waiting = waiting.slice(end);
    return told;
  };
  return {
    add(piece) {
      waiting += piece;
      // Searched in large parts: one letter at a time would be searched thousands of times.
      if (keptBack > 0 && waiting.length < (live ? keptBack : 2 * keptBack)) return '';
      return upTo(waiting.length - keptBack);
    },
    lines: () => upTo(waiting.lastIndexOf('\n') + 1),
    rest: () => upTo(waiting.length),
  };
}
