import { type FrameBox, frameBox, hull } from '../../core/geometry.js';
import { unstruck } from '../../core/plain-signs.js';
import { execPattern } from '../../machine/pattern.js';
import type { Pattern } from './protocol.js';
import type { TextLine } from './text-line.js';

/** A part of a line that says what was looked for. */
export interface TextMatch {
  line: TextLine;
  text: string;
  box: FrameBox;
  /** 1 for the very same text; less for each doubtful character, and for text that is only a part of the line. */
  score: number;
  /** Whether the whole line is the text. */
  whole: boolean;
}

/** Signs that engines (and people) confuse at small sizes; folded together, and paid for in the score. */
const LOOKALIKES: Record<string, string> = {
  0: 'o',
  1: 'l',
  i: 'l',
  '|': 'l',
  '!': 'l',
  '[': 'l',
  ']': 'l',
  5: 's',
  8: 'b',
};
const SAME: Record<string, string> = {
  '…': '...',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '×': 'x',
  '−': '-',
};

/** Text without what does not tell labels apart: case, spaces, accents, kinds of dashes and quotes. */
export function fold(text: string): string {
  const plain = [...text].map((c) => SAME[c] ?? c).join('');
  return [...plain.normalize('NFKD')]
    .map((c) => unstruck[c] ?? c)
    .join('')
    .replace(/[\p{M}\s]/gu, '')
    .toLowerCase();
}

/** `fold`, with signs that look alike made the same. */
export function foldLoosely(text: string): string {
  // A ß is read as a B where it is not read as ss.
  return [...fold(text.replace(/[ßẞ]/gu, 'B'))]
    .map((c) => LOOKALIKES[c] ?? c)
    .join('')
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w');
}

/** Whether the line could be or hold the pattern, allowing for misread characters. */
export function couldHold(line: TextLine, pattern: Pattern): boolean {
  if ('source' in pattern) return execPattern(pattern, line.text) !== null;
  return matchLine(line, pattern.text) !== undefined;
}

/** The best place of `text` in each line, best first. */
export function matchText(lines: readonly TextLine[], text: string): TextMatch[] {
  return lines
    .flatMap((line) => matchLine(line, text) ?? [])
    .sort((a, b) => b.score - a.score || Number(b.whole) - Number(a.whole));
}

function matchLine(line: TextLine, text: string): TextMatch | undefined {
  const wanted = fold(text);
  if (wanted === '') return undefined;
  const said = fold(line.text);
  if (said === wanted) return matchOf(line, line.text, line.box, line.text === text ? 1 : 0.99, true);
  return runOfWords(line, text) ?? looseMatch(line, text, said, wanted);
}

/** The text as a run of whole words of a longer line. */
function runOfWords(line: TextLine, text: string): TextMatch | undefined {
  const wanted = fold(text);
  for (let from = 0; from < line.words.length; from++) {
    let said = '';
    for (let to = from; to < line.words.length && said.length < wanted.length; to++) {
      said += fold(line.words[to]?.text ?? '');
      if (said !== wanted && strip(said) !== strip(wanted)) continue;
      const words = line.words.slice(from, to + 1);
      return matchOf(line, words.map((w) => w.text).join(' '), hull(words.map((w) => w.box)), 0.95, false);
    }
  }
  return undefined;
}

/** The text with a character misread (lookalikes; one edit from five characters on), or inside a word. */
function looseMatch(line: TextLine, text: string, said: string, wanted: string): TextMatch | undefined {
  const [looseSaid, looseWanted] = [foldLoosely(line.text), foldLoosely(text)];
  if (looseSaid === looseWanted) return matchOf(line, line.text, line.box, 0.9, true);
  // A misread letter leaves a label the same; another digit makes it another number.
  const sameNumbers = digitsOf(said) === digitsOf(wanted);
  const allowed = sameNumbers ? forgiven(wanted.length) : 0;
  if (allowed > 0 && edits(looseSaid, looseWanted, allowed) <= allowed)
    return matchOf(line, line.text, line.box, 0.8, true);
  const at = said.indexOf(wanted);
  if (at >= 0 && wanted.length >= 3)
    return part(line, text, at / said.length, wanted.length / said.length, 0.85);
  const looseAt = looseSaid.indexOf(looseWanted);
  if (looseAt >= 0 && wanted.length >= 4) {
    return part(line, text, looseAt / looseSaid.length, looseWanted.length / looseSaid.length, 0.75);
  }
  return undefined;
}

/** Misread characters that a text of this length may have: none in a short word, where each one counts. */
function forgiven(length: number): number {
  if (length >= 20) return 3;
  if (length >= 12) return 2;
  return length >= 5 ? 1 : 0;
}

/** The digits of a text, in order. */
export const digitsOf = (text: string): string => text.replace(/\D/g, '');

function part(line: TextLine, text: string, from: number, share: number, score: number): TextMatch {
  const { box } = line;
  const x = Math.round(box.x + from * box.width);
  const width = Math.max(1, Math.round(share * box.width));
  return matchOf(line, text, frameBox(x, box.y, width, box.height), score, false);
}

function matchOf(line: TextLine, text: string, box: FrameBox, score: number, whole: boolean): TextMatch {
  return { line, text, box, score: Math.round(score * line.score * 1000) / 1000, whole };
}

/** Without punctuation that clings to a word: "Save," in a sentence, "(optional)". */
const strip = (text: string): string => text.replace(/^["'([{¿¡]+|["'\]},;:.!?]+$/gu, '') || text;

/** Levenshtein distance, given up (limit + 1) as soon as it exceeds `limit`. */
export function edits(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min((previous[j] as number) + 1, (row[j - 1] as number) + 1, change));
    }
    if (Math.min(...row) > limit) return limit + 1;
    previous = row;
  }
  return previous[b.length] as number;
}
