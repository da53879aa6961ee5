import { boxOf, type ReadLetter, type ReadLine } from './letters.js';
import type { Piece } from './piece.js';
import type { Found } from './seek.js';
import type { Witness } from './witness.js';

/** Quotes that text processors put for plain ones. */
const TYPOGRAPHIC = /[“”„«»]/u;
/** Brackets and tags that editors close by themselves, and what closes them. */
const OPENS = /[([{<]/u;
const CLOSER = /^[)\]}>;,]+$/u;

/** The words in which a program has put typographic quotes for the plain ones that were typed. */
export function replacedQuotes(
  piece: string,
  { place }: Found,
  lines: readonly ReadLine[],
  read: readonly ReadLetter[],
): string | undefined {
  if (!piece.includes('"') || TYPOGRAPHIC.test(piece)) return undefined;
  const places = new Set(read.slice(place.from, place.to).map(({ line, word }) => `${line} ${word}`));
  const words = lines.flatMap((line, at) => line.filter((_word, number) => places.has(`${at} ${number}`)));
  const text = words.map((word) => word.text).join(' ');
  return TYPOGRAPHIC.test(text) ? text : undefined;
}

/** What an editor has closed by itself behind the text; undefined when it has not. */
export async function closedBehind(
  text: string,
  last: Piece | undefined,
  lines: readonly ReadLine[],
  read: readonly ReadLetter[],
  witness: Witness,
): Promise<string | undefined> {
  const end = last?.state === 'seen' ? read[last.to - 1] : undefined;
  if (end === undefined || !OPENS.test(text)) return undefined;
  const sameLine = (lines[end.line] ?? []).slice(end.word + 1);
  const next = lines[end.line + 1] ?? [];
  const behind = sameLine.length > 0 ? sameLine : next;
  const isCloser = behind.length > 0 && behind.every((word) => word.changed && CLOSER.test(word.text));
  if (!isCloser) return undefined;
  const closers = (words: readonly string[]): number => words.filter((word) => CLOSER.test(word)).length;
  const now = lines.flat().map((word) => word.text);
  const earlier = (await witness.before(boxOf(lines.flat()))).split(' ');
  const typed = text.split(/\s+/u);
  if (closers(now) - closers(typed) <= closers(earlier)) return undefined;
  return behind.map((word) => word.text).join(' ');
}
