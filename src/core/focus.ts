import type { Action } from './action.js';
import { type FramePoint, framePoint } from './geometry.js';
import { modifierKeys, readChord } from './keys.js';

/** Keys that hand the focus on, answer a dialog, or open a menu. */
const leaving = new Set(['tab', 'enter', 'escape', 'menu']);
/** Chords with Ctrl that edit the text of a field and stay in it. */
const editing = new Set([
  ...['a', 'c', 'v', 'x', 'y', 'z', 'b', 'i', 'u', 'e', 'k', 'left', 'right', 'up', 'down', 'home', 'end'],
  ...['backspace', 'delete', 'insert', 'space'],
]);

/** Returns whether a chord may move the keyboard focus to another field, menu or window. */
export function chordMovesFocus(chord: readonly string[]): boolean {
  const read = readChord(chord);
  const keys = read.ok ? read.chord : chord;
  const own = keys.filter((key) => !(modifierKeys as readonly string[]).includes(key));
  if (keys.includes('alt') || keys.includes('super')) return true;
  if (own.some((key) => leaving.has(key) || /^f\d+$/.test(key))) return true;
  return keys.includes('ctrl') && own.some((key) => !editing.has(key));
}

/** Returns whether typing the text may move the keyboard focus: a tab does, and a Return may. */
export function textMovesFocus(text: string): boolean {
  return /[\n\t]/.test(text);
}

/** What an action does to the keyboard focus: it puts it at a point, moves it to where nobody knows, or leaves it. */
export type FocusEffect = { readonly at: FramePoint } | 'moved' | 'kept';

/** Returns what an action that was done did to the keyboard focus. The one table of it, for every kind of act. */
export function focusEffect({ name, input }: Action): FocusEffect {
  switch (name) {
    case 'click': {
      const at = pointIn(input.at);
      const plain = input.button === undefined || input.button === 'left';
      return at !== undefined && plain ? { at } : 'moved';
    }
    case 'press':
    case 'hold':
      return chordMovesFocus(chordIn(input.keys)) ? 'moved' : 'kept';
    case 'type':
      return input.enter === true || textMovesFocus(String(input.text ?? '')) ? 'moved' : 'kept';
    case 'drag':
    case 'window':
    case 'launch':
    case 'close-app':
      return 'moved';
    default:
      return 'kept';
  }
}

/** Returns where the field was clicked that has the focus after the actions; undefined when nobody knows. */
export function focusedPoint(actions: readonly Action[]): FramePoint | undefined {
  const effect = actions.map(focusEffect).findLast((one) => one !== 'kept');
  return typeof effect === 'object' ? effect.at : undefined;
}

function chordIn(keys: unknown): string[] {
  const written = Array.isArray(keys) ? keys.map(String) : String(keys ?? '');
  const read = readChord(written);
  return read.ok ? [...read.chord] : [written].flat();
}

function pointIn(value: unknown): FramePoint | undefined {
  if (typeof value !== 'object' || value === null || !('x' in value) || !('y' in value)) return undefined;
  const { x, y } = value;
  return typeof x === 'number' && typeof y === 'number' ? framePoint(x, y) : undefined;
}
