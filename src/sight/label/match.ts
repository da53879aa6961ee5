import { type FrameBox, hull, intersection } from '../../core/geometry.js';
import type { TextMatch } from '../../core/target.js';
import { execPattern } from '../../machine/pattern.js';
import type { TextLine } from '../../ports.js';
import { type Folded, type Form, fold, foldText, splitWords } from './fold.js';
import { charactersOf, partOfWord, type Word } from './letters.js';
import { misreadWords } from './misread.js';
import { characterWidth, gapBefore, type Label, labelsOf, piecesOf, wholeLine } from './segment.js';
import { isInSentence } from './sentence.js';
import { readWanted, type Wanted } from './wanted.js';

/** A place where wanted text stands. */
export interface TextHit {
  /** The matched letters only. */
  readonly box: FrameBox;
  readonly text: string;
  /** How well the text fits, 0..1; equal for equally good places. */
  readonly fit: number;
  /** The fit times the reader's certainty. */
  readonly score: number;
  readonly line: TextLine;
  /** Of a label over several lines the longest one, in whose middle letters stand. */
  readonly letters?: FrameBox;
  /** The label that the text is only a word of, where it is a sentence: nobody would call it by that word. */
  readonly sentence?: string;
  /** Whether only letters that readers confuse tell it from the text, so that it may be the very text. */
  readonly alike?: boolean;
}

/**
 * How well a match fits: a whole label before a part, plain equality before look-alikes, and a label that lacks the
 * dots of `Table…` only where none has them, since the menu Table is not the entry.
 */
const fits = {
  whole: { exact: 1, trimmed: 0.96, loose: 0.95, shape: 0.86, misread: 0.78, dotless: 0.5 },
  words: { exact: 0.84, loose: 0.8, shape: 0.72 },
  part: { exact: 0.7, loose: 0.66, shape: 0.58 },
  /** What a word of a sentence has less than a word of a label. */
  sentence: 0.4,
} as const;

/** A text that the reader was less sure of than this was not read. */
const SURE = 0.5;

/** All places where the text stands in the lines, each once, best first, then in reading order. */
export function matchText(lines: readonly TextLine[], match: TextMatch): TextHit[] {
  const wanted = readWanted(match);
  const hits = lines
    .flatMap((line) => hitsIn(line, wanted))
    .filter((hit) => hit.score >= SURE * hit.fit)
    .map((hit) => (wanted.kind === 'text' ? weighCase(hit, wanted.text) : hit));
  return eachOnce(hits.sort((a, b) => b.fit - a.fit || a.box.y - b.box.y || a.box.x - b.box.x));
}

/** Share of the smaller of two boxes from which on they are of the same letters. */
const SAME_LETTERS = 0.5;

/** The hits without those that were read at the place of a better one: two readings of one label may overlap. */
function eachOnce(hits: readonly TextHit[]): TextHit[] {
  const kept: TextHit[] = [];
  for (const hit of hits) if (!kept.some((other) => isSamePlace(other.box, hit.box))) kept.push(hit);
  return kept;
}

function isSamePlace(a: FrameBox, b: FrameBox): boolean {
  const shared = intersection(a, b);
  if (shared === undefined) return false;
  return shared.width * shared.height > SAME_LETTERS * Math.min(a.width * a.height, b.width * b.height);
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
  const units = [...labels, ...labels.flatMap(piecesOf), ...(labels.length > 1 ? [whole] : [])];
  const hits = wanted.extent === 'part' ? [] : units.flatMap((label) => wholeHit(label, wanted));
  if (hits.length > 0 || wanted.extent === 'whole') return hits;
  const parts = labels.flatMap((label) => partHits(label, wanted));
  return parts.length > 0 || labels.length < 2 ? parts : partHits(whole, wanted);
}

