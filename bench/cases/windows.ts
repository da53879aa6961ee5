import { type Case, fileHas, fileIs, passed, quoted, windowClosed } from './case.js';

const out = 'out.txt';
const editor = (folder: string, more = ''): string =>
  `apps: {editor: {command: mousepad, args: [${quoted(`${folder}/${out}`)}], window: {class: Mousepad}${more}}}`;
const empty = (): Record<string, string> => ({ [out]: '' });
const dialog = (folder: string, title: string, name: string): string =>
  `{command: sh, args: [-c, "zenity --question --title=${title} --text='Shall we go on' --ok-label=Apply --cancel-label=Back --width=400; echo ${name} $? >> ${folder}/${out}"], window: {title: ${title}}, start: false}`;

/** Windows are seen, brought up and told of under every window manager. */
export const windows: readonly Case[] = [
  ...['openbox', 'xfwm4', 'dwm', 'i3', 'icewm', 'fluxbox', 'awesome', 'none'].map(
    (manager): Case => ({
      name: `a terminal under ${manager === 'none' ? 'no window manager' : manager}`,
      kind: 'B3',
      needs: { xterm: 'xterm', ...(manager === 'none' ? {} : { [manager]: manager }) },
      manager,
      task: (folder) =>
        `apps: {term: {command: xterm, args: [-title, Shell], window: {class: XTerm}, timeout: 30s}}\npolicy: {allow: [running commands]}\nsteps:\n  - type: {text: "echo it works > ${folder}/${out}", enter: true}\n    expect: {file: {path: "${folder}/${out}", contains: it works}}\n  - check: echo it works\n`,
      truth: fileIs(out, 'it works'),
    }),
  ),
  ...['featherpad', 'kate', 'kwrite', 'juffed'].map(
    (program): Case => ({
      name: `${program}, an editor of Qt, gets its text`,
      kind: 'B2',
      needs: { [program]: program },
      files: empty,
      task: (folder) =>
        `apps: {editor: {command: ${program}, args: ["${folder}/${out}"], window: "*${out}*", timeout: 60s}}\nsteps:\n  - type: "Qt takes this, too."\n  - press: ctrl+s\n  - wait: 1s\n`,
      truth: fileIs(out, 'Qt takes this, too.'),
    }),
  ),
  {
    name: 'a calculator of Qt',
    kind: 'B2',
    needs: { speedcrunch: 'speedcrunch' },
    task: () =>
      'apps: {calc: {command: speedcrunch, window: {class: "*peed*runch"}, timeout: 60s}}\nsteps:\n  - type: "12+30\\n"\n  - check: "42"\n',
    truth: passed,
  },
  {
    name: 'a window on another workspace is brought up',
    kind: 'B3',
    needs: { mousepad: 'mousepad', wmctrl: 'wmctrl' },
    files: empty,
    task: (folder) =>
      `${editor(folder)}\nsteps:\n  - run: {command: "wmctrl -n 3; sleep 0.3; wmctrl -r Mousepad -t 2", shell: true}\n  - wait: 500ms\n  - window: {activate: {app: editor}}\n  - type: "found there\\n"\n  - press: ctrl+s\n    expect: {file: {path: "${folder}/${out}", contains: found there}}\n`,
    truth: fileHas(out, 'found there'),
  },
  ...['{class: "*jedit*"}', undefined].map(
    (window): Case => ({
      name: `a splash screen is not the program (window ${window ?? 'not told'})`,
      kind: 'B6',
      needs: { jedit: 'jedit' },
      files: empty,
      task: (folder) =>
        `apps: {editor: {command: jedit, args: [-nosettings, -noserver, -norestore, "${folder}/${out}"], timeout: 90s${window === undefined ? '' : `, window: ${window}`}}}\nsteps:\n  - window: {close: "Tip of the Day"}\n    if: {window: {title: "Tip of the Day"}}\n  - type: "after the splash"\n  - press: ctrl+s\n  - wait: 2s\n`,
      truth: fileIs(out, 'after the splash'),
    }),
  ),
  {
    name: 'a program that hands over to its running window',
    kind: 'B10',
    needs: { gedit: 'gedit' },
    files: () => ({ 'a.txt': '' }),
    task: (folder) =>
      `apps:\n  first: {command: gedit, args: ["${folder}/a.txt"], window: "a.txt*", timeout: 40s}\n  again: {command: gedit, args: ["${folder}/a.txt"], window: "a.txt*", start: false, timeout: 20s}\nsteps:\n  - launch: again\n  - type: "in a\\n"\n  - press: ctrl+s\n  - wait: 1s\n`,
    truth: fileHas('a.txt', 'in a'),
  },
  {
    name: 'two dialogs of one title and the same words',
    kind: 'B10',
    needs: { zenity: 'zenity' },
    task: (folder) =>
      `apps:\n  one: ${dialog(folder, 'Confirm', 'one')}\n  two: ${dialog(folder, 'Confirm', 'two')}\nsteps:\n  - launch: one\n  - launch: two\n  - window: {place: {app: one}, box: {x: 40, y: 60, width: 400, height: 140}}\n  - window: {place: {app: two}, box: {x: 600, y: 400, width: 400, height: 140}}\n  - click: {text: Apply, window: {app: one}}\n  - click: {text: Back, window: {app: two}}\n  - wait: 1s\n`,
    truth: fileIs(out, 'one 0\ntwo 1\n'),
  },
  {
    name: 'a button beyond the edge of the screen',
    kind: 'B10',
    needs: { zenity: 'zenity', xdotool: 'xdotool' },
    task: (folder) =>
      `apps: {q: ${dialog(folder, 'Outside', 'q')}}\nsteps:\n  - launch: q\n  - run: {command: "xdotool search --name '^Outside$' windowmove 1100 760", shell: true}\n  - wait: 500ms\n  - click: {text: Apply, window: Outside}\n    timeout: 6s\n  - wait: 500ms\n`,
    truth: fileIs(out, 'q 0\n'),
    mayFail: { why: 'what lies off the screen cannot be clicked', says: /edge of the screen/u },
  },
  {
    name: 'a window that was minimised',
    kind: 'B10',
    needs: { galculator: 'galculator', xdotool: 'xdotool' },
    task: () =>
      `apps: {calc: {command: galculator, window: {class: Galculator}}}\nsteps:\n  - run: {command: "xdotool search --onlyvisible --class Galculator windowminimize", shell: true}\n  - wait: 500ms\n  - click: {text: File, window: {app: calc}}\n    timeout: 5s\n`,
    truth: passed,
    mayFail: { why: 'what is minimised cannot be clicked', says: /minimi[sz]ed/u },
  },
  {
    name: 'a window that is always on top covers the button',
    kind: 'B10',
    needs: { zenity: 'zenity', xterm: 'xterm', wmctrl: 'wmctrl' },
    task: (folder) =>
      `apps:\n  q: ${dialog(folder, 'Below', 'q')}\n  top: {command: xterm, args: [-title, Ontop, -geometry, 80x24], window: Ontop, start: false}\nsteps:\n  - launch: q\n  - launch: top\n  - run: {command: "wmctrl -r Ontop -b add,above", shell: true}\n  - window: {place: {app: q}, box: {x: 400, y: 250, width: 400, height: 140}}\n  - window: {place: Ontop, box: {x: 350, y: 200, width: 600, height: 400}}\n  - click: {text: Apply, window: Below}\n    timeout: 6s\n  - wait: 500ms\n`,
    truth: fileIs(out, 'q 0\n'),
    mayFail: { why: 'what is covered cannot be clicked', says: /lies under|covered/u },
  },
  {
    name: 'a dialog is answered by the left hand',
    kind: 'B9',
    needs: { zenity: 'zenity', xmodmap: 'x11-xserver-utils' },
    task: (folder) =>
      `apps: {q: ${dialog(folder, 'Swapped', 'q')}}\nbefore:\n  - run: {command: "xmodmap -e 'pointer = 3 2 1'", shell: true}\nsteps:\n  - launch: q\n  - click: {text: Apply, window: Swapped}\n  - wait: 1s\n`,
    truth: async (world) => (await fileIs(out, 'q 0\n')(world)) ?? windowClosed(/Swapped/)(world),
  },
];
