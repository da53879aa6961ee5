import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { OpenDesktop } from '../../src/desktop/open-desktop.js';
import { type Needs, quoted } from '../cases/case.js';

const run = promisify(execFile);

/** A program with the file dialogs of one toolkit, how they are brought up, and how it tells what it took. */
export interface Toolkit {
  readonly name: string;
  readonly needs: Needs;
  /** How the application of the task is written: command, window. */
  readonly app: (folder: string) => string;
  /** Steps before all others, YAML lines. */
  readonly start?: string;
  /** Steps that bring up a dialog. */
  readonly open: string;
  readonly save: string;
  /** Steps after a file was opened, by which the program shows which. */
  readonly afterOpen?: string;
  /** How the names of its files end. */
  readonly ending: string;
  /** What a file to open holds; plain text unless told. */
  readonly sample?: (folder: string) => Promise<Buffer>;
  /** The path as the program is told it. */
  readonly path?: (path: string) => string;
  /** Whether the program has taken this very file. */
  readonly opened: (place: Place) => Promise<boolean>;
  /** Whether the file is one that the program has written. */
  readonly written: (path: string) => Promise<boolean>;
}

/** Where a trial was run, and the file that it is about. */
export interface Place {
  readonly folder: string;
  readonly path: string;
  readonly desktop: OpenDesktop;
}

const prop = (name: string): string => quoted(fileURLToPath(new URL(`props/${name}`, import.meta.url)));
const told = (folder: string): string => quoted(join(folder, 'told.txt'));
const has =
  (text: string) =>
  async (path: string): Promise<boolean> =>
    (await readFile(path, 'utf8').catch(() => '')).includes(text);

/** A small program of our own in one toolkit, which writes down what its dialogs answer. */
function ledger(name: string, needs: Needs, command: string, args: (folder: string) => string): Toolkit {
  return {
    name,
    needs,
    app: (folder) => `{command: ${command}, args: [${args(folder)}], window: {title: Ledger}, timeout: 90s}`,
    open: '  - press: ctrl+o\n',
    save: '  - press: ctrl+s\n',
    ending: '.txt',
    async opened({ folder, path }) {
      const lines = (await readFile(join(folder, 'told.txt'), 'utf8').catch(() => '')).trim().split('\n');
      return lines.length === 1 && lines[0] === `opened ${path}`;
    },
    written: has('kept by the ledger'),
  };
}

const text = '  - type: {text: "kept by the ledger\\n", unseen: true}\n';
const mark =
  '  - press: ctrl+home\n  - type: {text: "seen ", unseen: true}\n  - press: ctrl+s\n  - wait: 1500ms\n';

/** An editor of Debian: what it has opened is what its next save writes. */
function editor(
  name: string,
  debian: string,
  app: string,
  dialogs: { readonly open: string; readonly save: string } & Partial<Toolkit>,
): Toolkit {
  const command = /command: ([\w-]+)/u.exec(app)?.[1] ?? '';
  return {
    name,
    needs: { [command]: debian },
    app: () => app,
    afterOpen: mark,
    ending: '.txt',
    opened: ({ path }) => has('seen ')(path),
    written: has('kept by the ledger'),
    ...dialogs,
    save: `${text}${dialogs.save}`,
  };
}

const titleOf =
  (part: (place: Place) => string) =>
  async (place: Place): Promise<boolean> => {
    const windows = await place.desktop.windows.list(new AbortController().signal);
    return windows.some(({ title }) => title.includes(part(place)));
  };

const page = `<!doctype html><meta charset=utf-8><title>Ledger</title><p>kept by the ledger<p><input type=file id=file
onchange="file.files[0].text().then((text)=>{document.title='took '+file.files[0].name+' '+text.slice(0,12)})">`;

function chromium(): Toolkit {
  return {
    name: 'Chromium',
    needs: { chromium: 'chromium' },
    app: (folder) =>
      `{command: sh, args: [-c, ${quoted(`printf '%s' "$0" > ${folder}/page.html; exec chromium --no-sandbox --test-type --no-first-run --disable-gpu --password-store=basic --lang=en --user-data-dir=${folder}/profile --window-size=900,600 --app=file://${folder}/page.html`)}, ${quoted(page)}], window: {title: Ledger}, timeout: 120s}`,
    open: '  - click: Choose File\n',
    save: '  - press: ctrl+s\n',
    ending: '.html',
    opened: titleOf(({ path }) => `took ${path.replace(/^.*\//u, '')} Dear Ann`),
    written: has('kept by the ledger'),
  };
}

