import { modifierKeysyms } from './keysyms.js';
import type { KeyboardMap, KeySymbols } from './xkb-map.js';

/** Bits of the real modifiers in X states and masks. */
export const modifierBit = { shift: 1, lock: 2, control: 4, numlock: 16 } as const;

/** One key press that gives a keysym, with the level keys that must be down meanwhile. */
export interface Stroke {
  readonly keycode: number;
  /** Keycodes of the level keys (Shift, AltGr, ...) to hold; empty for most. */
  readonly hold: readonly number[];
}

/** What the keys give in one layout group under the locks that are on now. */
export class Keymap {
  readonly #strokes: ReadonlyMap<number, Stroke>;
  /** Keycodes that nothing is mapped to, highest first. */
  readonly spare: readonly number[];

  /**
   * @param group the layout group in effect, from 0
   * @param locked real modifiers that stay on while keys are pressed, such as Num Lock
   */
  constructor(map: KeyboardMap, group: number, locked: number) {
    this.#strokes = strokesOf(map, group, locked);
    this.spare = map.keys
      .filter(
        (key) => key.modifiers === 0 && key.groups.every(({ keysyms }) => keysyms.every((k) => k === 0)),
      )
      .map((key) => key.keycode)
      .reverse();
  }

  /** How to get the first of these keysyms that the keyboard has in this group. */
  stroke(keysyms: readonly number[]): Stroke | undefined {
    for (const keysym of keysyms) {
      const stroke = this.#strokes.get(keysym);
      if (stroke !== undefined) return stroke;
    }
    return undefined;
  }
}

interface LevelKey {
  readonly bit: number;
  readonly keycode: number;
}

function strokesOf(map: KeyboardMap, group: number, locked: number): Map<number, Stroke> {
  const combinations = subsets(levelKeys(map, group));
  const strokes = new Map<number, Stroke>();
  // The fewest level keys win, then the lowest keycode: the keys of the main block come first.
  for (const held of combinations) {
    const mods = held.reduce((bits, { bit }) => bits | bit, locked);
    const hold = held.map(({ keycode }) => keycode);
    for (const key of map.keys) {
      const keysym = keysymUnder(key, group, mods);
      if (keysym !== 0 && !strokes.has(keysym)) strokes.set(keysym, { keycode: key.keycode, hold });
    }
  }
  return strokes;
}

/** The keys that reach other levels, with the real modifier each sets. */
function levelKeys(map: KeyboardMap, group: number): LevelKey[] {
  const found: LevelKey[] = [];
  for (const keysyms of Object.values(modifierKeysyms)) {
    const key = map.keys.find((k) => k.modifiers !== 0 && keysyms.includes(keysymUnder(k, group, 0)));
    if (key !== undefined) found.push({ bit: key.modifiers, keycode: key.keycode });
  }
  return found;
}

function subsets(keys: readonly LevelKey[]): LevelKey[][] {
  const all = Array.from({ length: 1 << keys.length }, (_, bits) =>
    keys.filter((_key, i) => (bits & (1 << i)) !== 0),
  );
  return all.sort((a, b) => a.length - b.length);
}

/** The keysym a key gives in a group under these real modifiers; 0 for none (XKB protocol, section 12.2). */
function keysymUnder(key: KeySymbols, group: number, mods: number): number {
  const inGroup = groupOf(key, group);
  if (inGroup === undefined) return 0;
  const relevant = mods & inGroup.type.mods;
  const level = inGroup.type.rules.find((rule) => rule.mods === relevant)?.level ?? 0;
  return inGroup.keysyms[level] ?? 0;
}

function groupOf(key: KeySymbols, group: number): KeySymbols['groups'][number] | undefined {
  const count = key.groups.length;
  if (group < count) return key.groups[group];
  if (key.outOfRange.kind === 'clamp') return key.groups[count - 1];
  if (key.outOfRange.kind === 'redirect') return key.groups[key.outOfRange.redirect] ?? key.groups[0];
  return count === 0 ? undefined : key.groups[group % count];
}
