import { type FrameBox, hull } from '../../core/geometry.js';
import type { TextMatch } from '../../core/target.js';
import type { TextLine } from '../../ports.js';
import { type Folded, type Form, fold, foldText, splitWords } from './fold.js';
import { misreadWords } from './misread.js';
import { type Label, labelsOf, wholeLine } from './segment.js';
import { readWanted, type Wanted } from './wanted.js';

/** A place where wanted text stands. */
export interface TextHit {
  /** The matched words only. */
  readonly box: FrameBox;
  readonly text: string;
  /** How well the text fits, 0..1; equal for equally good places. */
  readonly fit: number;
  /** The fit times the reader's certainty. */
  readonly score: number;
  readonly line: TextLine;
}

/** How well a match fits: a whole label before a part, and plain equality before look-alikes. */
const fits = {
  whole: { exact: 1, trimmed: 0.96, loose: 0.95, shape: 0.86, misread: 0.78 },
  words: { exact: 0.84, loose: 0.8, shape: 0.72 },
  part: { exact: 0.7, loose: 0.66, shape: 0.58 },
} as const;

/** A text that the reader was less sure of than this was not read. */
const SURE = 0.5;

/** All places where the text stands in the lines, best first, then in reading order. */
export function matchText(lines: readonly TextLine[], match: TextMatch): TextHit[] {
  const wanted = readWanted(match);
  const hits = lines
    .flatMap((line) => hitsIn(line, wanted))
    .filter((hit) => hit.score >= SURE * hit.fit)
    .map((hit) => (wanted.kind === 'text' ? weighCase(hit, wanted.text) : hit));
  return hits.sort((a, b) => b.fit - a.fit || a.box.y - b.box.y || a.box.x - b.box.x);
}

/** What a difference of upper and lower case takes from the fit: “Orders” is a menu, “6 orders” a count. */
const OTHER_CASE = 0.02;

function weighCase(hit: TextHit, wanted: string): TextHit {
  const letters = (text: string): string => text.replace(/[^\p{L}]/gu, '');
  const sameCase = letters(hit.text).includes(letters(wanted));
  const otherCase = !sameCase && letters(hit.text).toLowerCase().includes(letters(wanted).toLowerCase());
  if (!otherCase) return hit;
  return { ...hit, fit: hit.fit - OTHER_CASE, score: Math.max(0, hit.score - OTHER_CASE) };
}

/** Only the hits that fit as well as the best one. */
export function bestHits(hits: readonly TextHit[]): TextHit[] {
  return hits.filter((hit) => hit.fit === hits[0]?.fit);
}

function hitsIn(line: TextLine, wanted: Wanted): TextHit[] {
  const whole = wholeLine(line);
  const labels = labelsOf(line);
  if (wanted.kind === 'pattern') return patternHits(labels, whole, wanted.pattern);
  const units = labels.length > 1 ? [...labels, whole] : [whole];
  const hits = wanted.extent === 'part' ? [] : units.flatMap((label) => wholeHit(label, wanted));
  return hits.length > 0 || wanted.extent === 'whole' ? hits : partHits(whole, wanted);
}

function wholeHit(label: Label, wanted: Wanted & { kind: 'text' }): TextHit[] {
  for (const form of ['exact', 'loose', 'shape'] as const) {
    if (form === 'shape' && !shapeCounts(wanted)) break;
    const aim = foldText(wanted.text, form, wanted.sameCase);
    const seen = folded(label, form, wanted.sameCase).text;
    if (aim !== '' && aim === seen) return [hitOf(label, 0, label.words.length - 1, fits.whole[form])];
    const trimmedAim = trim(aim);
    if (trimmedAim !== '' && trimmedAim === trim(seen)) {
      const fit = form === 'exact' ? fits.whole.trimmed : fits.whole[form];
      return [hitOf(label, 0, label.words.length - 1, fit)];
    }
  }
  const written = label.words.map((word) => word.text);
  const from = misreadWords(written, wanted.text, wanted.sameCase);
  return from === undefined ? [] : [hitOf(label, from, label.words.length - 1, fits.whole.misread)];
}

/** Without the marks that stand around a label but are no part of its name: bullets, ticks, `…`, `:`, `*`. */
function trim(text: string): string {
  const inner = text.replace(/^[•·▪▸►▶√✓✔☐☑□■○●◯›>*\s]+/u, '').replace(/[:*.▾▼▸►›>\s]+$/u, '');
  return /[\p{L}\p{N}]/u.test(inner) ? inner : '';
}