function wholeHit(label: Label, wanted: Wanted & { kind: 'text' }): TextHit[] {
  const last = label.words.length - 1;
  for (const form of ['exact', 'loose', 'shape'] as const) {
    if (form === 'shape' && !shapeCounts(wanted)) break;
    const alike = form === 'shape' && { alike: true };
    const aim = foldText(wanted.text, form, wanted.sameCase);
    const seen = folded(label, form, wanted.sameCase).text;
    if (aim !== '' && aim === seen) return [{ ...hitOf(label, 0, last, fits.whole[form]), ...alike }];
    const trimmedAim = trim(aim);
    if (trimmedAim !== '' && trimmedAim === trim(seen)) {
      if (endsInDots(aim) && !dots.test(seen)) return [hitOf(label, 0, last, fits.whole.dotless)];
      const fit = form === 'exact' ? fits.whole.trimmed : fits.whole[form];
      return [{ ...hitOf(label, 0, last, fit), ...alike }];
    }
  }
  const written = label.words.map((word) => word.text);
  const from = misreadWords(written, wanted.text, wanted.sameCase);
  if (from === undefined) return [];
  return [{ ...hitOf(label, from, last, fits.whole.misread), alike: true }];
}

/** What the dots behind a label are read as. */
const dots = /[.…,:·–-]$/u;

const endsInDots = (text: string): boolean => /\.\.\.$/u.test(text);

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
    const trimmed = form === 'exact' || endsInDots(aim) ? aim : trim(aim) || aim;
    const seen = folded(label, form, wanted.sameCase);
    const spans = [...spansOf(seen, trimmed)];
    const atWords = spans.filter((span) => bounded(seen, span));
    const hit = (span: Span, fit: number): TextHit =>
      inItsSentence(spanHit(label, seen, span, fit), label, seen, span, wanted);
    if (atWords.length > 0) return atWords.map((span) => hit(span, fits.words[form]));
    if (!wanted.atWords && spans.length > 0) return spans.map((span) => hit(span, fits.part[form]));
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
  if (isPartOfNumber(seen, span) || isPartOfName(seen, span)) return false;
  return edge(seen, span.from - 1, span.from, named) && edge(seen, span.to - 1, span.to, named);
}

