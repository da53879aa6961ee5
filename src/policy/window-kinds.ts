import type { WindowName } from './facts.js';

/**
 * Classes of terminal emulators, whole: in them text is output, and keys make command lines. A program that
 * merely has such a word in its class or title, as in `AdminConsole`, is none.
 */
const terminals = new Set(
  [
    ['xterm', 'uxterm', 'rxvt', 'urxvt', 'aterm', 'eterm', 'mlterm', 'st', 'st-256color', 'stterm', 'foot'],
    [
      'gnome-terminal',
      'gnome-terminal-server',
      'org.gnome.console',
      'kgx',
      'xfce4-terminal',
      'mate-terminal',
    ],
    ['lxterminal', 'qterminal', 'konsole', 'org.kde.konsole', 'yakuake', 'guake', 'tilda', 'deepin-terminal'],
    ['terminator', 'tilix', 'sakura', 'roxterm', 'terminology', 'cool-retro-term', 'terminal'],
    ['alacritty', 'kitty', 'wezterm', 'org.wezfurlong.wezterm', 'ghostty', 'com.mitchellh.ghostty'],
    ['windowsterminal', 'cascadia_hosting_window_class', 'consolewindowclass', 'mintty', 'powershell', 'cmd'],
  ].flat(),
);
const editors =
  /^(mousepad|gedit|org\.gnome\.texteditor|gnome-text-editor|xed|pluma|kate|kwrite|l3?eafpad|l3afpad|featherpad|notepad|notepadqq|sublime_text|code|vscodium|codium|gvim|emacs|libreoffice.*|soffice.*|abiword|scite|geany|textedit|nedit)$/i;
const fileLists =
  /thunar|nautilus|nemo|caja|pcmanfm|dolphin|explorer|finder|^files$|spacefm|krusader|doublecmd|thunderbird|evolution|kmail|geary|claws|outlook|mail/i;

/**
 * Whether what is typed there is a command line. What lifts rules is told by the exact class alone: titles are
 * the application's, or the document's, to choose.
 */
export function isTerminal(window: WindowName | undefined): boolean {
  return window !== undefined && terminals.has(window.class.toLowerCase().replace(/\.exe$/u, ''));
}

/** Whether keys edit text there. */
export function isEditor(window: WindowName | undefined): boolean {
  return window !== undefined && editors.test(window.class);
}

/** Whether all of a window is text: what stands there is no label of a control. */
export function isTextWindow(window: WindowName | undefined): boolean {
  return isTerminal(window) || isEditor(window);
}

/** Whether the Delete key deletes files or mails there; this adds rules, so a title is enough. */
export function isFileList(window: WindowName | undefined): boolean {
  return window !== undefined && fileLists.test(window.class === '' ? window.title : window.class);
}