function writer(name: string, plugin: string): Toolkit {
  return {
    name,
    needs: { soffice: 'libreoffice-writer' },
    app: (folder) =>
      `{command: soffice, args: ["-env:UserInstallation=file://${folder}/office", --writer, --norestore, --nologo, --nofirststartwizard], env: {SAL_USE_VCLPLUGIN: ${plugin}}, window: "*LibreOffice Writer", timeout: 120s}`,
    open: '  - press: ctrl+o\n',
    save: `${text}  - press: ctrl+shift+s\n`,
    ending: '.odt',
    async sample(folder) {
      const { rtf, odt } = { rtf: join(folder, 'sample.rtf'), odt: join(folder, 'sample.odt') };
      await run('sh', ['-c', `printf '{\\\\rtf1 Dear Ann}' > ${rtf}`]);
      await run('soffice', [
        `-env:UserInstallation=file://${folder}/office`,
        '--headless',
        '--convert-to',
        'odt',
        '--outdir',
        folder,
        rtf,
      ]);
      return readFile(odt);
    },
    opened: titleOf(({ path }) => path.replace(/^.*\//u, '')),
    written: async (path) => {
      const { stdout } = await run('unzip', ['-p', path, 'content.xml']).catch(() => ({ stdout: '' }));
      return stdout.includes('kept by the ledger');
    },
  };
}

const python = { '/usr/bin/python3': 'python3' };
/** The path as a program under Wine knows it. */
const windowsPath = (path: string): string => `Z:${path.replaceAll('/', '\\')}`;

export const toolkits: readonly Toolkit[] = [
  ledger('GTK 2', python, '/usr/bin/python3', (folder) => `${prop('gtk.py')}, "2.0", ${told(folder)}`),
  ledger('GTK 3', python, '/usr/bin/python3', (folder) => `${prop('gtk.py')}, "3.0", ${told(folder)}`),
  ledger('GTK 4', python, '/usr/bin/python3', (folder) => `${prop('gtk.py')}, "4.0", ${told(folder)}`),
  ledger('Qt 5', python, '/usr/bin/python3', (folder) => `${prop('qt.py')}, "5", ${told(folder)}`),
  ledger('Qt 6', python, '/usr/bin/python3', (folder) => `${prop('qt.py')}, "6", ${told(folder)}`),
  ledger('Tk', { wish: 'tk' }, 'wish', (folder) => `${prop('tk.tcl')}, ${told(folder)}`),
  ledger('Swing', { java: 'openjdk-17-jdk' }, 'java', (folder) => `${prop('Chooser.java')}, ${told(folder)}`),
  editor('Motif, NEdit', 'nedit', '{command: nedit, window: {class: NEdit}}', {
    open: '  - press: ctrl+o\n',
    save: '  - press: ctrl+s\n',
  }),
  editor('GTK 3, Mousepad', 'mousepad', '{command: mousepad, window: {class: Mousepad}}', {
    open: '  - press: ctrl+o\n',
    save: '  - press: ctrl+shift+s\n',
  }),
  editor('GTK 3, Geany', 'geany', '{command: geany, args: [-i], window: {class: "*eany*"}, timeout: 60s}', {
    open: '  - press: ctrl+o\n',
    save: '  - press: ctrl+s\n',
  }),
  editor(
    'GTK 4, Text Editor',
    'gnome-text-editor',
    '{command: gnome-text-editor, args: [--standalone], window: {class: "*ext*ditor*"}, timeout: 60s}',
    { open: '  - press: ctrl+o\n', save: '  - press: ctrl+shift+s\n' },
  ),
  editor('Qt 5, FeatherPad', 'featherpad', '{command: featherpad, window: {class: "*eather*"}}', {
    open: '  - press: ctrl+o\n',
    save: '  - press: ctrl+shift+s\n',
  }),
  editor(
    'Swing, jEdit',
    'jedit',
    '{command: jedit, args: [-nosettings, -noserver, -norestore], window: "jEdit*", timeout: 120s}',
    {
      start:
        '  - wait: 4s\n  - window: {close: "Tip of the Day"}\n    if: {window: {title: "Tip of the Day"}}\n',
      open: '  - press: ctrl+o\n',
      save: '  - press: ctrl+s\n',
    },
  ),
  {
    name: 'FLTK, Fluid',
    needs: { fluid: 'fluid' },
    app: () => '{command: fluid, window: "Untitled.fl"}',
    open: '  - press: ctrl+o\n',
    save: '  - press: ctrl+shift+s\n',
    afterOpen: '  - press: ctrl+s\n  - wait: 1500ms\n',
    ending: '.fl',
    sample: async () =>
      Buffer.from('# data file for the Fltk User Interface Designer (fluid)\nversion 1.0301\n'),
    opened: ({ path }) => has('header_name')(path),
    written: has('data file for the Fltk'),
  },
  chromium(),
  writer('LibreOffice', 'gen'),
  editor('Wine, Notepad', 'wine', '{command: wine, args: [notepad], window: "*Notepad", timeout: 180s}', {
    open: '  - press: ctrl+o\n',
    save: '  - click: File\n  - click: "Save As..."\n',
    path: windowsPath,
  }),
];
