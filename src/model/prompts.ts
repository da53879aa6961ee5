import { readFileSync } from 'node:fs';

/** The folder of the prompts: it lies beside src/ and dist/ alike. */
const folder = new URL('../../prompts/', import.meta.url);
const read = new Map<string, string>();

/**
 * A prompt out of `prompts/`, with `{{name}}` replaced by the values. Every place must have its value.
 *
 * @param name path without ending, such as `native/system`
 */
export function promptNamed(name: string, values: Readonly<Record<string, string>> = {}): string {
  const known = read.get(name) ?? readFileSync(new URL(`${name}.md`, folder), 'utf8').trim();
  read.set(name, known);
  return known.replaceAll(/\{\{([\w-]+)\}\}/g, (_place, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`prompts/${name}.md asks for ${key}, which nobody gave.`);
    return value;
  });
}
