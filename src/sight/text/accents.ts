import { type Glyph, readingOf, type Spot } from './engine.js';
import { columnsOf, type Ink, inkOf } from './ink.js';
import { fold } from './match.js';
import type { Raster } from './raster.js';

/** Letters that carry marks in German, French and Spanish, as the main engine reads them without. */
const CARRIERS = /[aeiounycAEIOUNCBzs?!2f]/;
/** Characters that are themselves drawn as a mark above something. */
const DOTTED = /[ij!?:;=%÷"]/g;
/** A carrier read with less certainty than this may carry a mark that its letter does not show. */
const UNSURE = 0.85;
/** Below this certainty the second reading's case is taken too (w and W differ in size alone). */
const DOUBTFUL = 0.7;
/** A line read with less certainty is cut off or no text at all: no second reading mends it. */
const LEGIBLE = 0.75;
/** Ink this far outside the characters, as a share of the line's height, is a character that was not read. */
const UNREAD = 0.4;
/** Share of the characters that two readings must agree on to be of the same text. */
const AGREED = 0.7;
/** The largest mark, as a share of the line's height. */
const LARGEST = 0.3;

/**
 * Whether the line may have letters with marks (ä, é, ñ, ß) that the main engine, whose alphabet lacks most of them,
 * has read as plain letters: there are more marks above letters than dotted characters, or a carrier is doubtful.
 */
export function mayBeAccented(raster: Raster, spot: Spot): boolean {
  const glyphs = spot.glyphs ?? [];
  const text = readingOf(spot);
  if (!/[\p{L}\p{N}]/u.test(text) || meanOf(glyphs) < LEGIBLE) return false;
  if (/\p{Ll}B/u.test(text) || glyphs.some((g) => CARRIERS.test(g.char) && g.score < UNSURE)) return true;
  const ink = inkOf(raster, spot.box);
  return marksIn(ink) > (text.match(DOTTED)?.length ?? 0) || isUnread(ink, glyphs);
}

function meanOf(glyphs: readonly Glyph[]): number {
  return glyphs.reduce((sum, g) => sum + g.score, 0) / Math.max(1, glyphs.length);
}

/** Whether ink stands before the first or behind the last character: a sign the alphabet lacks, such as the euro. */
function isUnread(ink: Ink, glyphs: readonly Glyph[]): boolean {
  const read = glyphs.filter((g) => g.char.trim() !== '');
  const [first, last] = [read[0], read.at(-1)];
  const columns = columnsOf(ink);
  const [start, end] = [columns.findIndex((n) => n > 1), columns.findLastIndex((n) => n > 1)];
  if (!first || !last || start < 0) return false;
  const most = UNREAD * ink.box.height;
  return first.left - ink.box.x - start > most || ink.box.x + end - last.right > most;
}

interface Part {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** How many shapes of the line carry a smaller one above them, apart by at least one px. */
function marksIn(ink: Ink): number {
  const parts = partsOf(ink);
  const limit = LARGEST * ink.box.height;
  const small = parts.filter((p) => p.bottom - p.top + 1 <= limit && p.right - p.left + 1 <= 2 * limit);
  return parts.filter((base) => small.some((mark) => mark !== base && sitsOn(mark, base, ink.box.height)))
    .length;
}

function sitsOn(mark: Part, base: Part, height: number): boolean {
  const middle = (mark.left + mark.right) / 2;
  const gap = base.top - mark.bottom - 1;
  const over = middle >= base.left - 0.5 && middle <= base.right + 0.5;
  return over && gap >= 1 && gap <= 0.2 * height && base.bottom - base.top > mark.bottom - mark.top;
}

/** Bounding boxes of the 8-connected ink of a line. */
function partsOf(ink: Ink): Part[] {
  const { width, height } = ink.box;
  const left = ink.set.slice();
  const parts: Part[] = [];
  for (let start = 0; start < left.length; start++) {
    if (!left[start]) continue;
    const part = { left: width, right: 0, top: height, bottom: 0 };
    const open = [start];
    left[start] = 0;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [x, y] = [at % width, Math.floor(at / width)];
      part.left = Math.min(part.left, x);
      part.right = Math.max(part.right, x);
      part.top = Math.min(part.top, y);
      part.bottom = Math.max(part.bottom, y);
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = x > 0 ? -1 : 0; dx <= (x < width - 1 ? 1 : 0); dx++) {
          const next = at + dy * width + dx;
          if (!left[next]) continue;
          left[next] = 0;
          open.push(next);
        }
      }
    }
    parts.push(part);
  }
  return parts;
}

