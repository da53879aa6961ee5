import x11 from 'x11';
import { DeskhandError } from '../../../../core/errors.js';

/** The keysym number of an X name such as `Return`. */
function named(name: string): number {
  const known = x11.keySyms[`XK_${name}`];
  if (known === undefined) throw new Error(`the x11 package has no keysym ${name}`);
  return known.code;
}

/** Keysyms of modifiers and of the keys that switch levels, by what they do. */
export const modifierKeysyms = {
  shift: [named('Shift_L'), named('Shift_R')],
  level3: [named('ISO_Level3_Shift')],
  level5: [named('ISO_Level5_Shift')],
} as const;

const xNames: Readonly<Record<string, string>> = {
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

/** The keysyms that stand for a key name of `core/keys.ts`, the best one first. */
export function keysymsOfKey(name: string): readonly number[] {
  if (name === 'altgr') return [...modifierKeysyms.level3, named('Mode_switch'), named('Alt_R')];
  const xName = xNames[name] ?? (/^f\d+$/.test(name) ? name.toUpperCase() : undefined);
  return xName === undefined ? keysymsOfCharacter(name) : [named(xName)];
}

/** Unicode keysyms are the code point in this plane (X11 protocol, appendix A); Latin-1 is itself. */
const unicodePlane = 0x1000000;

/** Keysyms from before Unicode, by character. Layouts still use them: `EuroSign`, the Greek and Cyrillic blocks. */
const legacy = new Map<string, number>();
for (const { code, description } of Object.values(x11.keySyms)) {
  const character = /^\((.)\)/u.exec(description ?? '')?.[1];
  if (character !== undefined && !legacy.has(character)) legacy.set(character, code);
}

/** The keysyms that give this character, the one to prefer first. */
export function keysymsOfCharacter(character: string): readonly number[] {
  const point = character.codePointAt(0) ?? 0;
  if ((point >= 0x20 && point <= 0x7e) || (point >= 0xa0 && point <= 0xff)) return [point];
  const old = legacy.get(character);
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
