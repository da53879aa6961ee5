import type { Glyph } from './engine.js';
import { readingOf } from './engine.js';
import { columnsOf, inkOf } from './ink.js';
import { type Raster, whole } from './raster.js';

/** Signs that are drawn as two pieces side by side. */
const TWOFOLD = /["“”]/g;
/** A second reading is taken unless it is so much less sure than the first. */
const AS_SURE = 0.85;

/** A short label is read again when a character of it is less sure than this; a surer reading is then so much surer. */
const UNSURE = 0.9;
const SURER = 0.03;
const SHORT = 8;

/** Whether a second look at a line is worth its time: some of its ink was not read, or it is short and unsure. */
export function isDoubtful(line: Raster, glyphs: readonly Glyph[]): boolean {
  const read = glyphs.filter(({ char }) => char !== ' ');
  const unsure = read.length <= SHORT && read.some(({ score }) => score < UNSURE);
  return unsure || lostIn(line, glyphs) > 0;
}

/** The better of two readings of a line: the one that leaves less of the ink unread, else the surer one. */
export function fuller(line: Raster, first: readonly Glyph[], second: readonly Glyph[]): readonly Glyph[] {
  const [one, two] = [certainty(first), certainty(second)];
  const gain = Math.abs(lostIn(line, first)) - Math.abs(lostIn(line, second));
  return (gain > 0 && two >= AS_SURE * one) || (gain === 0 && two > one + SURER) ? second : first;
}

/** How many characters were lost for certain: pieces of ink side by side, less the characters that were read. */
function lostIn(line: Raster, glyphs: readonly Glyph[]): number {
  const text = readingOf({ glyphs }).replace(/[\s…]/g, '');
  return piecesIn(line) - [...text].length - (text.match(TWOFOLD)?.length ?? 0);
}

/** Runs of columns with ink. Letters that touch are one, so there may be more characters, but hardly fewer. */
function piecesIn(line: Raster): number {
  const ink = inkOf(line, whole(line));
  if (!ink.any) return 0;
  let [pieces, open] = [0, false];
  for (const count of columnsOf(ink)) {
    if (count > 0 && !open) pieces++;
    open = count > 0;
  }
  return pieces;
}

function certainty(glyphs: readonly Glyph[]): number {
  const read = glyphs.filter(({ char }) => char !== ' ');
  return read.reduce((sum, { score }) => sum + score, 0) / Math.max(1, read.length);
}
