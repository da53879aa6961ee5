import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { type Case, fileHas, fileIs, passed, type Truth, windowOpen } from './case.js';

const page = `<!doctype html><meta charset=utf-8><title>start</title><style>body{font:16px sans-serif;margin:12px}
#rows{height:120px;width:320px;overflow:auto;border:1px solid #444}.chip{padding:8px;background:#def}
.bin{display:inline-block;width:160px;height:60px;border:2px dashed #888}</style>
<script>const told=[];const say=(what)=>{told.push(what);document.title=told.slice(-5).join(' ')}</script>
<p><button title="Keep" onclick="say('kept')">Keep</button> <label>Sum <input oninput="say('sum'+this.value)"></label>
<div id=rows></div><p><span class=chip draggable=true ondragstart="event.dataTransfer.setData('text','ledger')">Ledger.pdf</span>
<span class=bin ondragover="event.preventDefault()" ondrop="event.preventDefault();say('dropped-'+event.dataTransfer.getData('text'))">Shelf</span>
<p>Total <output>12.345,67 €</output><p>Remark<br><iframe width=360 height=70 srcdoc="<body style='margin:4px'><input size=30 oninput='parent.document.title=&quot;remark-&quot;+this.value'>"></iframe>
<p><input type=file onchange="say('took-'+this.files[0]?.name)"> <span id=page>Page 1</span> <button onclick="setTimeout(()=>{page.textContent='Page '+(++number)},700)">Next</button>
<script>let number=1;rows.innerHTML=Array.from({length:40},(_,i)=>'<div onclick="say(\\'row'+i+'\\')">Line '+i+' of it</div>').join('')</script>`;

/** A shape on nothing, as the icons of programs are. */
const star = (
  size: number,
  path = 'M16,2 20,12 30,12 22,19 25,30 16,23 7,30 10,19 2,12 12,12 z',
): Promise<Buffer> =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 32 32"><path d="${path}" fill="#000"/></svg>`,
    ),
  )
    .png()
    .toBuffer();

const web = (folder: string): string =>
  `apps: {web: {command: chromium, args: [--no-sandbox, --test-type, --no-first-run, --disable-gpu, --password-store=basic, --lang=en, "--user-data-dir=${folder}/profile", --window-size=900,760, "--window-position=0,0", "--app=file://${folder}/page.html"], window: {class: "*hromium*"}, timeout: 120s}}\n`;

function onPage(name: string, kind: string, steps: string, truth: Truth, more: Partial<Case> = {}): Case {
  return {
    name,
    kind,
    needs: { chromium: 'chromium' },
    files: () => ({ 'page.html': page, 'letter.txt': 'Dear Ann' }),
    task: (folder) =>
      `${web(folder)}steps:\n  - check: {visible: Ledger.pdf, within: 60s}\n${steps.replaceAll('FOLDER', folder)}  - wait: 700ms\n`,
    truth,
    ...more,
  };
}

/** Pages in a browser: drag, scroll, tips, frames, uploads. */
export const pages: readonly Case[] = [
  onPage(
    'a drop target of HTML5',
    'B5',
    '  - drag: {from: Ledger.pdf, to: Shelf}\n',
    windowOpen(/dropped-ledger/),
  ),
  onPage(
    'a list is scrolled at one of its own rows',
    'B8',
    '  - scroll: {at: Line 1 of it, direction: down, notches: 1, until: {visible: Line 30 of it}}\n    timeout: 20s\n  - click: Line 30 of it\n',
    windowOpen(/row30/),
  ),
  onPage(
    'a tip with the word of its own button',
    'B7',
    '  - move: Keep\n  - wait: 2s\n  - click: Keep\n    timeout: 8s\n',
    windowOpen(/kept/),
  ),
  onPage(
    'a number with a decimal comma',
    'B7',
    `  - read: {right-of: Total, as: total, type: number}\n  - run: {command: "echo \${total} > FOLDER/out.txt", shell: true}\n`,
    fileIs('out.txt', '12345.67'),
  ),
  onPage(
    'a field in a frame below its label',
    'R2',
    '  - type: {text: "on time", into: Remark}\n',
    windowOpen(/remark-on time/),
    { mayFail: { why: 'a frame may be told to be no field', says: /Remark/u } },
  ),
  onPage(
    'a file is given to a page',
    'R14',
    '  - click: Choose File\n  - fileDialog: {open: "FOLDER/letter.txt"}\n    timeout: 20s\n',
    windowOpen(/took-letter/),
  ),
  {
    ...onPage(
      'three pages are read one after the other',
      'R11',
      `  - forEach:\n      in: [1, 2, 3]\n      as: n\n      steps:\n        - read: {text: "/Page \\\\d/", as: seen}\n        - run: {command: "echo \${seen} >> FOLDER/out.txt", shell: true}\n        - click: Next\n`,
      fileIs('out.txt', 'Page 1\nPage 2\nPage 3\n'),
      { mayFail: { why: 'a reaction that is not seen may be told', says: /Page/u } },
    ),
  },
];

