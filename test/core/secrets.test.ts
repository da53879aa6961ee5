import { describe, expect, it } from 'vitest';
import { redactor, streamRedactor } from '../../src/core/secrets/redact.js';
import { mustBeFound, secretForms, secretValues } from '../support/secret-forms.js';

describe('a secret that a program has changed', () => {
  it.each(Object.entries(secretForms))('should be taken out of a text: %s', (form, made) => {
    for (const value of secretValues.filter((each) => mustBeFound(form, each))) {
      const text = `2026-11-29 login=${made(value)}; 12 rows in 4.2 s`;
      const clean = redactor({ KEY: value })(text);
      expect(clean, value).toContain('[secret KEY]');
      expect(clean, value).toMatch(/^2026-11-29 login/);
      expect(clean, value).toMatch(/rows in 4\.2 s$/);
      // Nothing of it is left but the edges of base64, which share a character with their neighbours.
      const left = clean
        .replaceAll('[secret KEY]', '')
        .replace('2026-11-29 login=', '')
        .replace('; 12 rows in 4.2 s', '');
      expect(left.replace(/[^\p{L}\p{N}]/gu, '').length, `${value}: ${left}`).toBeLessThanOrEqual(
        /base64|JSON/.test(form) ? 18 : 6,
      );
    }
  });

  it('should be found though it is short and full of signs', () => {
    for (const value of ['sk-123', '^a-b$', '(1/2)', '[x]*+', '\\d{2}|']) {
      const spaced = [...value].join(' ');
      expect(redactor({ KEY: value })(`it is ${value}, or ${spaced}.`), value).not.toContain(value);
    }
  });

  it('should leave ordinary texts of screens alone', () => {
    const clean = redactor(Object.fromEntries(secretValues.map((value, n) => [`S${n}`, value])));
    const ordinary = [
      'Order 1004 of 2026-11-20, 12 x 4.50 EUR, total 54.00',
      'Save as… The file “orders.csv” exists already. Replace it?',
      'click left at 465,67 on “Delete”',
      'frames/f0012.png 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      '{"x":49,"y":17,"width":830,"height":261}',
      'A key to the main door',
    ];
    for (const text of ordinary) expect(clean(text)).toBe(text);
  });

  it('should leave the name of a field that is the secret in small letters', () => {
    expect(redactor({ pw: 'password' })('Password: password')).toBe('Password: [secret pw]');
  });
});

describe('a stream', () => {
  const value = 'Tr0ub4dor-Kx93';
  it('should be clean however it is cut into pieces', () => {
    const text = `start ${value}\n${'x y '.repeat(3000)}${value.toUpperCase()} ${'z '.repeat(5000)}${value}`;
    for (const size of [1, 7, 1000, 4096, 9000]) {
      const stream = streamRedactor({ pw: value });
      let told = '';
      // One letter at a time only where it can matter: the search goes over all that waits.
      for (let at = 0; at < text.length; at += size) told += stream.add(text.slice(at, at + size));
      told += stream.rest();
      expect(told).toBe(text.replaceAll(/tr0ub4dor-kx93/gi, '[secret pw]'));
    }
  });

  it('should tell whole lines when asked, and keep back the one that is not whole', () => {
    const stream = streamRedactor({ pw: value });
    expect(stream.add(`ready\nkey ${value.slice(0, 7)}`)).toBe('');
    expect(stream.lines()).toBe('ready\n');
    expect(stream.add(`${value.slice(7)}\n`) + stream.rest()).toBe('key [secret pw]\n');
  });

  it('should pass everything on at once where there are no secrets', () => {
    expect(streamRedactor({}).add('half a li')).toBe('half a li');
  });
});