/** What the main engine makes of characters that its alphabet lacks. */
const MISREAD: Record<string, readonly string[]> = {
  ß: ['B', 'f', 'b', 'ss'],
  ñ: ['nfi', 'ni', 'fi', 'ifi', 'ffi', 'ii', 'n', 'i'],
  '¿': ['?', '2', 'z', 'Z', ''],
  '¡': ['i', '!', 'j', ''],
  '€': ['e', 'E', 'C', 't', ''],
  ü: ['ui', 'üi', 'ii'],
  é: ['éé', 'eé', 'ée'],
  ö: ['o', '6'],
  ó: ['o', '6'],
  í: ['i', 'l', 'f'],
  œ: ['oe'],
};

/**
 * Takes the marked characters of a second reading into the first where both agree on the letters below; everything
 * else of the first reading stays. The first is the better reader, the second knows more letters.
 */
export function mergeAccents(first: readonly Glyph[], second: string): Glyph[] {
  const merged: Glyph[] = [];
  const other = [...second.normalize('NFC')].filter((c) => c.trim() !== '');
  let [at, agreed] = [0, 0];
  // Whether the second reading has another character in place of the last one.
  let isReplaced = false;
  for (let i = 0; i < first.length; ) {
    const glyph = first[i] as Glyph;
    const isSpace = glyph.char.trim() === '';
    const step: Step | undefined = isSpace ? undefined : alignedStep(first, i, other, at, isReplaced);
    if (!isSpace) isReplaced = step === undefined;
    merged.push(...(step?.glyphs ?? [glyph]));
    i += step?.used ?? 1;
    at = step?.next ?? at;
    agreed += step?.used ?? 0;
  }
  if (agreed < AGREED * first.filter((g) => g.char.trim() !== '').length) return [...first];
  return other.length === at + 1 && other[at] === '€' ? [...merged, ...euroAfter(merged)] : merged;
}

interface Step {
  glyphs: Glyph[];
  /** Characters of the first reading, and the next of the second, that the step accounts for. */
  used: number;
  next: number;
}

/** The next step of the alignment; the second reading may have up to two characters that the first has not. */
function alignedStep(
  first: readonly Glyph[],
  i: number,
  other: readonly string[],
  at: number,
  isReplaced: boolean,
): Step | undefined {
  const glyph = first[i] as Glyph;
  const misread = misreadStep(first, i, other, at, isReplaced);
  if (misread) return misread;
  for (let skip = 0; skip <= 2; skip++) {
    const char = other[at + skip];
    if (char === undefined || fold(char) !== fold(glyph.char)) continue;
    const marked = char.normalize('NFD').length > glyph.char.normalize('NFD').length;
    const better = (marked && sameCase(char, glyph.char)) || glyph.score < DOUBTFUL;
    return { glyphs: [better ? { ...glyph, char } : glyph], used: 1, next: at + skip + 1 };
  }
  return undefined;
}

/** A character of the second reading that the first has taken for others, or has left out. */
function misreadStep(
  first: readonly Glyph[],
  i: number,
  other: readonly string[],
  at: number,
  isReplaced: boolean,
): Step | undefined {
  const glyph = first[i] as Glyph;
  const char = other[at] ?? '';
  const following = fold(other[at + 1] ?? '');
  for (const wrong of MISREAD[char] ?? []) {
    if (wrong === '' && !isReplaced && following === fold(glyph.char)) {
      return { glyphs: [{ ...glyph, char, right: glyph.left }, glyph], used: 1, next: at + 2 };
    }
    const after = first.slice(i + wrong.length).find((g) => g.char.trim() !== '');
    if (wrong === '' || !startsWith(first, i, wrong) || fold(after?.char ?? '') !== following) continue;
    const right = (first[i + wrong.length - 1] as Glyph).right;
    return { glyphs: [{ ...glyph, char, right }], used: wrong.length, next: at + 1 };
  }
  return undefined;
}

/** The euro sign behind a price, of which the first reading knows nothing; it keeps a space. */
function euroAfter(glyphs: readonly Glyph[]): Glyph[] {
  const last = glyphs.at(-1);
  if (!last) return [];
  const space = { char: ' ', left: last.right, right: last.right, score: last.score };
  const width = last.right - last.left;
  const euro = { char: '€', left: last.right, right: last.right + width, score: last.score };
  return last.char === ' ' ? [euro] : [space, euro];
}

function startsWith(glyphs: readonly Glyph[], from: number, text: string): boolean {
  return [...text].every((char, k) => glyphs[from + k]?.char === char);
}

function sameCase(a: string, b: string): boolean {
  return (a === a.toLowerCase()) === (b === b.toLowerCase());
}
