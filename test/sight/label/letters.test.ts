import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import { boxOfLetters } from '../../../src/sight/label/letters.js';
import { bestHits, matchText } from '../../../src/sight/label/match.js';
import { line } from '../screens.js';

/** A line in one run, as readers tell it whose words are not parted by spaces; each character 8 px wide. */
const run = (text: string) => {
  const letters = Array.from(text, (_, i) => ({ left: 100 + 8 * i + 1, right: 100 + 8 * i + 7 }));
  const box = frameBox(100, 50, 8 * text.length, 18);
  return { text, box, score: 1, words: [{ text, box, score: 1, letters }] };
};

describe('a label inside a longer run', () => {
  it.each([
    ['Approve|Reject|Delete', 'Reject'],
    ['Approve|Reject|Delete', 'Delete'],
    ['Home/Orders/Reports', 'Orders'],
    ['F1=Help|F3=Exit', 'Exit'],
    ['F1=Help|F3=Exit', 'F3=Exit'],
    ['Demo,Source', 'Source'],
    ['[OK][Cancel]', 'Cancel'],
    ['文件编辑视图工具', '视图'],
  ])('%s: %s has its own letters as its box', (text, wanted) => {
    const hits = bestHits(matchText([run(text)], wanted));
    expect(hits).toHaveLength(1);
    const at = text.indexOf(wanted);
    const { x = 0, width = 0 } = hits[0]?.box ?? {};
    // A sign that clings to it may be part of it, but no letter of its neighbours is.
    expect(Math.abs(x - (100 + 8 * at))).toBeLessThanOrEqual(8);
    expect(Math.abs(x + width - (100 + 8 * (at + wanted.length)))).toBeLessThanOrEqual(8);
    expect(hits[0]?.sentence).toBeUndefined();
  });

  it.each([
    ['Approve|Reject|Delete', 'Reject'],
    ['[OK][Cancel]', '[OK]'],
    ['A › B › Reports', 'Reports'],
    ['Home / Orders / Reports', 'Orders'],
  ])('%s: %s is a whole label between its delimiters', (text, wanted) => {
    expect(matchText([line(text, frameBox(10, 10, 8 * text.length, 18))], { is: wanted })).toHaveLength(1);
  });

  it('does not cut a word whose I was read as a bar', () => {
    expect(matchText([run('|nvoice')], 'Invoice').map((hit) => hit.text)).toEqual(['|nvoice']);
  });

  it('is cut by the usual widths of letters where the engine tells no places', () => {
    const word = { text: 'illi|WWWW', box: frameBox(0, 0, 100, 18), score: 1 };
    expect(boxOfLetters(word, 0, 4).width).toBeLessThan(30);
    expect(boxOfLetters(word, 5, 9).x).toBeGreaterThan(25);
    expect(boxOfLetters(word, 0, 9)).toEqual(word.box);
  });

  it('is found once though it was read twice', () => {
    const twice = [
      line('*Nickname', frameBox(100, 50, 76, 18)),
      line('*Nickname :', frameBox(103, 51, 88, 17)),
    ];
    expect(matchText(twice, 'Nickname')).toHaveLength(1);
  });
});
