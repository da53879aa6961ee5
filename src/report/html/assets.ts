import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The look of the pages, and what runs in that of one run: files of this folder that go along with a build. */
export const STYLE = asset('./page.css');
export const SCRIPT = asset('./page.client.js');

function asset(name: string): string {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8');
  // Inside of a page this would end it.
  if (/<\/(script|style)/i.test(text)) throw new Error(`${name} closes the tag that it stands in`);
  return text;
}

/** A Content-Security-Policy that allows a page these very texts and pictures in itself: no request leaves it. */
export function policy(styles: string, script?: string): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    'img-src data:',
    `style-src ${hash(styles)}`,
    ...(script === undefined ? [] : [`script-src ${hash(script)}`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
