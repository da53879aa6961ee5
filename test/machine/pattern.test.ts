import { describe, expect, it } from 'vitest';
import { execPattern } from '../../src/machine/pattern.js';

describe('a pattern of a task', () => {
  it.each([
    ['^(a+)+$', `${'a'.repeat(46)}!`],
    ['^(?:.*,){12}P', 'x,'.repeat(400)],
    ['^(?:a|aa)+$', `${'a'.repeat(80)}!`],
    ['a*a*a*b', 'a'.repeat(900)],
    ['.*.*.*.*=', 'x'.repeat(400)],
  ])('that takes for ever ends with words: %s', (source, text) => {
    expect(() => execPattern({ source, flags: 'u' }, text)).toThrow(/takes more than 1 s/);
  });

  it.each([
    ['Total: (\\d+)', 'u', 'Total: 42 EUR', '42'],
    ['(?:order|invoice)s? (\\w+)', 'iu', 'Invoices X7', 'X7'],
    ['^(\\d{1,3}(?:,\\d{3})*)$', 'u', '1,234,567', '1,234,567'],
    ['(b)', 'g', `${'a'.repeat(5000)}b`, 'b'],
  ])('finds what it finds anywhere: %s', (source, flags, text, group) => {
    expect(execPattern({ source, flags }, text)?.[1]).toBe(group);
    expect(execPattern({ source, flags }, 'nothing of it')).toBeNull();
  });

  it('that is none is told as one', () => {
    expect(() => execPattern({ source: '(', flags: 'u' }, 'a')).toThrow(SyntaxError);
  });
});
