import { DeskhandError } from '../../../../core/errors.js';
import { modifierKeys } from '../../../../core/keys.js';
import type { Keymap } from './keymap.js';
import { keysymsOfKey } from './keysyms.js';

/** A chord as keycodes of the current keyboard map. */
export interface ChordPlan {
  /** The key names, modifiers first. */
  readonly names: readonly string[];
  /** Keys to hold while the last is tapped: the modifiers and the level keys that the last one needs. */
  readonly hold: readonly number[];
  readonly key: number;
  /** True when a level key is held that the chord does not name. */
  readonly shifted: boolean;
}

/**
 * Looks every key of a chord up in the keyboard map, so that ctrl+a is the key that gives `a` on this layout.
 *
 * @throws DeskhandError code `unmapped-key` before anything is sent
 */
export function planChord(chord: readonly string[], keymap: Keymap): ChordPlan {
  const strokes = chord.map((name) => {
    const stroke = keymap.stroke(keysymsOfKey(name));
    if (stroke === undefined) throw unmapped(name, chord);
    return { name, ...stroke };
  });
  const others = strokes.filter(({ name }) => !isModifier(name));
  const [key] = others.length > 0 ? others : strokes.slice(-1);
  if (key === undefined || others.length > 1) {
    throw new DeskhandError('failed', 'bad-chord', `“${chord.join('+')}” is not one key with its modifiers.`);
  }
  const rest = strokes.filter((stroke) => stroke !== key);
  const modifiers = rest.map(({ keycode }) => keycode);
  const levels = key.hold.filter((keycode) => !modifiers.includes(keycode));
  return {
    names: [...rest.map(({ name }) => name), key.name],
    hold: [...modifiers, ...levels],
    key: key.keycode,
    shifted: levels.length > 0,
  };
}

/** The keycodes of keys that are held by name, modifiers first. */
export function planHold(keys: readonly string[], keymap: Keymap): readonly number[] {
  const held = keys.map((name) => {
    const stroke = keymap.stroke(keysymsOfKey(name));
    if (stroke === undefined) throw unmapped(name, keys);
    return { first: isModifier(name), keycodes: [...stroke.hold, stroke.keycode] };
  });
  const ordered = [...held.filter(({ first }) => first), ...held.filter(({ first }) => !first)];
  return [...new Set(ordered.flatMap(({ keycodes }) => keycodes))];
}

/** The keys of a chord that the keyboard map lacks. */
export function missingKeys(chord: readonly string[], keymap: Keymap): readonly string[] {
  return chord.filter((name) => keymap.stroke(keysymsOfKey(name)) === undefined);
}

function isModifier(name: string): boolean {
  return (modifierKeys as readonly string[]).includes(name);
}

function unmapped(name: string, chord: readonly string[]): DeskhandError {
  return new DeskhandError(
    'failed',
    'unmapped-key',
    `The keyboard layout of this display has no key “${name}”; ${chord.join('+')} was not pressed.`,
    { hint: 'Choose a layout that has the key, or reach the command through a menu.' },
  );
}
