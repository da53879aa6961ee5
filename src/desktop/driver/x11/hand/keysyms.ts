import x11 from 'x11';
import { DeskhandError } from '../../../../core/errors.js';

/**
 * The keysyms of keys that have a name, by their X names: the table of the x11 package holds all there are, and takes
 * longer to load than the rest of the driver.
 */
export const namedKeysyms = {
  Control_L: 0xffe3,
  Shift_L: 0xffe1,
  Shift_R: 0xffe2,
  Alt_L: 0xffe9,
  Alt_R: 0xffea,
  Super_L: 0xffeb,
  ISO_Level3_Shift: 0xfe03,
  ISO_Level5_Shift: 0xfe11,
  Mode_switch: 0xff7e,
  Return: 0xff0d,
  Tab: 0xff09,
  Escape: 0xff1b,
  space: 0x20,
  BackSpace: 0xff08,
  Delete: 0xffff,
  Insert: 0xff63,
  Home: 0xff50,
  End: 0xff57,
  Prior: 0xff55,
  Next: 0xff56,
  Up: 0xff52,
  Down: 0xff54,
  Left: 0xff51,
  Right: 0xff53,
  Caps_Lock: 0xffe5,
  Num_Lock: 0xff7f,
  Scroll_Lock: 0xff14,
  Print: 0xff61,
  Pause: 0xff13,
  Menu: 0xff67,
  /** The others follow it. */
  F1: 0xffbe,
} as const;
type XName = keyof typeof namedKeysyms;

/** Keysyms of modifiers and of the keys that switch levels, by what they do. */
export const modifierKeysyms: Readonly<Record<'shift' | 'level3' | 'level5', readonly number[]>> = {
  shift: [namedKeysyms.Shift_L, namedKeysyms.Shift_R],
  level3: [namedKeysyms.ISO_Level3_Shift],
  level5: [namedKeysyms.ISO_Level5_Shift],
};

const xNames: Readonly<Record<string, XName>> = {
  ctrl: 'Control_L',
  shift: 'Shift_L',
  alt: 'Alt_L',
  super: 'Super_L',
  enter: 'Return',
  tab: 'Tab',
  escape: 'Escape',
  space: 'space',
  backspace: 'BackSpace',
  delete: 'Delete',
  insert: 'Insert',
  home: 'Home',
  end: 'End',
  pageup: 'Prior',
  pagedown: 'Next',
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
  capslock: 'Caps_Lock',
  numlock: 'Num_Lock',
  scrolllock: 'Scroll_Lock',
  printscreen: 'Print',
  pause: 'Pause',
  menu: 'Menu',
};

/** Function keys that X has. */
const MOST_F = 35;

/** The keysyms that stand for a key name of `core/keys.ts`, the best one first. */
export function keysymsOfKey(name: string): readonly number[] {
  if (name === 'altgr') return [...modifierKeysyms.level3, namedKeysyms.Mode_switch, namedKeysyms.Alt_R];
  const xName = xNames[name];
  if (xName !== undefined) return [namedKeysyms[xName]];
  const number = Number(/^f(\d+)$/.exec(name)?.[1]);
  if (number >= 1 && number <= MOST_F) return [namedKeysyms.F1 + number - 1];
  return keysymsOfCharacter(name);
}

/** Unicode keysyms are the code point in this plane (X11 protocol, appendix A); Latin-1 is itself. */
const unicodePlane = 0x1000000;

/** Keysyms from before Unicode, by character. Layouts still use them: `EuroSign`, the Greek and Cyrillic blocks. */
let legacy: Map<string, number> | undefined;

function legacyKeysyms(): ReadonlyMap<string, number> {
  if (legacy !== undefined) return legacy;
  legacy = new Map();
  for (const { code, description } of Object.values(x11.keySyms)) {
    const character = /^\((.)\)/u.exec(description ?? '')?.[1];
    if (character !== undefined && !legacy.has(character)) legacy.set(character, code);
  }
  return legacy;
}

/** The keysyms that give this character, the one to prefer first. */
export function keysymsOfCharacter(character: string): readonly number[] {
  const point = character.codePointAt(0) ?? 0;
  if ((point >= 0x20 && point <= 0x7e) || (point >= 0xa0 && point <= 0xff)) return [point];
  const old = legacyKeysyms().get(character);
  return old === undefined ? [unicodePlane + point] : [old, unicodePlane + point];
}

/**
 * One symbol of a text that can be typed: the keysyms that give it. Line feed is Return, tab is Tab.
 *
 * @throws DeskhandError code `untypable` for other control characters and for halves of surrogate pairs
 */
export function keysymsOfTyped(symbol: string, position: number): readonly number[] {
  if (symbol === '\n') return keysymsOfKey('enter');
  if (symbol === '\t') return keysymsOfKey('tab');
  if (/[\p{Cc}\p{Cs}]/u.test(symbol)) {
    const code = (symbol.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    throw new DeskhandError(
      'failed',
      'untypable',
      `Character ${position + 1} of the text is U+${code}, a control character that no key types; nothing was typed.`,
      { hint: 'Only line feed (Return) and tab may stand in typed text; press other keys by name.' },
    );
  }
  return keysymsOfCharacter(symbol);
}
