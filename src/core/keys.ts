/**
 * The names of keys, one each, lower case. A chord is written `ctrl+shift+s`.
 * The second column of `aliases` is what people and models also write.
 */
export const modifierKeys = ['ctrl', 'shift', 'alt', 'altgr', 'super'] as const;

const named = [
  'enter',
  'tab',
  'escape',
  'space',
  'backspace',
  'delete',
  'insert',
  'home',
  'end',
  'pageup',
  'pagedown',
  'up',
  'down',
  'left',
  'right',
  'capslock',
  'numlock',
  'scrolllock',
  'printscreen',
  'pause',
  'menu',
  'f1',
  'f2',
  'f3',
  'f4',
  'f5',
  'f6',
  'f7',
  'f8',
  'f9',
  'f10',
  'f11',
  'f12',
  'f13',
  'f14',
  'f15',
  'f16',
  'f17',
  'f18',
  'f19',
  'f20',
  'f21',
  'f22',
  'f23',
  'f24',
] as const;

const aliases: Readonly<Record<string, string>> = {
  control: 'ctrl',
  ctl: 'ctrl',
  strg: 'ctrl',
  leftctrl: 'ctrl',
  ctrl_l: 'ctrl',
  control_l: 'ctrl',
  option: 'alt',
  opt: 'alt',
  alt_l: 'alt',
  alt_gr: 'altgr',
  altgraph: 'altgr',
  rightalt: 'altgr',
  iso_level3_shift: 'altgr',
  meta: 'super',
  win: 'super',
  windows: 'super',
  cmd: 'super',
  command: 'super',
  super_l: 'super',
  shift_l: 'shift',
  return: 'enter',
  kp_enter: 'enter',
  esc: 'escape',
  del: 'delete',
  ins: 'insert',
  bksp: 'backspace',
  back_space: 'backspace',
  pgup: 'pageup',
  page_up: 'pageup',
  prior: 'pageup',
  pgdn: 'pagedown',
  pgdown: 'pagedown',
  page_down: 'pagedown',
  next: 'pagedown',
  arrowup: 'up',
  arrowdown: 'down',
  arrowleft: 'left',
  arrowright: 'right',
  uparrow: 'up',
  downarrow: 'down',
  leftarrow: 'left',
  rightarrow: 'right',
  spacebar: 'space',
  print: 'printscreen',
  prtsc: 'printscreen',
  apps: 'menu',
  contextmenu: 'menu',
  caps_lock: 'capslock',
  plus: '+',
  minus: '-',
};

/** All key names that have one, without the printable characters, which name themselves. */
export const namedKeys: readonly string[] = [...modifierKeys, ...named];

/**
 * The one name of a key, or undefined when there is no such key. A single printable character names itself
 * (letters in lower case: `A` is `a`; hold shift to get the capital).
 */
export function keyName(written: string): string | undefined {
  if (written === ' ') return 'space';
  const lower = written.trim().toLowerCase();
  const name = aliases[lower] ?? lower;
  if (namedKeys.includes(name)) return name;
  return [...name].length === 1 && /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(name) ? name : undefined;
}

export type ChordReading =
  | { readonly ok: true; readonly chord: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads a chord such as `Ctrl+Shift+S`, `ctrl++` or a list of key names. Modifiers come first in the
 * answer, in the order of `modifierKeys`; at most one other key is allowed.
 */
export function readChord(written: string | readonly string[]): ChordReading {
  const parts = typeof written === 'string' ? splitChord(written) : written;
  if (parts.length === 0) return { ok: false, reason: 'no key is named' };
  const names: string[] = [];
  for (const part of parts) {
    const name = keyName(part);
    if (name === undefined) return { ok: false, reason: `there is no key “${part}”` };
    if (!names.includes(name)) names.push(name);
  }
  const modifiers = modifierKeys.filter((key) => names.includes(key));
  const others = names.filter((key) => !(modifierKeys as readonly string[]).includes(key));
  if (others.length > 1)
    return { ok: false, reason: `a chord has one key besides its modifiers, not ${others.join(' and ')}` };
  return { ok: true, chord: [...modifiers, ...others] };
}

function splitChord(written: string): string[] {
  if (written === '+') return ['+'];
  if (written.endsWith('++')) return [...splitChord(written.slice(0, -2)), '+'];
  return written
    .split('+')
    .map((part) => (part === ' ' ? 'space' : part.trim()))
    .filter((part) => part !== '');
}
