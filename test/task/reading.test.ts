import { describe, expect, it } from 'vitest';
import { readValue } from '../../src/task/index.js';

describe('readValue', () => {
  it.each<[string, number]>([
    ['42', 42],
    ['Total: 42.50', 42.5],
    ['€ 1,234.50', 1234.5],
    ['1.234,50 €', 1234.5],
    ['1 234,50', 1234.5],
    ["1'234.50", 1234.5],
    ['1,234', 1234],
    ['1.234', 1.234],
    ['12,5', 12.5],
    ['1,234,567', 1234567],
    ['1.234.567', 1234567],
    ['-7 %', -7],
    ['−7', -7],
    ['-$ 3.20', -3.2],
    ['(12.00)', -12],
    ['12.', 12],
  ])('reads the number of %s', (text, expected) => {
    expect(readValue(text, { type: 'number' })).toEqual({ ok: true, value: expected });
  });

  it.each(['', 'none', '3 of 4', '2026-11-20'])('finds no single number in “%s”', (text) => {
    expect(readValue(text, { type: 'number' }).ok).toBe(false);
  });

  it('takes the first group of the pattern, or all of it', () => {
    expect(readValue('Order A-17 of 20', { type: 'text', pattern: '([A-Z]-\\d+)' })).toEqual({
      ok: true,
      value: 'A-17',
    });
    expect(readValue('Order A-17 of 20', { type: 'number', pattern: '\\d+$' })).toEqual({
      ok: true,
      value: 20,
    });
    expect(readValue('nothing', { type: 'text', pattern: '\\d+' })).toEqual({
      ok: false,
      reason: '“nothing” does not match /\\d+/',
    });
  });

  it('gives lines without empty ones', () => {
    expect(readValue(' a \n\n b', { type: 'lines' })).toEqual({ ok: true, value: ['a', 'b'] });
  });
});