/** What is found, and what must not be. */
export const labels: readonly Case[] = [
  {
    name: 'labels with strokes: ł ø đ ı',
    kind: 'B7',
    needs: { yad: 'yad' },
    task: (folder) =>
      `apps: {q: {command: sh, args: [-c, "yad --title=Buttons --text=Names --button='Złoto:11' --button='Søknad:12' --button='Đakovo:13' --button='Kapı:14' --width=520; echo $? >> ${folder}/out.txt"], window: Buttons}}\nsteps:\n  - check: {visible: Złoto}\n  - check: {visible: Søknad}\n  - check: {visible: Đakovo}\n  - click: Kapı\n  - wait: 500ms\n`,
    truth: fileIs('out.txt', '14'),
  },
  {
    name: 'all digit keys of a calculator in the dark',
    kind: 'B7',
    needs: { 'gnome-calculator': 'gnome-calculator', xclip: 'xclip' },
    task: (folder) =>
      `apps: {calc: {command: gnome-calculator, env: {GTK_THEME: "Adwaita:dark"}, window: {class: "*alculator*"}, timeout: 60s}}\nsteps:\n${[...'1234567890'].map((digit) => `  - click: {text: "${digit}", window: {app: calc}}\n    timeout: 6s\n`).join('')}  - press: ctrl+c\n  - run: {command: "xclip -o -selection clipboard > ${folder}/out.txt", shell: true}\n`,
    truth: async ({ folder }) => {
      const copied = await readFile(join(folder, 'out.txt'), 'utf8').catch(() => '');
      const digits = copied.replace(/\D/g, '');
      return digits === '1234567890' ? undefined : `it shows ${copied}`;
    },
  },
  {
    name: 'letters of 60 points are one label',
    kind: 'B7',
    needs: { xterm: 'xterm' },
    task: () =>
      `apps: {big: {command: xterm, args: [-title, Big, -fa, "DejaVu Sans Mono", -fs, "60", -geometry, 14x3+100+100, -e, "printf 'Total 42.50'; sleep 600"], window: Big}}\nsteps:\n  - check: {visible: {text: Total 42.50, window: Big}}\n    timeout: 8s\n`,
    truth: passed,
  },
  {
    name: 'two twins of which one is misread are two',
    kind: 'R3',
    needs: { wish: 'tk' },
    files: (folder) => ({
      'twins.tcl': `wm geometry . 400x200+60+60\nwm title . Twins\nforeach n {1 2} { pack [button .b$n -text Edit… -font [list Helvetica [expr {8+$n}]] -command "exec echo $n >> ${folder}/out.txt"] -pady 14 }`,
    }),
    task: (folder) =>
      `apps: {it: {command: wish, args: ["${folder}/twins.tcl"], window: Twins}}\nsteps:\n  - click: Edit…\n    timeout: 5s\n  - wait: 500ms\n`,
    truth: fileIs('out.txt', '(neither may be pressed)'),
    mustFail: { why: 'there are two of them', says: /ambiguous|2 places/u },
  },
  {
    name: 'a picture with nothing around its star',
    kind: 'B7',
    needs: { wish: 'tk' },
    files: (folder) => ({
      'star.png': star(32),
      'box.png': star(32, 'M4,4 h24 v24 h-24 z'),
      'icons.tcl': `wm geometry . 360x160+80+80\nwm title . Icons\nforeach {name colour} {box #c8dcf0 star #e8b060} { image create photo $name -file ${folder}/$name.png; pack [button .$name -image $name -width 60 -height 60 -bg $colour -activebackground $colour -command "exec echo $name >> ${folder}/out.txt"] -side left -padx 30 }`,
    }),
    task: (folder) =>
      `apps: {it: {command: wish, args: ["${folder}/icons.tcl"], window: Icons}}\nsteps:\n  - click: {image: "${folder}/star.png"}\n    timeout: 6s\n  - wait: 500ms\n`,
    truth: fileIs('out.txt', 'star'),
  },
  {
    name: 'a picture taken at another scale',
    kind: 'B7',
    needs: { wish: 'tk' },
    files: (folder) => ({
      'star.png': star(64),
      'half.png': star(32),
      'icons.tcl': `wm geometry . 360x160+80+80\nwm title . Icons\nimage create photo star -file ${folder}/star.png; pack [button .b -image star -bg #e8b060 -command "exec echo star >> ${folder}/out.txt"] -pady 20`,
    }),
    task: (folder) =>
      `apps: {it: {command: wish, args: ["${folder}/icons.tcl"], window: Icons}}\nsteps:\n  - click: {image: "${folder}/half.png"}\n    timeout: 6s\n  - wait: 500ms\n`,
    truth: fileIs('out.txt', 'star'),
    mayFail: { why: 'a picture of another scale may be told as such', says: /scale/u },
  },
  {
    name: 'an entry in a dialog called Sign asks nobody',
    kind: 'B10',
    needs: { zenity: 'zenity' },
    task: (folder) =>
      `apps: {it: {command: sh, args: [-c, "zenity --forms --title=Sign --text=Account --add-entry=Username --ok-label=Next > ${folder}/out.txt"], window: Sign}}\nsteps:\n  - type: {text: ann, into: Username}\n  - click: Next\n  - wait: 500ms\n`,
    truth: fileIs('out.txt', 'ann'),
  },
  {
    name: 'a dialog on a desktop of twice the scale',
    kind: 'B10',
    needs: { zenity: 'zenity' },
    scale: 2,
    task: (folder) =>
      `apps: {it: {command: sh, args: [-c, "zenity --question --title=Twice --text='Shall we go on' --ok-label=Apply --cancel-label=Back; echo $? >> ${folder}/out.txt"], window: Twice}}\nsteps:\n  - window: {place: Twice, box: {x: 100, y: 60, width: 300, height: 120}}\n  - click: Apply\n  - wait: 500ms\n`,
    truth: fileIs('out.txt', '0'),
  },
  {
    name: 'a greyed entry is not clicked silently',
    kind: 'B10',
    needs: { mousepad: 'mousepad' },
    task: () =>
      'apps: {pad: {command: mousepad, window: {class: Mousepad}}}\nsteps:\n  - click: Edit\n  - click: Undo\n    timeout: 5s\n',
    truth: passed,
    mustFail: { why: 'the entry does nothing', says: /gr[ea]yed|disabled/iu },
  },
  {
    name: 'what held before the act proves nothing (strict)',
    kind: 'R17',
    needs: { wish: 'tk' },
    files: () => ({
      'saved.tcl':
        'wm geometry . 400x200+60+60\nwm title . Saver\npack [label .l -text Saved.] -pady 20\npack [button .b -text Store -command {}]',
    }),
    task: (folder) =>
      `strict: true\napps: {it: {command: wish, args: ["${folder}/saved.tcl"], window: Saver}}\nsteps:\n  - click: Store\n    expect: Saved.\n    timeout: 5s\n`,
    truth: passed,
    mustFail: { why: 'the promise was true before', says: /before/u },
  },
];

