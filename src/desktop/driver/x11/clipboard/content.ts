import type { X11Client } from '../client.js';

/** One form of what lies in a selection, as its owner hands it out. */
export interface Form {
  /** Atom of the property type. */
  readonly type: number;
  /** Bits of one element: 8, 16 or 32. */
  readonly unit: number;
  readonly data: Buffer;
}

/** What lies in a selection: its forms by the atom of their target. */
export type Content = ReadonlyMap<number, Form>;

/** Targets by which plain text is asked for, the usual one first. */
export const textTargets = [
  'UTF8_STRING',
  'text/plain;charset=utf-8',
  'text/plain;charset=UTF-8',
  'text/plain',
  'TEXT',
  'STRING',
] as const;

/** Clipboard histories that know this target keep nothing whose value is `secret`. */
const historyHint = 'x-kde-passwordManagerHint';

/** A text in every form that applications ask for; a secret one also says that no history may keep it. */
export async function contentOfText(client: X11Client, text: string, secret: boolean): Promise<Content> {
  const forms = new Map<number, Form>();
  const utf8 = Buffer.from(text, 'utf8');
  const [utf8Type, latinType] = await Promise.all([client.atom('UTF8_STRING'), client.atom('STRING')]);
  for (const name of textTargets) {
    const target = await client.atom(name);
    // STRING is Latin-1 (ICCCM, section 2.6.2); a text that has more is offered in the other forms only.
    if (name === 'STRING') {
      if (isLatin(text)) forms.set(target, { type: latinType, unit: 8, data: Buffer.from(text, 'latin1') });
      continue;
    }
    forms.set(target, { type: name.startsWith('text/') ? target : utf8Type, unit: 8, data: utf8 });
  }
  if (secret) {
    const hint = await client.atom(historyHint);
    forms.set(hint, { type: hint, unit: 8, data: Buffer.from('secret') });
  }
  return forms;
}

function isLatin(text: string): boolean {
  return [...text].every((symbol) => (symbol.codePointAt(0) ?? 0) <= 0xff);
}

/** Numbers as a property of 32-bit elements. */
export function words(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value, 4 * i);
  return bytes;
}

/** The 32-bit elements of a property. */
export function numbersIn(data: Buffer): number[] {
  return Array.from({ length: data.length >> 2 }, (_, i) => data.readUInt32LE(4 * i));
}
