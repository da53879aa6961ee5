import type { Key } from '@nut-tree-fork/nut-js';
import type { NutLibrary } from './library.js';

const names: Readonly<Record<string, keyof typeof Key>> = {
  ctrl: 'LeftControl',
  shift: 'LeftShift',
  alt: 'LeftAlt',
  altgr: 'RightAlt',
  super: 'LeftSuper',
  enter: 'Return',
  tab: 'Tab',
  escape: 'Escape',
  space: 'Space',
  backspace: 'Backspace',
  delete: 'Delete',
  insert: 'Insert',
  home: 'Home',
  end: 'End',
  pageup: 'PageUp',
  pagedown: 'PageDown',
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
  capslock: 'CapsLock',
  numlock: 'NumLock',
  scrolllock: 'ScrollLock',
  printscreen: 'Print',
  menu: 'Menu',
  '`': 'Grave',
  '-': 'Minus',
  '=': 'Equal',
  '[': 'LeftBracket',
  ']': 'RightBracket',
  '\\': 'Backslash',
  ';': 'Semicolon',
  "'": 'Quote',
  ',': 'Comma',
  '.': 'Period',
  '/': 'Slash',
};

/** The nut-js key of a key name, or undefined when nut-js has none that works. */
export function nutKey(nut: NutLibrary, name: string): Key | undefined {
  // On Linux libnut throws when asked for the menu key, does nothing for the print key, has no function keys beyond
  // those of a PC, and takes the right Alt key for the left one.
  const lacking = /^(menu|printscreen|altgr|f(1[3-9]|2\d))$/;
  if (process.platform === 'linux' && lacking.test(name)) return undefined;
  const known = names[name] ?? derived(name);
  return known === undefined ? undefined : nut.Key[known];
}

function derived(name: string): keyof typeof Key | undefined {
  if (/^[a-z]$/.test(name)) return name.toUpperCase() as keyof typeof Key;
  if (/^\d$/.test(name)) return `Num${name}` as keyof typeof Key;
  if (/^f\d+$/.test(name)) return name.toUpperCase() as keyof typeof Key;
  return undefined;
}