const save = (folder: string, steps: string, app: string): string =>
  `apps: {editor: ${app}}\nsteps:\n  - type: "kept by its dialog\\n"\n${steps}  - fileDialog: {save: "${folder}/out.txt"}\n    timeout: 20s\n  - wait: 500ms\n`;

/** File dialogs of one toolkit after the other. */
export const dialogs: readonly Case[] = (
  [
    [
      'Motif',
      'nedit',
      'nedit',
      '  - click: File\n  - click: "Save As..."\n',
      '{command: nedit, window: {class: NEdit}}',
    ],
    [
      'GTK 3',
      'mousepad',
      'mousepad',
      '  - press: ctrl+shift+s\n',
      '{command: mousepad, window: {class: Mousepad}}',
    ],
    [
      'GTK 3, Geany',
      'geany',
      'geany',
      '  - press: ctrl+s\n',
      '{command: geany, args: [-i], window: {class: "*eany*"}}',
    ],
    [
      'Qt 5',
      'featherpad',
      'featherpad',
      '  - press: ctrl+shift+s\n',
      '{command: featherpad, window: {class: "*eather*"}}',
    ],
    [
      'GTK 4',
      'gnome-text-editor',
      'gnome-text-editor',
      '  - press: ctrl+shift+s\n',
      '{command: gnome-text-editor, window: {class: "*ext*ditor*"}, timeout: 60s}',
    ],
    [
      'Swing',
      'jedit',
      'jedit',
      '  - press: ctrl+s\n  - wait: 2s\n',
      '{command: jedit, args: [-nosettings, -noserver, -norestore], window: "jEdit*", timeout: 90s}',
    ],
  ] as const
).map(
  ([toolkit, program, debian, steps, app]): Case => ({
    name: `a file is saved in the dialog of ${toolkit}`,
    kind: 'R13',
    needs: { [program]: debian },
    task: (folder) => save(folder, steps, app),
    truth: fileHas('out.txt', 'kept by its dialog'),
  }),
);