/** Scripts that write words without spaces between them. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** A sign that makes another name of a short one, unlike brackets, quotes and stops, which only stand around it. */
const SIGN = /[^\s\p{L}\p{N}"'()[\]{}<>|:;,.·•]/u;
/** A name of so few characters is another one with a sign more: the key `x!` is not `x`, nor `C` the key `CE/C`. */
const SHORT_NAME = 2;

/** Whether the span is cut out of a short name that has a sign besides. */
function isPartOfName({ text, word }: Folded, { from, to }: Span): boolean {
  if (to - from > SHORT_NAME || UNSPACED.test(text.slice(from, to))) return false;
  const before = text.slice(word.indexOf(word[from] ?? 0), from);
  const after = text.slice(to, word.lastIndexOf(word[to - 1] ?? 0) + 1);
  return SIGN.test(before + after);
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
  return UNSPACED.test(before) || UNSPACED.test(after);
}

/** One hit a label; the whole line counts only when no single label fits. */
function patternHits(labels: readonly Label[], line: Label, pattern: RegExp): TextHit[] {
  const hits = labels.flatMap((label) => patternHit(label, pattern));
  return hits.length > 0 || labels.length < 2 ? hits : patternHit(line, pattern);
}

function patternHit(label: Label, pattern: RegExp): TextHit[] {
  const seen = joined(label);
  const found = execPattern(pattern, seen.text);
  if (found === null || found[0] === '') return [];
  return [spanHit(label, seen, { from: found.index, to: found.index + found[0].length }, fits.whole.exact)];
}

/** The text as it was read, words joined by one space. */
function joined(label: Label): Folded {
  const text = label.words.map((word) => word.text.normalize('NFC')).join(' ');
  const places = label.words.flatMap(({ text: written }, word) => {
    const letters = charactersOf(written).flatMap((char, letter) =>
      new Array<Place>(char.length).fill({ word, letter }),
    );
    return [...letters, { word, letter: Math.max(0, letters.length - 1) }];
  });
  return { text, word: places.map(({ word }) => word), letter: places.map(({ letter }) => letter) };
}

function folded(label: Label, form: Form, sameCase: boolean): Folded {
  return fold(
    label.words.map((word) => word.text),
    form,
    sameCase,
  );
}

/**
 * One or two characters look like too many others, but for two letters such as `ln`, `Al` and `OK`; look-alikes differ
 * in case.
 */
function shapeCounts(wanted: Wanted & { kind: 'text' }): boolean {
  const text = splitWords(wanted.text).join('');
  return !wanted.sameCase && ([...text].length > 2 || /^(?:l\p{Ll}|\p{Lu}l|[Oo][Kk])$/u.test(text));
}

/** The hit, marked where it is but a word of a sentence. Who asks for a part takes it. */
function inItsSentence(
  hit: TextHit,
  label: Label,
  seen: Folded,
  span: Span,
  wanted: Wanted & { kind: 'text' },
): TextHit {
  if (wanted.extent === 'part') return hit;
  const first = placeOf(seen, span.from);
  const last = placeOf(seen, span.to - 1);
  const text = (words: readonly Word[]): string => words.map((word) => word.text).join(' ');
  const characters = (index: number): string[] => charactersOf(label.words[index]?.text ?? '');
  const before = label.words.slice(0, first.word);
  const after = label.words.slice(last.word + 1);
  const around = {
    before: `${text(before)} ${characters(first.word).slice(0, first.letter).join('')}`.trimStart(),
    after: `${characters(last.word)
      .slice(last.letter + 1)
      .join('')} ${text(after)}`.trimEnd(),
    gapBefore: first.letter === 0 && isWide(label, first.word),
    gapAfter: last.letter === characters(last.word).length - 1 && isWide(label, last.word + 1),
  };
  if (!isInSentence(hit.text, wanted.text, around)) return hit;
  const fit = hit.fit - fits.sentence;
  return { ...hit, fit, score: Math.max(0, hit.score - fits.sentence), sentence: text(label.words) };
}

/** From this share of the height, and so many characters, on a gap is wider than a space. */
const WIDE = { height: 0.45, characters: 1.7 };
/** Whether the gap before a word of the label is wider than a space. */
function isWide({ words, line }: Label, index: number): boolean {
  const gap = gapBefore(words, index);
  if (gap === undefined) return false;
  return gap > Math.max(WIDE.height * line.box.height, WIDE.characters * characterWidth(words));
}

interface Place {
  readonly word: number;
  readonly letter: number;
}

function placeOf(seen: Folded, at: number): Place {
  return { word: seen.word[at] ?? 0, letter: seen.letter[at] ?? 0 };
}

function spanHit(label: Label, seen: Folded, span: Span, fit: number): TextHit {
  const [first, last] = [placeOf(seen, span.from), placeOf(seen, span.to - 1)];
  const words = label.words.slice(first.word, last.word + 1).map((word, i, all) => {
    const from = i === 0 ? first.letter : 0;
    const to = i === all.length - 1 ? last.letter + 1 : charactersOf(word.text).length;
    return cutAtLetters(word, from, to);
  });
  return hitOf({ ...label, words }, 0, words.length - 1, fit);
}

/** The word without what stands before and behind some of its letters; signs that cling to it stay. */
function cutAtLetters(word: Word, from: number, to: number): Word {
  const characters = charactersOf(word.text);
  const clings = (text: string): boolean => !/[\p{L}\p{N}|/\\=<>[\]]/u.test(text);
  const start = clings(characters.slice(0, from).join('')) ? 0 : from;
  const end = clings(characters.slice(to).join('')) ? characters.length : to;
  return partOfWord(word, start, end);
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
