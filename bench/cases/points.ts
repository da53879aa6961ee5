import { fileURLToPath } from 'node:url';
import { type Case, fileHas, fileIs, passed, quoted, windowOpen } from './case.js';

const prop = (name: string): string => fileURLToPath(new URL(`props/${name}`, import.meta.url));
const out = 'out.txt';

const office = (folder: string): string =>
  `apps: {office: {command: wish, args: [${quoted(prop('menus.tcl'))}, ${quoted(`${folder}/${out}`)}], window: Office}}`;
const swing = (folder: string): string =>
  `apps: {it: {command: java, args: [${quoted(prop('Swing.java'))}, ${quoted(`${folder}/${out}`)}], window: Invoices, timeout: 90s}}`;
/** Mousepad that keeps its settings in a file that can be read. */
const mousepad = (folder: string): string =>
  `apps: {pad: {command: mousepad, env: {GSETTINGS_BACKEND: keyfile, XDG_CONFIG_HOME: ${quoted(folder)}}, window: {class: Mousepad}}}`;
const settings = 'glib-2.0/settings/keyfile';
const clicks = (labels: readonly string[]): string =>
  labels.map((label) => `  - click: ${quoted(label)}\n`).join('');

/** The point of a click lies on the thing that it names. */
export const points: readonly Case[] = [
  {
    name: 'an entry between separators opens its submenu, not its neighbour',
    kind: 'B1',
    needs: { mousepad: 'mousepad' },
    task: (folder) =>
      `${mousepad(folder)}\nsteps:\n${clicks(['View', 'Color Scheme', 'Classic'])}  - wait: 1s\n`,
    truth: fileHas(settings, "'classic'", 'show-line-numbers=true'),
  },
  {
    name: 'pointing at an entry opens its submenu',
    kind: 'B1',
    needs: { mousepad: 'mousepad' },
    task: (folder) =>
      `${mousepad(folder)}\nsteps:\n  - click: View\n  - move: Color Scheme\n    expect: {visible: Classic}\n  - click: Classic\n  - wait: 1s\n`,
    truth: fileHas(settings, "'classic'", 'show-line-numbers=true'),
  },
  {
    name: 'the last entry of a help menu',
    kind: 'B1',
    needs: { mousepad: 'mousepad' },
    task: (folder) => `${mousepad(folder)}\nsteps:\n${clicks(['Help', 'About'])}  - wait: 1s\n`,
    truth: windowOpen(/About/),
  },
  {
    name: 'a context menu of two words',
    kind: 'B1',
    needs: { wish: 'tk' },
    task: (folder) =>
      `${office(folder)}\nsteps:\n  - rightClick: Order 1002\n  - click: Archive\n  - rightClick: Order 1003\n  - click: {text: Erase}\n    approve: true\n  - wait: 500ms\n`,
    truth: fileIs(out, 'Archive\nErase\n'),
  },
  {
    name: 'menus of two and three words',
    kind: 'B1',
    needs: { wish: 'tk' },
    task: (folder) =>
      `${office(folder)}\nsteps:\n${clicks(['Order', 'Hold', 'Paper', 'Letter', 'Paper', 'Legal', 'Paper', 'Ledger', 'Really', 'No'])}  - wait: 500ms\n`,
    truth: fileIs(out, 'Hold\nLetter\nLegal\nLedger\nNo\n'),
  },
  {
    name: 'a submenu of two words, opened by pointing',
    kind: 'B1',
    needs: { wish: 'tk' },
    task: (folder) =>
      `${office(folder)}\nsteps:\n  - click: Shade\n  - press: escape\n  - rightClick: {text: Draft, offset: {x: 60, y: 120}}\n  - move: Walls\n    expect: {visible: Umber}\n  - click: Ochre\n  - wait: 500ms\n`,
    truth: fileIs(out, 'Ochre\n'),
  },
  {
    name: 'a tool bar without borders is no button',
    kind: 'R2',
    needs: { wish: 'tk' },
    task: (folder) => `${office(folder)}\nsteps:\n${clicks(['Draft', 'Later'])}  - wait: 500ms\n`,
    truth: fileIs(out, 'Draft\nLater\n'),
  },
  ...['Approve|Reject|Archive', 'Home/Orders/Reports', 'F1=Help|F3=Exit|F7=Back', 'Demo,Source,Notes'].map(
    (words): Case => ({
      name: `each word of ${words} in a terminal`,
      kind: 'R1',
      needs: { xterm: 'xterm', python3: 'python3' },
      task: (folder) =>
        `apps: {term: {command: xterm, args: [-geometry, 80x20+50+50, -e, python3, ${quoted(prop('marks.py'))}, ${quoted(words)}, ${quoted(`${folder}/${out}`)}], window: {class: XTerm}}}\npolicy: {allow: [running commands]}\nsteps:\n${asked(
          words,
        )
          .map((word) => `  - click: ${word}\n    approve: true\n`)
          .join('')}  - wait: 500ms\n`,
      truth: fileIs(out, `${asked(words).join('\n')}\n`),
    }),
  ),
  {
    name: 'a pop-up of Swing with three entries',
    kind: 'R2',
    needs: { java: 'openjdk-17-jdk' },
    task: (folder) =>
      `${swing(folder)}\nsteps:\n${clicks(['File', 'Export', 'File', 'New invoice...', 'File', 'Save'])}  - wait: 500ms\n`,
    truth: fileIs(out, 'Export\nNew invoice...\nSave\n'),
  },
  {
    name: 'bold buttons and a combo list of Swing',
    kind: 'R8',
    needs: { java: 'openjdk-17-jdk' },
    task: (folder) =>
      `${swing(folder)}\nsteps:\n${clicks(['OK', 'Sales', 'Training', 'Cancel'])}  - wait: 500ms\n`,
    truth: fileIs(out, 'OK\nTraining\nCancel\n'),
  },
  {
    name: 'underlined menu words of Swing',
    kind: 'B7',
    needs: { java: 'openjdk-17-jdk' },
    task: (folder) =>
      `${swing(folder)}\nsteps:\n${clicks(['Utilities', 'About Utilities', 'Help', 'About Help'])}  - wait: 500ms\n`,
    truth: fileIs(out, 'About Utilities\nAbout Help\n'),
  },
  {
    name: 'ten double clicks in a tree of Swing',
    kind: 'R16',
    needs: { java: 'openjdk-17-jdk' },
    task: (folder) =>
      `${swing(folder)}\nsteps:\n${'  - doubleClick: Ledgers\n  - doubleClick: Journals\n'.repeat(5)}  - wait: 500ms\n`,
    truth: fileIs(out, 'opened Ledgers\nopened Journals\n'.repeat(5)),
    mayFail: { why: 'a double click that was counted as one may be told', says: /double click/iu },
  },
  {
    name: 'every menu of a Java editor opens by its word',
    kind: 'B7',
    needs: { jedit: 'jedit' },
    task: () =>
      `apps: {editor: {command: jedit, args: [-nosettings, -noserver, -norestore], window: "jEdit*", timeout: 90s}}\nsteps:\n  - window: {close: "Tip of the Day"}\n    if: {window: {title: "Tip of the Day"}}\n${['File', 'Edit', 'Search', 'Markers', 'Folding', 'View', 'Utilities', 'Macros', 'Plugins', 'Help'].map((name) => `  - click: ${name}\n    timeout: 8s\n  - press: escape\n`).join('')}`,
    truth: passed,
  },
];

function asked(words: string): string[] {
  return words.split(/[|/,]/u).map((word) => word.replace(/^.*=/u, ''));
}
