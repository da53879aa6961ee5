import * as z from 'zod';
import { DeskhandError } from '../core/errors.js';
import type { FramePoint, ScreenPoint } from '../core/geometry.js';
import { keyName, modifierKeys, readChord } from '../core/keys.js';
import { SLOWEST } from '../core/pace.js';
import { namesWindow, WINDOW_NAMED_BY, windowFields } from '../core/window.js';
import type { World } from './deed.js';

/** Fields that several deeds share, strict: an unknown field is a mistake, never ignored. */

/** The longest text that is typed or told in one act, characters. */
export const MAX_TEXT = 10_000;

/** A point of the frame. */
export const point = z
  .strictObject({
    x: z.number().min(0).describe('px from the left edge of the frame'),
    y: z.number().min(0).describe('px from the top edge of the frame'),
  })
  .brand<'FramePoint'>();

const boxFields = {
  x: z.number().describe('px from the left'),
  y: z.number().describe('px from the top'),
  width: z.number().positive().describe('width, px'),
  height: z.number().positive().describe('height, px'),
};

/** A rectangle of the frame. */
export const box = z.strictObject(boxFields).brand<'FrameBox'>();

/** A rectangle of the desktop. */
export const screenBox = z.strictObject(boxFields).brand<'ScreenBox'>();

export const button = z.enum(['left', 'middle', 'right']);

/** Keys that are held during the deed. */
export const modifiers = z
  .array(z.string().refine(isModifier, { error: `expected one of ${modifierKeys.join(', ')}` }))
  .max(4)
  .default([])
  .describe(`keys held meanwhile: ${modifierKeys.join(', ')}`);

/** One chord, as `ctrl+shift+s` or as a list of its keys. */
export const chord = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1).max(5)])
  .superRefine((keys, context) => {
    const reading = readChord(splitKeys(keys));
    if (!reading.ok) context.addIssue({ code: 'custom', message: reading.reason });
  });

/** Words for people: one line or more, without control characters. */
export const words = z
  .string()
  .min(1)
  .max(MAX_TEXT)
  .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u, { error: 'expected text without control characters' });

/** Text for the keyboard: no control characters but line feed and tab. */
export const typable = z
  .string()
  .max(MAX_TEXT)
  .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u, {
    error: 'expected text without control characters, except line feed and tab',
  });

/** Which window is meant. */
export const window = z.union([
  z.string().min(1).describe('title, with * for any run of characters'),
  z
    .strictObject({
      ...windowFields,
      title: z.string().min(1).optional(),
      class: z.string().min(1).optional(),
    })
    .refine(namesWindow, { error: `expected ${WINDOW_NAMED_BY}` }),
]);

/** A pause between keys that the author of a task asks for. */
export const delay = z
  .number()
  .min(0)
  .max(SLOWEST)
  .optional()
  .describe('ms between two keys (default: the pace of the application)');

/** The keys of a chord that was checked by `chord`. */
export function chordOf(keys: string | readonly string[]): readonly string[] {
  const reading = readChord(splitKeys(keys));
  if (!reading.ok) throw new DeskhandError('usage', 'bad-chord', `This is no chord: ${reading.reason}.`);
  return reading.chord;
}

/** Models also write `["ctrl+s"]`; a list with a joined chord in it is read as one chord. */
function splitKeys(keys: string | readonly string[]): string | readonly string[] {
  if (typeof keys === 'string') return keys;
  return keys.some((key) => key.length > 1 && key.includes('+')) ? keys.join('+') : keys;
}

function isModifier(written: string): boolean {
  const name = keyName(written);
  return name !== undefined && (modifierKeys as readonly string[]).includes(name);
}

/** Modifier names as the hand knows them. */
export function modifierNames(written: readonly string[]): readonly string[] {
  return written.map((key) => keyName(key) ?? key);
}

/** A point as the hand needs it. Throws when it lies outside the frame that was decided on. */
export function aim(at: FramePoint, world: World): ScreenPoint {
  const { size } = world.view.frame;
  if (at.x < size.width && at.y < size.height) return world.toScreen(at);
  throw new DeskhandError(
    'failed',
    'point-off-frame',
    `The point ${place(at)} lies outside the frame of ${size.width}x${size.height} px.`,
    { hint: 'Points are px of the frame, from its top left corner.' },
  );
}

/** A point in words. */
export function place(at: { x: number; y: number }): string {
  return `${Math.round(at.x)},${Math.round(at.y)}`;
}

/** A chord in words, such as Ctrl+Shift+S. */
export function chordWords(keys: readonly string[]): string {
  return keys.map((key) => key.charAt(0).toUpperCase() + key.slice(1)).join('+');
}

/** Text in quotes, cut to one short line; control characters cannot reach a terminal through it. */
export function quoted(text: string, most = 60): string {
  const line = text
    .replaceAll('\n', '⏎')
    .replaceAll('\t', '⇥')
    .replace(/\p{Cc}/gu, '�');
  const letters = [...line];
  return `“${letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : line}”`;
}

/** What is held meanwhile, in words. */
export function held(keys: readonly string[]): string {
  return keys.length === 0 ? '' : `, holding ${chordWords(modifierNames(keys))}`;
}
