import { describe, expect, it } from 'vitest';
import { mergeAccents } from '../../../src/sight/text/accents.js';
import type { Glyph } from '../../../src/sight/text/engine.js';

const glyphs = (text: string): Glyph[] =>
  [...text].map((char, i) => ({ char, left: i * 10, right: i * 10 + 8, score: 0.99 }));
const merged = (first: string, second: string): string =>
  mergeAccents(glyphs(first), second)
    .map((g) => g.char)
    .join('');

describe('merging a second reading', () => {
  it.each([
    ['Schliessen', 'Schließen', 'Schließen'],
    ['SchlieBen', 'Schließen', 'Schließen'],
    ['Ubernehmen', 'Übernehmen', 'Übernehmen'],
    ['contrasenia', 'contraseña', 'contraseña'],
    ['Olvido su clave?', '¿Olvidó su clave?', '¿Olvidó su clave?'],
    ['12,50', '12,50 €', '12,50 €'],
    ['1,024.00', '€ 1,024.00', '€1,024.00'],
    ['EUR & 100200', 'EUR € 100200', 'EUR & 100200'],
    ['Muiller', 'Müller', 'Müller'],
    ['Müiller', 'Müller', 'Müller'],
    ['oubliéé ?', 'oublié ?', 'oublié ?'],
    ['Creee', 'Créée', 'Créée'],
  ])('%s with %s says %s', (first, second, result) => {
    expect(merged(first, second)).toBe(result);
  });

  it('keeps the first reading where the second is another word', () => {
    expect(merged('Hotel 42', 'Kötbl A7')).toBe('Hotel 42');
  });

  it('keeps the places of the characters', () => {
    expect(mergeAccents(glyphs('Andern'), 'Ändern')[0]).toMatchObject({ char: 'Ä', left: 0, right: 8 });
  });
});
