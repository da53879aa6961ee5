import { type FrameBox, frameBox } from '../../core/geometry.js';
import type { Glyph, Spot } from './engine.js';
import type { TextLine, TextWord } from './text-line.js';

/** The line of a spot that was read; undefined when it says nothing. */
export function lineOf(spot: Spot): TextLine | undefined {
  const glyphs = spot.glyphs ?? [];
  const words = wordsOf(glyphs, spot.box);
  if (words.length === 0) return undefined;
  const read = glyphs.filter((g) => g.char.trim() !== '');
  return { text: words.map((w) => w.text).join(' '), box: spot.box, score: meanScore(read), words };
}

/** The words of a line: glyphs between spaces, each with the box they span. */
function wordsOf(glyphs: readonly Glyph[], line: FrameBox): TextWord[] {
  const words: Glyph[][] = [[]];
  for (const glyph of glyphs) {
    if (glyph.char.trim() === '') words.push([]);
    else words.at(-1)?.push(glyph);
  }
  return words
    .filter((w) => w.length > 0)
    .map((w) => ({
      text: w.map((g) => g.char).join(''),
      box: spanOf(w, line),
      score: meanScore(w),
      letters: w.flatMap(({ char, left, right }) => [...char].map(() => ({ left, right }))),
    }));
}

function spanOf(glyphs: readonly Glyph[], line: FrameBox): FrameBox {
  const left = Math.max(line.x, Math.floor(Math.min(...glyphs.map((g) => g.left))));
  const right = Math.min(line.x + line.width, Math.ceil(Math.max(...glyphs.map((g) => g.right))));
  return frameBox(left, line.y, Math.max(1, right - left), line.height);
}

function meanScore(glyphs: readonly Glyph[]): number {
  const mean = glyphs.reduce((sum, g) => sum + g.score, 0) / Math.max(1, glyphs.length);
  return Math.round(mean * 1000) / 1000;
}
