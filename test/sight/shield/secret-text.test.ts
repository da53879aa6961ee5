import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import type { TextLine } from '../../../src/ports.js';
import { wordsShowing } from '../../../src/sight/shield/secret-text.js';

/** A line whose n-th word lies at x = n. */
function line(text: string): TextLine {
  const words = text.split(' ').map((word, x) => ({ text: word, box: frameBox(x, 0, 1, 1), score: 0.9 }));
  return { text, box: frameBox(0, 0, words.length, 1), score: 0.9, words };
}

/** The words of the line that are blacked out. */
function shown(value: string, text: string): string[] {
  const words = text.split(' ');
  return wordsShowing(value, line(text)).map(({ x }) => words[x] ?? '');
}

describe('wordsShowing', () => {
  it.each([
    ['the value among other words', 'hunter2', 'the password is hunter2 today', ['hunter2']],
    ['the value inside a longer word', 'hunter2', 'pw=hunter2;', ['pw=hunter2;']],
    ['characters that readers confuse', 'l0O1I', 'key: IOOll', ['IOOll']],
    ['one misread character in six', 'hunter2', 'is huntcr2 now', ['huntcr2']],
    ['one character that was not read', 'Tr0ub4dor&3x', 'is Tr0ub4dr&3x now', ['Tr0ub4dr&3x']],
    [
      'a value that the reader cut into words',
      'correct horse',
      'say correct horse loud',
      ['correct', 'horse'],
    ],
    ['a value whose spaces were not read', 'correct horse', 'correcthorse', ['correcthorse']],
    ['a long run, the rest being scrolled away', 'sk-live-51HqzYpQ0aV', 'qzYpQ0aV', ['qzYpQ0aV']],
    ['both places', 'hunter2', 'hunter2 or hunter2', ['hunter2', 'hunter2']],
    ['capitals', 'k9xQ-77p', 'KEY K9XQ-77P', ['K9XQ-77P']],
    ['the value from its end', 'Tr0ub4dor&3x', 'is x3&rod4bu0rT now', ['x3&rod4bu0rT']],
    ['letters with spaces between them', 'hunter2', 'h u n t e r 2 .', ['h', 'u', 'n', 't', 'e', 'r', '2']],
    ['digits with spaces between them', '4917', 'code 4 9 1 7 ok', ['4', '9', '1', '7']],
    ['its bytes in hex', 'hunter2', 'dump 68756e74657232 end', ['68756e74657232']],
    ['its bytes in hex, in pairs', 'Tr0ub4dor&3x', '54 72 30 75 62 34', ['54', '72', '30', '75', '62', '34']],
    [
      'base64 of more than it',
      'Tr0ub4dor&3x',
      'Basic dXNlcjpUcjB1YjRkb3ImM3g=',
      ['dXNlcjpUcjB1YjRkb3ImM3g='],
    ],
    ['the value in a URL', 'p q&r/s7', 'go ?x=p%20q%26r%2Fs7', ['?x=p%20q%26r%2Fs7']],
    ['the first half of a long value', 'q7$Lm2#Zp9@W', 'q7$Lm2', ['q7$Lm2']],
    ['only the words that hold it', 'Tr0ub4dor&3x', 'is Tr0ub4dor&3x and more', ['Tr0ub4dor&3x']],
  ])('should find %s', (_what, value, text, expected) => {
    expect(shown(value, text)).toEqual(expected);
  });

  it.each([
    ['other text', 'hunter2', 'Save all orders before noon'],
    ['a short run', 'sk-live-51HqzYpQ0aV', 'live'],
    ['a value that is too short to be told from chance', 'abc', 'abc abc'],
    ['a capitalised label that is a secret in small letters', 'password', 'Password: PASSWORD'],
  ])('should leave %s alone', (_what, value, text) => {
    expect(shown(value, text)).toEqual([]);
  });

  it('should find a secret in small letters where it stands in small letters', () => {
    expect(shown('password', 'Password: password')).toEqual(['password']);
  });
});
