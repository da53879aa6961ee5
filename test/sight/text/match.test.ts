import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import { fold, matchText } from '../../../src/sight/text/match.js';
import type { TextLine } from '../../../src/sight/text/text-line.js';

/** A line at x = 0 whose characters are 10 px wide. */
function line(text: string, y = 0): TextLine {
  let at = 0;
  const words = text.split(' ').map((word) => {
    const box = frameBox(at * 10, y, word.length * 10, 20);
    at += word.length + 1;
    return { text: word, box, score: 1 };
  });
  return { text, box: frameBox(0, y, text.length * 10, 20), score: 1, words };
}

describe('matching text', () => {
  it('prefers the very same line to one that holds the text', () => {
    const found = matchText([line('Save as', 0), line('Save', 40)], 'Save');
    expect(found[0]?.box.y).toBe(40);
    expect(found[0]?.whole).toBe(true);
    expect(found).toHaveLength(2);
  });

  it('boxes the words of a longer line, not the line', () => {
    const [found] = matchText([line('Open recent file')], 'recent');
    expect(found?.box).toEqual(frameBox(50, 0, 60, 20));
  });

  it('is not misled by another number', () => {
    expect(matchText([line('6 maria')], '1 maria')).toEqual([]);
    expect(matchText([line('Page 12')], 'Page 13').every((m) => m.score < 0.85)).toBe(true);
  });

  it('forgives one misread letter in a longer word, and pays for it', () => {
    const [found] = matchText([line('Eind next')], 'Find next');
    expect(found?.score).toBeLessThan(0.9);
  });

  it('forgives nothing in a short word', () => {
    expect(matchText([line('Cat')], 'Cut')).toEqual([]);
  });

  it('ignores case, accents, spaces and kinds of dashes', () => {
    expect(fold('Ändern … – ÉTÉ')).toBe(fold('andern...-ete'));
  });
});
