import { type Case, fileHas, fileIs, quoted, textLost, untouched } from './case.js';

const out = 'out.txt';
const empty = (): Record<string, string> => ({ [out]: '' });
const editor = (folder: string, more = ''): string =>
  `apps: {editor: {command: mousepad, args: [${quoted(`${folder}/${out}`)}], window: {class: Mousepad}${more}}}`;
const save = '  - press: ctrl+s\n  - wait: 1s\n';
const code = `def f(a):\n    if a:\n        return [1, (2)]\n    return {"k": 'v'}\n`;

/** A text arrives where it was meant, whole, or the step fails. */
export const typing: readonly Case[] = [
  {
    name: 'a DOS program with a buffer of 16 keys',
    kind: 'B4',
    needs: { dosbox: 'dosbox' },
    task: (folder) =>
      `apps: {dos: {command: sh, args: [-c, "SDL_AUDIODRIVER=dummy exec dosbox -noconsole -c 'mount c ${folder}' -c 'c:'"], window: "*DOSBox*", timeout: 60s}}\npolicy: {allow: [running commands]}\nsteps:\n  - wait: 3s\n  - type: {text: "echo Dear Ann, 112233 aabb letters > OUT.TXT", enter: true}\n    timeout: 20s\n  - wait: 2s\n`,
    truth: fileIs('OUT.TXT', 'Dear Ann, 112233 aabb letters'),
    mayFail: textLost('a text that is not read back may be told as lost'),
  },
  {
    name: 'an input method composes what is typed',
    kind: 'B4',
    needs: {
      mousepad: 'mousepad',
      'ibus-daemon': 'ibus',
      '/usr/libexec/ibus-engine-libpinyin': 'ibus-libpinyin',
    },
    files: empty,
    task: (folder) =>
      `${editor(folder, ', env: {GTK_IM_MODULE: ibus, XMODIFIERS: "@im=ibus"}, start: false')}\nbefore:\n  - run: {command: "ibus-daemon -d -x -r; sleep 2; ibus engine libpinyin; sleep 1", shell: true}\nsteps:\n  - launch: editor\n  - run: {command: "ibus engine libpinyin", shell: true}\n  - type: "hello nihao 123, ok.\\n"\n${save}after:\n  - run: {command: "ibus exit; true", shell: true}\n`,
    truth: fileIs(out, 'hello nihao 123, ok.'),
    mayFail: textLost('an input method may be told instead of got round'),
  },
  {
    name: 'a locked screen gets no text',
    kind: 'B4',
    needs: { mousepad: 'mousepad', i3lock: 'i3lock' },
    files: empty,
    task: (folder) =>
      `${editor(folder)}\nsteps:\n  - run: {command: "i3lock -c 334455; sleep 2", shell: true}\n  - type: "top secret words\\n"\n    timeout: 8s\n${save}`,
    truth: untouched(out),
    mustFail: { why: 'nothing can be typed behind a lock', says: /lock/iu },
  },
  {
    name: 'a tip of the day has the focus after the start',
    kind: 'B4',
    needs: { jedit: 'jedit' },
    files: empty,
    task: (folder) =>
      `apps: {editor: {command: jedit, args: [-nosettings, -noserver, -norestore, "${folder}/${out}"], window: "jEdit*", timeout: 90s}}\nsteps:\n  - type: "past the tip\\n"\n${save}`,
    truth: fileIs(out, 'past the tip'),
    mayFail: textLost('a dialog in the way may be told'),
  },
  {
    name: 'a spreadsheet completes what is typed',
    kind: 'B4',
    needs: { soffice: 'libreoffice-calc' },
    files: () => ({ 'names.csv': 'Name,City\nAnnabel,Rome\n' }),
    task: (folder) =>
      `apps: {calc: {command: soffice, args: ["-env:UserInstallation=file://${folder}/office", --calc, --norestore, --nologo, --nofirststartwizard, "${folder}/names.csv"], window: "*names*", timeout: 120s, start: false}}\nsteps:\n  - run: {command: "true"}\n  - launch: calc\n    soft: true\n  - press: enter\n    if: {window: "Text Import*"}\n  - wait: 3s\n  - press: ctrl+home\n  - press: down\n  - press: down\n  - type: "Ann\\n"\n  - press: ctrl+s\n  - wait: 2s\n  - press: enter\n  - wait: 3s\n`,
    truth: fileIs('names.csv', 'Name,City\nAnnabel,Rome\nAnn,\n'),
    mayFail: textLost('a completion may be told instead of got round'),
  },
  ...(
    [
      ['nedit', 'nedit', '{class: NEdit}'],
      ['gnome-text-editor', 'gnome-text-editor', '"*out*"'],
      ['geany', 'geany', '{class: "*eany*"}'],
    ] as const
  ).map(
    ([program, debian, window]): Case => ({
      name: `indented lines into ${program}, which indents by itself`,
      kind: 'B4',
      needs: { [program]: debian },
      files: () => ({ 'out.py': '' }),
      task: (folder) =>
        `apps: {editor: {command: ${program}, args: ["${folder}/out.py"], window: ${window}, timeout: 60s}}\nsteps:\n  - type: ${quoted(code)}\n${save}`,
      truth: fileIs('out.py', code),
      mayFail: textLost('an indentation that came twice may be told'),
    }),
  ),
  {
    name: 'bounce keys swallow doubled letters',
    kind: 'B4',
    needs: { mousepad: 'mousepad', xkbset: 'xkbset' },
    files: empty,
    task: (folder) =>
      `${editor(folder, ', start: false')}\nbefore:\n  - run: {command: "xkbset bouncekeys 300", shell: true}\nsteps:\n  - launch: editor\n  - type: "aabbcc 1122 bookkeeper\\n"\n${save}`,
    truth: fileIs(out, 'aabbcc 1122 bookkeeper'),
    mayFail: textLost('letters that are swallowed may be told as lost'),
  },
  {
    name: 'the layout is switched in the middle of a text',
    kind: 'B4',
    needs: { mousepad: 'mousepad', setxkbmap: 'x11-xkb-utils' },
    files: empty,
    task: (folder) =>
      `${editor(folder)}\nsteps:\n  - run: {command: "(for i in 1 2 3 4 5 6; do sleep 0.15; setxkbmap de; sleep 0.15; setxkbmap us; done) >/dev/null 2>&1 &", shell: true}\n${'  - type: "zy@{}[] yz-_ The lazy dog z y z y / / - -\\n"\n'.repeat(6)}${save}`,
    truth: fileIs(out, 'zy@{}[] yz-_ The lazy dog z y z y / / - -\n'.repeat(6)),
    mayFail: textLost('letters of another layout may be told'),
  },
  {
    name: 'a chord while the only layout is Russian',
    kind: 'B9',
    needs: { mousepad: 'mousepad', setxkbmap: 'x11-xkb-utils' },
    files: empty,
    task: (folder) =>
      `${editor(folder, ', start: false')}\nbefore:\n  - run: {command: "setxkbmap ru", shell: true}\nsteps:\n  - launch: editor\n  - type: "under ru\\n"\n${save}`,
    truth: fileIs(out, 'under ru'),
  },
  {
    name: 'a chord while the second of two layouts is on',
    kind: 'B9',
    needs: { mousepad: 'mousepad', setxkbmap: 'x11-xkb-utils', xkbset: 'xkbset', xdotool: 'xdotool' },
    files: empty,
    task: (folder) =>
      `${editor(folder, ', start: false')}\nbefore:\n  - run: {command: "setxkbmap -layout us,ru -option grp:caps_toggle", shell: true}\nsteps:\n  - launch: editor\n  - run: {command: "xdotool key Caps_Lock", shell: true}\n  - type: "under ru, Привет\\n"\n${save}`,
    truth: fileIs(out, 'under ru, Привет'),
  },
  {
    name: 'a Windows program under Wine',
    kind: 'B4',
    needs: { wine: 'wine' },
    files: () => ({ [out]: '\ufeffx' }),
    task: (folder) =>
      `apps: {pad: {command: wine, args: [notepad, "${folder}/${out}"], window: "*Notepad", timeout: 120s}}\nsteps:\n  - press: ctrl+end\n  - type: " señor ½ żółć Ω €"\n${save}`,
    truth: fileHas(out, 'x señor ½ żółć Ω €'),
    mayFail: textLost('letters that the layout lacks may be told as lost'),
  },
];
