import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import { arrivalOf } from '../../../src/sight/typed/arrived.js';
import type { ReadLine } from '../../../src/sight/typed/letters.js';
import { placesToRead } from '../../../src/sight/typed/places.js';
import type { Witness } from '../../../src/sight/typed/witness.js';

/** Lines as they were read, 7 px a letter; words with ° have not changed. */
const linesOf = (...texts: string[]): ReadLine[] =>
  texts.map((text, row) =>
    [...text.matchAll(/\S+/gu)].map(({ 0: word, index }) => ({
      text: word.replace('°', ''),
      changed: !word.endsWith('°'),
      box: frameBox(10 + 7 * index, 20 * row, 7 * word.length, 14),
    })),
  );

/** Pixels that say `truth`, and nothing else. */
const saying = (truth: string): Partial<Witness> => ({
  weigh: async (_box, texts) => texts.map((text) => (bare(text) === bare(truth) ? 0 : -12)),
});
const asRead: Partial<Witness> = {
  weigh: async (_box, texts) => texts.map((_text, at) => (at === 0 ? 0 : -12)),
};
const bare = (text: string): string => text.replace(/\s/gu, '');

async function seen(text: string, lines: readonly string[], witness: Partial<Witness> = {}): Promise<string> {
  const whole = {
    weigh: async () => undefined,
    before: async () => '',
    marks: async () => 0,
    isSmall: () => true,
    ...witness,
    answersLines: witness.answersLines ?? false,
    readsEastAsian: witness.readsEastAsian ?? false,
  };
  const { typed, arrived } = await arrivalOf(text, linesOf(...lines), whole);
  return `${typed}, ${arrived ? 'arrived' : 'lost'}`;
}

