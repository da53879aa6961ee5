import type { Box } from './label.js';

/** The lines of a witness: kind, text, x, y, width and height, with tabs between them. */
export function rowsOfWitness(told: string): { kind: string; text: string; box: Box }[] {
  return told.split('\n').flatMap((line) => {
    const [kind = '', text = '', ...numbers] = line.split('\t');
    const box = numbers.map(Number) as unknown as Box;
    return text.trim() === '' ? [] : [{ kind, text: text.trim(), box }];
  });
}
