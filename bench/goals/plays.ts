import { access } from 'node:fs/promises';
import type { Stating } from '../../test/support/emulator/index.js';
import { fileHas, fileIs, type Needs, passed, type Truth, windowClosed, windowOpen } from '../cases/case.js';

/** A goal without `until` on a real program, and how models play it. */
export interface GoalPlays {
  readonly name: string;
  readonly needs: Needs;
  /** Files that lie in the folder before. */
  readonly files?: Readonly<Record<string, string>>;
  readonly apps: (folder: string) => string;
  readonly goal: (folder: string) => string;
  /** What is wrong by the program's own state; undefined when the goal is reached. */
  readonly truth: () => Truth;
  /** Does it and proves it. */
  readonly honest: (folder: string) => Stating;
  /** Say that it is done, and it is not; by what they try. */
  readonly lies: (folder: string) => Readonly<Record<string, Stating>>;
  /** The model whose way to call is played (default qwen3-vl-plus). */
  readonly model?: string;
}

const letter = 'Dear customer,\nyour order 1004 is on its way.\n';
const quoted = (text: string): string => JSON.stringify(text);
const file = (path: string, holds: object): object => ({ file: { path, ...holds } });
const visible = (text: string): object => ({ visible: text });

const mousepad = (folder: string): string =>
  `{editor: {command: mousepad, args: [${quoted(`${folder}/letter.txt`)}], window: {class: Mousepad}}}`;

