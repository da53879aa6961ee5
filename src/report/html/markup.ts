import { withoutControls } from '../characters.js';

/** HTML that is safe to put into a page. Only `html` and constants of this folder make it. */
export class Markup {
  constructor(readonly text: string) {}
}

export type Part = Markup | string | number | undefined | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML, for contents and quoted attributes alike. */
export function escaped(text: string): string {
  return withoutControls(text).replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);
}

/** A template whose values are escaped unless they are markup themselves: nothing gets in by being forgotten. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = strings[0] ?? '';
  for (const [index, part] of parts.entries()) text += textOf(part) + (strings[index + 1] ?? '');
  return new Markup(text);
}

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(textOf).join('');
  return escaped(String(part));
}
