import type { Glyph, Spot } from './engine.js';
import type { Reading } from './tesseract/lines.js';

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const KANJI = /\p{Script=Han}/u;
/** A line of Latin letters that is read with this certainty, each letter for itself, holds no kana. */
const SURE = 0.93;
/** A reading with kana is taken from this certainty (0..100) on. */
const TAKEN = 50;

/**
 * Whether a line may hold kana: nothing was read there, or kanji, or letters with doubts, as letters that are none are.
 */
export function mayHoldKana(read: readonly Glyph[]): boolean {
  return read.every((g) => g.char.trim() === '' || KANJI.test(g.char) || g.score < SURE);
}

/**
 * The line as a reader of Japanese reads it, if it finds kana there; its characters share the box evenly. Where Chinese
 * was asked for as well, kanji alone stay as they were read first.
 */
export function withKana({ box, glyphs = [] }: Spot, reading: Reading, chinese: boolean): readonly Glyph[] {
  // The reader puts spaces between characters, which Japanese does not have.
  const chars = [...reading.text.replace(/\s+/gu, '')];
  const taken = chars.some((char) => KANA.test(char) || (!chinese && KANJI.test(char)));
  if (reading.certainty < TAKEN || !taken) return glyphs;
  const step = box.width / chars.length;
  return chars.map((char, i) => ({
    char,
    left: box.x + i * step,
    right: box.x + (i + 1) * step,
    score: reading.certainty / 100,
  }));
}
