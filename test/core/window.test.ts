import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WindowFacts } from '../../src/core/frame.js';
import { describeWindow, WindowMatch, windowMatches } from '../../src/core/window.js';

const editor = { title: '*Untitled 1 - Mousepad', class: 'Mousepad', pid: 41, app: 'editor' };
const titled = (title: string) => ({ title, class: 'Any' });

describe('a window match', () => {
  it.each([
    ['*Mousepad', true],
    ['*untitled 1 - mousepad', true],
    ['Mousepad', false],
    ['*', true],
    [{ class: 'mousepad' }, true],
    [{ class: 'mouse*' }, true],
    [{ class: 'mousepad', title: 'Other' }, false],
    [{ pid: 41 }, true],
    [{ pid: 42 }, false],
    [{ app: 'editor' }, true],
    [{ app: 'Editor' }, false],
    [{ app: 'edit*' }, false],
    [{ app: 'editor', pid: 42 }, false],
    [{ title: '*', class: '*', pid: 41, app: 'editor' }, true],
  ] as const)('%j', (match, expected) => {
    expect(windowMatches(match, editor)).toBe(expected);
  });

  it.each([
    ['Letter   to\tAnn', 'letter to ann'],
    ['Brief — „Büro“', 'Brief - "BÜRO"'],
    ['Bu\u0308ro', 'Büro'],
    ['Save as…', 'save as...'],
    ['Total\u00a010', 'Total 10'],
    ['a * b', 'a b'],
    ['a *', 'a'],
    ['* - Notes', 'Plan - Notes'],
    ['a**b', 'a-b'],
  ])('%j fits %j', (match, title) => {
    expect(windowMatches(match, titled(title))).toBe(true);
  });

  it.each([
    ['Order *', 'Orders'],
    ['* Notes', 'MyNotes'],
    ['ab*ba', 'aba'],
    ['a*b*c', 'acb'],
    ['Cafe', 'Café'],
    ['.*', 'anything'],
    ['', 'anything'],
  ])('%j does not fit %j', (match, title) => {
    expect(windowMatches(match, titled(title))).toBe(false);
  });

  it('fits whatever the stars stand for', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), fc.string(), (parts, any) => {
        expect(windowMatches(parts.join('*'), titled(parts.join(any)))).toBe(true);
      }),
    );
  });

  it('says the same as a pattern that tries everything', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    const title = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    fc.assert(
      fc.property(word, title, (match, text) => {
        const pattern = new RegExp(`^${match.replaceAll('*', '.*')}$`, 'u');
        expect(windowMatches(match, titled(text))).toBe(pattern.test(text));
      }),
    );
  });

  it('does not care for upper and lower case, or spaces at the ends and in a row', () => {
    const words = fc.array(fc.stringMatching(/^[a-z0-9._-]{1,8}$/), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(words, (list) => {
        expect(windowMatches(list.join(' '), titled(` ${list.join('   ').toUpperCase()} `))).toBe(true);
      }),
    );
  });

  it('is answered at once, however many stars there are', () => {
    // A pattern that goes back, as a regular expression does, would not come to an end here.
    const stars = '*a'.repeat(5000);
    expect(windowMatches(`${stars}*b`, titled('a'.repeat(20_000)))).toBe(false);
    expect(windowMatches(stars, titled('a'.repeat(20_000)))).toBe(true);
  });

  it('needs everything that it names', () => {
    const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    const facts = fc.record({
      title: fc.constantFrom('A', 'B'),
      class: fc.constantFrom('X', 'Y'),
      pid: maybe(fc.constantFrom(1, 2)),
      app: maybe(fc.constantFrom('one', 'two')),
    });
    const wanted = fc.record({
      title: maybe(fc.constantFrom('a', 'b')),
      class: maybe(fc.constantFrom('x', 'y')),
      pid: maybe(fc.constantFrom(1, 2)),
      app: maybe(fc.constantFrom('one', 'two')),
    });
    fc.assert(
      fc.property(wanted, facts, (match, window) => {
        const named = Object.entries(match).filter(([, value]) => value !== undefined);
        const alike = named.every(([key, value]) => {
          const found = window[key as keyof typeof window];
          return key === 'pid' || key === 'app' ? found === value : `${found}`.toLowerCase() === value;
        });
        expect(windowMatches(match, window)).toBe(named.length > 0 && alike);
      }),
    );
  });

  it.each([{}, { pid: undefined }, { colour: 'red' }])('is none when it names nothing: %j', (match) => {
    expect(WindowMatch.safeParse(match).success).toBe(false);
    expect(windowMatches(match as WindowMatch, editor)).toBe(false);
  });

  it.each([0, -1, 1.5, Number.NaN, '41'])('is none with %s for a process', (pid) => {
    expect(WindowMatch.safeParse({ pid }).success).toBe(false);
  });

  it('is told in words', () => {
    expect(describeWindow('Notes*')).toBe('“Notes*”');
    expect(describeWindow({ title: 'A', class: 'X', app: 'one', pid: 7 })).toBe(
      '“A” of class X of application one of process 7',
    );
  });
});

describe('the facts of a window', () => {
  it('may lack process and application, as in older recordings', () => {
    const facts = {
      id: '0x1',
      title: 'A',
      class: 'X',
      box: { x: 0, y: 0, width: 1, height: 1 },
      active: true,
    };
    expect(WindowFacts.parse(facts)).toEqual(facts);
    expect(WindowFacts.parse({ ...facts, app: 'one' })).toEqual({ ...facts, app: 'one' });
  });
});
