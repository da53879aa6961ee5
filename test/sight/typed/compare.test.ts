import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import { type ReadLine, readsAs, readsMostOf } from '../../../src/sight/typed/compare.js';
import { placesToRead } from '../../../src/sight/typed/places.js';

/** Lines as they were read; words with ° have not changed. */
const linesOf = (...texts: string[]): ReadLine[] =>
  texts.map((text) =>
    text
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => ({ text: word.replace('°', ''), changed: !word.endsWith('°') })),
  );

describe('what of a typed text was read', () => {
  it.each([
    ['Hello, World! 50% of #7', ['Editor', 'Hello, World! 50% of #7'], 'exact'],
    ['one\ntwo\tthree', ['one', 'two', 'threl'], 'partly'],
    ['a long line that wraps', ['a long line', 'that wraps'], 'exact'],
    ['/home/ada/letters/to-the-bank.txt', ['ers/to-the-bank.txt'], 'partly'],
    ['/home/ada/letters/to-the-bank.txt', ['$ cat /home/ada/letters/to-th', 'e-bank.txt'], 'exact'],
    ['Bill Illing, Hill Hall', ['BillIlling,Hill Hall'], 'exact'],
    ['Ada', ['Name:Ada|'], 'exact'],
    ['Ada', ['Ada Adams'], 'partly'],
    ['Ada Lovelace', ['Ada Lovelace', 'Ada Lovelaces'], 'exact'],
    ['12', ['12', '1', '2'], 'exact'],
    ['8', ['8', '8'], 'exact'],
    ['a aa', ['a aa', 'a'], 'partly'],
    ['2', ['12', '1', '2'], 'partly'],
    ['Lond', ['London'], 'partly'],
    ['hello', ['Hello'], 'partly'],
    ['l0ve', ['love'], 'partly'],
    ['Paid', ['Paid° Open'], 'changed'],
    ['1234.5', ['1,234.50 €'], 'partly'],
    ['opensesame', ['•ooooooooo'], 'changed'],
    ['opensesame', [], 'changed'],
    ['Ada', ['Wrong key pressed'], 'changed'],
  ])('should tell of %j in %j: %s', (text, lines, expected) => {
    expect(readsAs(text, linesOf(...lines))).toBe(expected);
  });

  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789äöüé.,:;-+/@#%()!?$&*=';
  const letter = fc.constantFrom(...letters);
  const texts = fc
    .array(fc.array(letter, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 8 })
    .map((words) => words.map((word) => word.join('')).join(' '));

  it('should be exact however the lines are wrapped, the spaces lost, and a caret read', () => {
    fc.assert(
      fc.property(texts, fc.nat(), fc.boolean(), fc.boolean(), (text, at, wraps, caret) => {
        const words = text.split(' ');
        const cut = wraps ? at % words.length : 0;
        const shown = [words.slice(0, cut).join(' '), words.slice(cut).join(wraps ? ' ' : '')];
        const lines = linesOf(...shown.filter((line) => line !== ''), ...(caret ? ['|'] : []));
        expect(readsAs(text, lines)).toBe('exact');
      }),
    );
  });

  it('should never be exact for a text with one letter changed, left out or doubled', () => {
    fc.assert(
      fc.property(
        texts,
        fc.nat(),
        fc.constantFrom('changed', 'left out', 'doubled'),
        letter,
        fc.integer({ min: 1, max: 4 }),
        (text, where, how, other, every) => {
          const places = [...text].flatMap((char, at) => (char === ' ' ? [] : [at]));
          const at = places[where % places.length] ?? 0;
          const own = text.charAt(at);
          fc.pre(how !== 'changed' || other !== own);
          const instead = how === 'changed' ? other : how === 'doubled' ? own + own : '';
          const shown = `${text.slice(0, at)}${instead}${text.slice(at + 1)}`;
          const words = shown.split(' ').filter((word) => word !== '');
          const rows = Array.from({ length: Math.ceil(words.length / every) }, (_, row) =>
            words.slice(row * every, (row + 1) * every).join(' '),
          );
          expect(readsAs(text, linesOf(shown))).not.toBe('exact');
          expect(readsAs(text, linesOf(...rows))).not.toBe('exact');
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('should know most of a text in spite of what readers confuse', () => {
    expect(readsMostOf('Invoice 2026-0417', linesOf('lnvoice 2O26-0417'))).toBe(true);
    expect(readsMostOf('Ada Lovelace', linesOf('12:01:44'))).toBe(false);
    expect(readsMostOf('x', linesOf('a b'))).toBe(false);
  });
});

describe('the places to read', () => {
  it('should merge what stands together, leave out what is flat or huge, and keep inside the frame', () => {
    const boxes = [
      frameBox(2, 100, 20, 12),
      frameBox(30, 101, 60, 12),
      frameBox(300, 400, 90, 2),
      frameBox(300, 10, 40, 14),
    ];
    expect(placesToRead(boxes, { width: 800, height: 600 })).toEqual([
      frameBox(276, 4, 88, 26),
      frameBox(0, 94, 114, 25),
    ]);
    expect(placesToRead([frameBox(0, 0, 800, 600)], { width: 800, height: 600 })).toEqual([]);
  });
});