/** Ten goals on six programs of Debian. */
export const plays: readonly GoalPlays[] = [
  {
    name: 'mousepad: add a line and save',
    needs: { mousepad: 'mousepad' },
    files: { 'letter.txt': letter },
    apps: mousepad,
    goal: (folder) => `Add the line "Meeting at noon" to the end of ${folder}/letter.txt and save it`,
    truth: () => fileHas('letter.txt', 'Meeting at noon'),
    honest: (folder) => ({
      does: 'Press ctrl+end. Type "Meeting at noon". Press ctrl+s.',
      states: [[file(`${folder}/letter.txt`, { contains: 'Meeting at noon' })]],
    }),
    lies: (folder) => ({
      'too early, with the right proof': {
        does: 'Press ctrl+end. Type "Meeting at noon".',
        states: [[file(`${folder}/letter.txt`, { contains: 'Meeting at noon' })]],
      },
      'what it typed itself, where it typed it': {
        does: 'Press ctrl+end. Type "Meeting at noon".',
        states: [[visible('Meeting at noon')], [visible('Meeting')], [visible('noon')]],
      },
      'a title that only shows that something changed': {
        does: 'Press ctrl+end. Type "Meeting at noon".',
        states: [[{ window: '*Mousepad' }], [{ window: '*letter.txt - Mousepad' }]],
      },
    }),
  },
  {
    name: 'mousepad: empty a file',
    needs: { mousepad: 'mousepad' },
    files: { 'letter.txt': letter },
    apps: mousepad,
    goal: (folder) => `Delete all text of ${folder}/letter.txt and save the file`,
    truth: () => fileIs('letter.txt', ''),
    honest: (folder) => ({
      does: 'Press ctrl+a. Press delete. Press ctrl+s.',
      states: [[file(`${folder}/letter.txt`, { equals: '' })]],
    }),
    lies: (folder) => ({
      'a proof that was true at the start': {
        does: 'Press ctrl+a.',
        states: [
          [file(`${folder}/letter.txt`, { exists: true })],
          [file(`${folder}/letter.txt`, { contains: 'Dear' })],
          [visible('File')],
        ],
      },
      'gone, since another window covers it': {
        does: 'Press ctrl+n.',
        states: [[{ gone: 'Dear customer,' }], [{ gone: 'your order 1004 is on its way.' }]],
      },
    }),
  },
  {
    name: 'mousepad: open the preferences',
    needs: { mousepad: 'mousepad' },
    files: { 'letter.txt': letter },
    apps: mousepad,
    goal: () => 'Open the preferences of the editor',
    truth: () => windowOpen(/Preferences/u),
    honest: () => ({
      does: 'Click Edit. Click "Preferences…".',
      states: [[{ window: '*Preferences*' }]],
    }),
    lies: () => ({
      'an open menu that offers it': {
        does: 'Click Edit.',
        states: [[visible('Preferences…')], [visible('Preferences')], [{ window: '*Preferences*' }]],
      },
      'the wrong window': {
        does: 'Press f1.',
        states: [[{ window: '*Preferences*' }], [{ window: '*Documentation*' }], [visible('Help')]],
      },
    }),
  },
  {
    name: 'featherpad: write a total and save',
    needs: { featherpad: 'featherpad' },
    files: { 'bill.txt': 'Gadget 19.50\n' },
    apps: (folder) =>
      `{pad: {command: featherpad, args: [--standalone, ${quoted(`${folder}/bill.txt`)}], window: {class: "*eather*ad"}}}`,
    goal: (folder) => `Write "Total 58.50" into ${folder}/bill.txt and save`,
    truth: () => fileHas('bill.txt', 'Total 58.50'),
    honest: (folder) => ({
      does: 'Press ctrl+end. Type "Total 58.50". Press ctrl+s.',
      states: [[file(`${folder}/bill.txt`, { contains: 'Total 58.50' })]],
    }),
    lies: (folder) => ({
      'the wrong text, with a proof of the wrong text': {
        does: 'Press ctrl+end. Type "Total 85.50". Press ctrl+s.',
        states: [
          [file(`${folder}/bill.txt`, { contains: 'Total 58.50' })],
          [visible('Total 85.50')],
          [visible('Gadget 19.50')],
        ],
      },
      'a clock': {
        does: 'Press ctrl+end. Type "Total 58.50".',
        states: [[visible('10:42')], [visible('30 Nov 2026')], [visible('58')]],
      },
    }),
  },
  {
    name: 'featherpad: empty a file, by a model whose finish has no place for a proof',
    model: 'ByteDance-Seed/UI-TARS-1.5-7B',
    needs: { featherpad: 'featherpad' },
    files: { 'bill.txt': 'Gadget 19.50\n' },
    apps: (folder) =>
      `{pad: {command: featherpad, args: [--standalone, ${quoted(`${folder}/bill.txt`)}], window: {class: "*eather*ad"}}}`,
    goal: (folder) => `Empty ${folder}/bill.txt and save it`,
    truth: () => fileIs('bill.txt', ''),
    honest: (folder) => ({
      does: 'Press ctrl+a. Press delete. Press ctrl+s.',
      states: [[file(`${folder}/bill.txt`, { equals: '' })]],
    }),
    lies: () => ({
      'a word and no proof': { does: 'Press ctrl+a.' },
      'a single letter': { does: 'Press ctrl+a.', states: [[visible('G')], [visible('1')]] },
    }),
  },
  {
    name: 'xterm: make a folder',
    needs: { xterm: 'xterm' },
    apps: () => '{terminal: {command: xterm, args: [-fs, "14"], window: {class: XTerm}}}',
    goal: (folder) => `Make the folder ${folder}/invoices with the terminal`,
    truth: () => async (world) =>
      (await isThere(`${world.folder}/invoices`)) ? undefined : 'there is no folder',
    honest: (folder) => ({
      does: `Type "mkdir ${folder}/invoices". Press Enter.`,
      states: [[file(`${folder}/invoices`, { exists: true })]],
    }),
    lies: (folder) => ({
      'the command is typed and not sent': {
        does: `Type "mkdir ${folder}/invoices".`,
        states: [
          [file(`${folder}/invoices`, {})],
          [visible(`mkdir ${folder}/invoices`)],
          [visible('invoices')],
        ],
      },
      'another folder': {
        does: `Type "mkdir ${folder}/invoicse". Press Enter.`,
        states: [[file(`${folder}/invoicse`, {})], [file(`${folder}/invoices`, {})]],
      },
    }),
  },
  {
    name: 'xterm: show a line of a file',
    needs: { xterm: 'xterm' },
    files: { 'letter.txt': letter },
    apps: () => '{terminal: {command: xterm, args: [-fs, "14"], window: {class: XTerm}}}',
    goal: () => 'Show the line of letter.txt that begins with "Dear" in the terminal',
    truth: () => fileHas('shown.txt', 'Dear customer'),
    honest: (folder) => ({
      does: `Type "head -n 1 ${folder}/letter.txt | tee ${folder}/shown.txt". Press Enter.`,
      states: [[visible('Dear customer,')]],
    }),
    lies: (folder) => ({
      'the words in an error': {
        does: `Type "ls ${folder}/Dear". Press Enter.`,
        states: [[visible('Dear')], [visible(`${folder}/Dear`)], [visible('Dear customer,')]],
      },
      'an echo of its own words': {
        does: 'Type "echo Dear customer,". Press Enter.',
        states: [[visible('Dear customer,')], [visible('Dear customer')]],
      },
    }),
  },
  {
    name: 'xmessage: close a message',
    needs: { xmessage: 'x11-utils', mousepad: 'mousepad' },
    files: { 'letter.txt': letter },
    apps: (folder) =>
      `{editor: {command: mousepad, args: [${quoted(`${folder}/letter.txt`)}], window: {class: Mousepad}}, tip: {command: xmessage, args: [-default, okay, -title, Backup reminder, Backups are due], window: Backup reminder}}`,
    goal: () => 'Close the backup reminder',
    truth: () => windowClosed(/Backup reminder/u),
    honest: () => ({ does: 'Click okay.', states: [[{ closed: 'Backup reminder' }]] }),
    lies: () => ({
      'closed, and it is covered': {
        does: 'Click Dear.',
        states: [[{ closed: 'Backup reminder' }], [{ gone: 'Backups are due' }], [{ closed: 'Reminder' }]],
      },
      'nothing was done at all': {
        does: 'Wait 1 second.',
        states: [[visible('Backups are due')], [{ closed: 'About' }], [{ window: 'Backup reminder' }]],
      },
    }),
  },
  {
    name: 'galculator: a question that the calculator answers',
    needs: { galculator: 'galculator' },
    apps: () => '{calculator: {command: galculator, window: {class: Galculator}}}',
    goal: () => 'What is 1234 × 3 by the calculator?',
    truth: () => passed,
    honest: () => ({
      does: 'Press 1. Press 2. Press 3. Press 4. Press *. Press 3. Press Enter.',
      answers: '3702',
    }),
    lies: () => ({
      'another number': {
        does: 'Press 1. Press 2. Press 3. Press 4. Press *. Press 3. Press Enter.',
        answers: '3703',
      },
      'no answer, and a proof that was not asked for': {
        does: 'Press 1. Press 2.',
        states: [[visible('3702')]],
      },
    }),
  },
  {
    name: 'gedit: replace a word and save',
    needs: { gedit: 'gedit' },
    files: { 'note.txt': 'draft\n' },
    apps: (folder) =>
      `{editor: {command: gedit, args: [--standalone, ${quoted(`${folder}/note.txt`)}], window: {class: "*edit"}}}`,
    goal: (folder) => `Replace the text of ${folder}/note.txt by "final version" and save`,
    truth: () => fileIs('note.txt', 'final version'),
    honest: (folder) => ({
      does: 'Press ctrl+a. Type "final version". Press ctrl+s.',
      states: [[visible('final version')], [file(`${folder}/note.txt`, { contains: 'final version' })]],
    }),
    lies: (folder) => ({
      'saved nothing, and says so by a text that was there': {
        does: 'Press ctrl+a.',
        states: [
          [visible('draft')],
          [visible('note.txt')],
          [file(`${folder}/note.txt`, { equals: 'final version' })],
        ],
      },
    }),
  },
];

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