describe('a typed text held against what was read', () => {
  it.each([
    ['Hello, World! 50% of #7', ['Editor', 'Hello, World! 50% of #7']],
    ['a long line that wraps', ['a long line', 'that wraps']],
    ['/home/ada/letters/to-the-bank.txt', ['$ cat /home/ada/letters/to-th', 'e-bank.txt']],
    ['Bill Illing, Hill Hall', ['BillIlling,Hill Hall']],
    ['Ada', ['Name:Ada|']],
    ['Ada Lovelace', ['Ada Lovelace', 'Ada Lovelaces']],
    ['12', ['12', '1', '2']],
    ['8', ['8', '8']],
    ['one\ntwo\tthree', ['one', 'two three']],
    ['if a:\n    b()', ['if a:', '    b()']],
    ['if a:\n\tb()\n\t\tc()', ['if a:', '    b()', '        c()']],
    ['one\ntwo', ['10 one', '11 two']],
    ['Item\n12\n3', ['Item', '     12', '      3']],
  ])('should find %j letter by letter in %j', async (text, lines) => {
    expect(await seen(text, lines)).toBe('exact, arrived');
  });

  it.each([
    ['lost letters', 'bookkeeper 1122', ['bokeper 12']],
    ['what an input method made of it', 'hello nihao 123, ok.', ['li luo ni hao 123, ok.']],
    ['a completion', 'Ann', ['Annabel']],
    ['a capital that the program made', 'paid', ['Paid']],
    ['a field that took only its first letters', 'Lovelace', ['Love']],
    ['another layout', 'zy@{}[]', ['yz"äöüß']],
    [
      'a line that is missing between others',
      'one by one\ntwo by two\nthree by three',
      ['one by one', 'three by three'],
    ],
    [
      'the first letters missing, with others before',
      'Lovelace and sons',
      ['Name° lace and sons'.replace(' lace', 'lace')],
    ],
    ['a program that indents', 'if a:\n    b()\n    c()', ['if a:', '    b()', '        c()']],
    ['one that indents what was typed flat', 'begin\nsay it\nend', ['begin', '    say it', '    end']],
    ['one that adds to tabs', 'a\n\tbb\n\t\tcc', ['a', '    bb', '            cc']],
    ['a bracket that was closed', 'f(a', ['f(a)']],
    ['a quote that was closed', 'say "it', ['say "it"']],
    ['a tag that was closed', '<div>', ['<div></div>']],
    ['a brace that was closed in its own line', 'if (a) {\nb', ['if (a) {', 'b', '}']],
    ['a number that became another', '1250', ['12.50']],
    ['one letter', 'x', ['Tip']],
    ['a capital of the same shape', 'see it', ['See it']],
    ['another sign for decimals', '1,234.50', ['1.234,50']],
    ['quotes that were replaced', 'say "it" twice', ['say “it" twice']],
    [
      'letters that were lost beside such as the reader does not know',
      'under ru, Привет',
      ['uder ru, pWBeT'],
    ],
    ['few of the letters that the reader does not know', 'Добрый день', ['No6']],
    ['another dialog', 'Ada Lovelace', ['Tip of the Day']],
    ['an empty screen', 'Ada Lovelace', []],
  ])('should tell %s', async (_what, text, lines) => {
    expect(await seen(text, lines, asRead)).toMatch(/lost$/);
  });

  it('should take a letter for misread where the pixels say the typed one, and for lost where they do not', async () => {
    expect(await seen('Bill Illing', ['Billilling'], saying('Bill Illing'))).toBe('exact, arrived');
    expect(await seen('bookkeeper', ['bookeeper'], saying('bookkeeper'))).toBe('exact, arrived');
    expect(await seen('bookkeeper', ['bookeeper'], saying('bookeeper'))).toBe('other, lost');
  });

  it('should not be asked for the right accent, but for one', async () => {
    expect(await seen('Café Ümit', ['Café Úmit'], asRead)).toBe('exact, arrived');
    expect(await seen('Café Ümit', ['Café Umit'], asRead)).toBe('other, lost');
  });

  it('should allow for what stood around the text before', async () => {
    expect(await seen('foo', ['foobar'], { before: async () => 'bar' })).toBe('exact, arrived');
    expect(await seen('foo', ['foobar'], { before: async () => '' })).toBe('other, lost');
  });

  it.each([
    ['the end of a text in a field that is too short', 'Please call back on Monday', ['back on Monday']],
    ['the last number of a calculation', '6*7', ['7']],
    ['letters that the reader does not know', 'under ru, Привет', ['under ru, pWBeT']],
    [
      'signs that it does not know, with a quote lost beside them',
      "say 'é ß 中文' '50%'",
      ["say 'é B '50%'"],
    ],
    ['a text of such letters alone', 'Добрый день', ['No6pb# geHb']],
    ['a formula that a spreadsheet has worked out', 'Total\t=SUM(B2:B3)\t7', ['Total 15 7']],
    ['a number that it writes in its own way', 'Lamp\t19.50\n', ['Lamp 19.5']],
    ['the last lines of a text that has scrolled', 'aaa1\nbbb2\nccc3\nddd4', ['bbb2', 'ccc3', 'ddd4']],
  ])('should be content with %s', async (_what, text, lines) => {
    expect(await seen(text, lines)).toBe('partly, arrived');
  });

  it('should allow for what a program in a terminal answers between the lines', async () => {
    const lines = ['$ one', 'two$ onetwo', '$'];
    expect(await seen('one\ntwo', lines, asRead)).toBe('other, lost');
    expect(await seen('one\ntwo', lines, { ...asRead, answersLines: true })).toBe('exact, arrived');
    const amid = ['Invoice 17', 'toInvoice 17', 'Ada Lovelace'];
    const text = 'Invoice 17\nto Ada Lovelace';
    expect(await seen(text, amid, { ...asRead, answersLines: true })).toBe('exact, arrived');
    const lossy = ['Invoice 17', 'toInvoice 17', 'Ada Lovelce'];
    expect(await seen(text, lossy, { ...asRead, answersLines: true })).toMatch(/lost$/);
  });

  it('should allow for numbers that are grouped', async () => {
    expect(await seen('1234567', ['1,234,567'], saying('1,234,567'))).toBe('exact, arrived');
    expect(await seen('1234567', ['1,234,56'], saying('1,234,56'))).toMatch(/lost$/);
  });

  it('should tell the block cursor of a terminal from a bracket', async () => {
    expect(await seen('cat a.txt', ['$ cat a.txt]'], { ...asRead, answersLines: true })).toBe(
      'exact, arrived',
    );
    expect(await seen('cat a.txt', ['$ cat a.txt]'], asRead)).toMatch(/lost$/);
    expect(await seen('f(a', ['$ f(a]'], { ...asRead, answersLines: true })).toMatch(/lost$/);
  });

  it('should hold Chinese against what was read where the reader knows it', async () => {
    expect(await seen('你好 Ann', ['尔妤 Ann'], { ...asRead, readsEastAsian: true })).toMatch(/lost$/);
    expect(await seen('你好 Ann', ['Ann'], asRead)).toBe('partly, arrived');
    // Nothing of it can be read at all.
    expect(await seen('你好', ['Tip'], asRead)).toMatch(/lost$/);
  });

  it('should count the marks that hide a text', async () => {
    expect(await seen('opensesame', ['•ooooooooo'], { marks: async () => 10 })).toBe('partly, arrived');
    expect(await seen('opensesame', ['•oooooooo'], { marks: async () => 9 })).toBe('changed, lost');
  });

  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789äöüé.,:;-+/@#%()!?$&*=';
  const word = fc.array(fc.constantFrom(...letters), { minLength: 3, maxLength: 12 });
  const texts = fc
    .array(word, { minLength: 2, maxLength: 8 })
    .map((all) => all.map((one) => one.join('')).join(' '));

  it('should tell the sign of a fold in the margin from a letter of the text', async () => {
    const shown = (begins: number): ReadLine[] =>
      ['begin', 'say it', 'Lend'].map((text, row) => [
        {
          text,
          changed: true,
          box: frameBox(40, 20 * row, 80, 14),
          letters: [...text].map((_char, at) => {
            const left = (row === 2 ? begins : 40) + 7 * at;
            return { left, right: left + 6 };
          }),
        },
      ]);
    const told = async (lines: ReadLine[]): Promise<string> => {
      const witness = {
        ...asRead,
        weigh: async () => undefined,
        before: async () => '',
        marks: async () => 0,
        isSmall: () => true,
        answersLines: false,
        readsEastAsian: false,
      };
      return (await arrivalOf('begin\nsay it\nend', lines, witness)).typed;
    };
    expect(await told(shown(33))).toBe('exact');
    // A letter that was typed too much stands where the text begins.
    expect(await told(shown(40))).toBe('other');
  });

  it('should be exact however the lines are wrapped, the spaces lost, and a caret read', async () => {
    await fc.assert(
      fc.asyncProperty(texts, fc.nat(), fc.boolean(), fc.boolean(), async (text, at, wraps, caret) => {
        const words = text.split(' ');
        const cut = wraps ? at % words.length : 0;
        const shown = [words.slice(0, cut).join(' '), words.slice(cut).join(wraps ? ' ' : '')];
        const lines = [...shown.filter((line) => line !== ''), ...(caret ? ['|'] : [])];
        expect(await seen(text, lines)).toBe('exact, arrived');
      }),
    );
  });

  it('should never take a text with one letter lost for the whole one', async () => {
    await fc.assert(
      fc.asyncProperty(texts, fc.nat(), async (text, at) => {
        const inside = [...text].flatMap((char, index) => (char === ' ' ? [] : [index]));
        const index = inside[at % inside.length] ?? 0;
        const lossy = [...text].filter((_char, other) => other !== index).join('');
        expect(await seen(text, [lossy], saying(lossy))).toMatch(/lost$/);
      }),
    );
  });
});

describe('the places to read', () => {
  it('should be merged, and the large ones come last of all', () => {
    const size = { width: 1280, height: 800 };
    const boxes = [frameBox(100, 100, 20, 10), frameBox(130, 100, 20, 10), frameBox(0, 200, 1280, 400)];
    expect(placesToRead(boxes, size, false)).toEqual([frameBox(76, 94, 98, 22)]);
    expect(placesToRead(boxes, size, true)).toHaveLength(2);
  });
});
