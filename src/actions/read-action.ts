import type * as z from 'zod';
import type { Action } from '../core/action.js';
import { nearestName } from '../core/nearest.js';
import type { Deed } from './deed.js';
import { quoted } from './parts.js';

export type ActionReading =
  | { readonly ok: true; readonly deed: Deed; readonly input: Record<string, unknown> }
  | { readonly ok: false; readonly reason: string };

/** Reads an action with the schema of its deed; the reason names deed, field, what was expected and what exists. */
export function readActionOf(deeds: readonly Deed[], action: Action): ActionReading {
  const deed = deeds.find((each) => each.name === action.name);
  if (deed === undefined) return { ok: false, reason: noSuchDeed(deeds, action.name) };
  const parsed = deed.input.safeParse(action.input, { reportInput: true });
  if (parsed.success) return { ok: true, deed, input: parsed.data };
  return {
    ok: false,
    reason: `${deed.name}: ${parsed.error.issues.map((issue) => mistake(deed, issue)).join('; ')}`,
  };
}

function noSuchDeed(deeds: readonly Deed[], name: string): string {
  const names = deeds.map((each) => each.name);
  return `There is no action ${quoted(name)}${didYouMean(name, names)} (actions: ${names.join(', ')})`;
}

function mistake(deed: Deed, issue: z.core.$ZodIssue): string {
  const fields = Object.keys(deed.input.shape);
  const field = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') return unknownFields(issue.keys, field, fields);
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return `the field ${field} is missing (${expected(deed, issue)})`;
  }
  const where = field === '' ? '' : `the field ${field}: `;
  const message = lowerFirst(issue.message.replace(/^Invalid input: /, ''));
  return `${where}${message}${message.includes('received') ? '' : got(issue.input)}`;
}

function unknownFields(keys: readonly string[], parent: string, fields: readonly string[]): string {
  return keys
    .map((key) => {
      if (parent !== '') return `there is no field ${quoted(key)} in ${parent}`;
      return `there is no field ${quoted(key)}${didYouMean(key, fields)} (fields: ${fields.join(', ')})`;
    })
    .join('; ');
}

function expected(deed: Deed, issue: z.core.$ZodIssueInvalidType): string {
  const top = issue.path.length === 1 ? deed.input.shape[String(issue.path[0])] : undefined;
  const meaning = top === undefined ? undefined : (top as z.ZodType).description;
  return meaning === undefined ? `expected ${issue.expected}` : `${meaning}, expected ${issue.expected}`;
}

function got(input: unknown): string {
  if (input === undefined || (typeof input === 'object' && input !== null)) return '';
  return typeof input === 'string' ? `, got ${quoted(input, 30)}` : `, got ${String(input)}`;
}

function didYouMean(written: string, names: readonly string[]): string {
  const near = nearestName(written, names);
  return near === undefined ? '' : `; did you mean ${quoted(near)}?`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
