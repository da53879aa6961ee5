import type { WindowName } from './facts.js';

const terminals =
  /xterm|urxvt|rxvt|terminal|konsole|alacritty|kitty|terminator|tilix|wezterm|^foot$|^st(-256color)?$|powershell|^cmd(\.exe)?$|console(window)?|mintty|guake|yakuake|ghostty/i;
const editors =
  /mousepad|gedit|texteditor|text-editor|^xed$|pluma|kate|kwrite|leafpad|featherpad|notepad|sublime|^code|codium|vim|emacs|nano|libreoffice|soffice|abiword|scite|geany|textedit/i;
const fileLists =
  /thunar|nautilus|nemo|caja|pcmanfm|dolphin|explorer|finder|^files$|spacefm|krusader|doublecmd|thunderbird|evolution|kmail|geary|claws|outlook|mail/i;

/** Whether what is typed there is a command line. */
export const isTerminal = (window: WindowName | undefined): boolean => fits(window, terminals);

/** Whether keys edit text there. */
export const isEditor = (window: WindowName | undefined): boolean => fits(window, editors);

/** Whether the Delete key deletes files or mails there. */
export const isFileList = (window: WindowName | undefined): boolean => fits(window, fileLists);

/** The class tells most; a window without one is judged by its title. */
function fits(window: WindowName | undefined, pattern: RegExp): boolean {
  if (window === undefined) return false;
  return pattern.test(window.class === '' ? window.title : window.class);
}