function partHits(label: Label, wanted: Wanted & { kind: 'text' }): TextHit[] {
  for (const form of ['exact', 'loose', 'shape'] as const) {
    if (form === 'shape' && !shapeCounts(wanted)) break;
    const aim = foldText(wanted.text, form, wanted.sameCase);
    // `Export…` is not the first word of `Export all`.
    const trimmed = form === 'exact' || aim.endsWith('...') ? aim : trim(aim) || aim;
    const seen = folded(label, form, wanted.sameCase);
    const spans = [...spansOf(seen, trimmed)];
    const atWords = spans.filter((span) => bounded(seen, span));
    if (atWords.length > 0) return atWords.map((span) => spanHit(label, seen, span, fits.words[form]));
    if (!wanted.atWords && spans.length > 0)
      return spans.map((span) => spanHit(label, seen, span, fits.part[form]));
  }
  return [];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function* spansOf(seen: Folded, aim: string): Generator<Span> {
  if (aim === '') return;
  for (let from = seen.text.indexOf(aim); from >= 0; from = seen.text.indexOf(aim, from + aim.length))
    yield { from, to: from + aim.length };
}

/**
 * Whether the span begins and ends at the edge of a word, or in a script that writes without spaces. Signs
 * such as + have to stand alone: `M+` is not `+`.
 */
function bounded(seen: Folded, span: Span): boolean {
  const named = /[\p{L}\p{N}]/u.test(seen.text.slice(span.from, span.to));
  if (isPartOfNumber(seen, span)) return false;
  return edge(seen, span.from - 1, span.from, named) && edge(seen, span.to - 1, span.to, named);
}

/** Whether the span is cut out of a number, a date, a version or a sum: `7` is no part of `6.14.7`, nor `20` of `20%`. */
function isPartOfNumber({ text, word }: Folded, { from, to }: Span): boolean {
  const before = text.slice(word.indexOf(word[from] ?? 0), from);
  const after = text.slice(to, word.lastIndexOf(word[to - 1] ?? 0) + 1);
  const starts = /^\d/u.test(text.slice(from, to)) && /(?:\d[.,:/-]|[$€£¥])$/u.test(before);
  const ends = /\d$/u.test(text.slice(from, to)) && /^(?:[.,:/-]\d|\s?[%€$£¥°])/u.test(after);
  return starts || ends;
}

function edge(seen: Folded, left: number, right: number, beside: boolean): boolean {
  const before = seen.text[left];
  const after = seen.text[right];
  if (before === undefined || after === undefined || seen.word[left] !== seen.word[right]) return true;
  const letter = /[\p{L}\p{N}]/u;
  if (!letter.test(before) || !letter.test(after)) return beside;
  const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
  return unspaced.test(before) || unspaced.test(after);
}

/** One hit a label; the whole line counts only when no single label fits. */
function patternHits(labels: readonly Label[], line: Label, pattern: RegExp): TextHit[] {
  const hits = labels.flatMap((label) => patternHit(label, pattern));
  return hits.length > 0 || labels.length < 2 ? hits : patternHit(line, pattern);
}

function patternHit(label: Label, pattern: RegExp): TextHit[] {
  const seen = joined(label);
  const found = pattern.exec(seen.text);
  if (found === null || found[0] === '') return [];
  return [spanHit(label, seen, { from: found.index, to: found.index + found[0].length }, fits.whole.exact)];
}

/** The text as it was read, words joined by one space. */
function joined(label: Label): Folded {
  const text = label.words.map((word) => word.text).join(' ');
  const word = label.words.flatMap(({ text: written }, i) => new Array<number>(written.length + 1).fill(i));
  return { text, word };
}

function folded(label: Label, form: Form, sameCase: boolean): Folded {
  return fold(
    label.words.map((word) => word.text),
    form,
    sameCase,
  );
}

/** One or two characters look like too many others, but for two letters such as `ln`; look-alikes differ in case. */
function shapeCounts(wanted: Wanted & { kind: 'text' }): boolean {
  const text = splitWords(wanted.text).join('');
  return !wanted.sameCase && ([...text].length > 2 || /^l\p{Ll}$/u.test(text));
}

function spanHit(label: Label, seen: Folded, span: Span, fit: number): TextHit {
  return hitOf(label, seen.word[span.from] ?? 0, seen.word[span.to - 1] ?? 0, fit);
}

function hitOf(label: Label, first: number, last: number, fit: number): TextHit {
  const words = label.words.slice(first, last + 1);
  const sure = words.reduce((sum, word) => sum + word.score, 0) / Math.max(1, words.length);
  return {
    box: hull(words.map((word) => word.box)),
    text: words.map((word) => word.text).join(' '),
    fit,
    score: Math.min(1, Math.max(0, fit * sure)),
    line: label.line,
  };
}
