import type { Schema } from './intent.js';

/** What a property may be called on the screen: its key, its title, its description. */
export function namesOf(key: string, schema: Schema): string[] {
  const words = key.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[-_]+/g, ' ');
  return [words, schema.title, schema.description]
    .filter((name): name is string => typeof name === 'string')
    .map(folded)
    .filter((name) => name !== '');
}

/** Whether a label stands for one of the names: the same letters, or a short form such as Qty for quantity. */
export function isCalled(label: string, names: readonly string[]): boolean {
  const text = folded(label);
  return text !== '' && names.some((name) => name === text || isShortFor(text, name));
}

/** Letters and digits in lower case, one space between words. */
export function folded(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function isShortFor(short: string, name: string): boolean {
  if (short.length < 2 || short.length >= name.length || short[0] !== name[0]) return false;
  let at = 0;
  for (const letter of name) if (letter === short[at]) at += 1;
  return at === short.length && short.length * 4 >= name.length;
}
