import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReader } from '../src/app/readers.js';
import { Typed } from '../src/core/check.js';
import { type OpenDesktop, openDesktop } from '../src/desktop/open-desktop.js';
import { readRecording } from '../src/recording/index.js';
import type { TextReader } from '../src/sight/text/reader.js';
import { runOnShared } from './run-on-shared.js';

const size = { width: 1280, height: 800 };
/** So many texts are typed in one run. */
const inOneRun = 4;

/** What people type: names, numbers, addresses, paths, sentences. Each stands alone in its field or on its line. */
const texts = [
  'Ada Lovelace',
  'Invoice 2026-0417',
  '1,234.50',
  'Bill Illing, Hill Hall',
  'ada.lovelace@example.org',
  '/home/ada/letters/to-the-bank.txt',
  'The quick brown fox jumps over the lazy dog.',
  'Mississippi 11 -- == bookkeeper',
  'Müller & Söhne, Köln',
  'ACME-7731/B',
  'Please call back on Monday at 10:30',
  'Order no. 100200300',
];
const digits = [
  '12',
  '407',
  '3.14159',
  '100200300',
  '8',
  '11',
  '99.50',
  '1234567',
  '60',
  '2026',
  '17',
  '0.5',
];

/** One application: how it is started, and the steps around a text. */
interface Application {
  readonly name: string;
  readonly app: string;
  /** Steps before the first text. */
  readonly first: readonly string[];
  readonly texts: readonly string[];
  /** The step that types a text, and those that make room for the next one. */
  readonly steps: (text: string, number: number) => readonly string[];
}

const quote = (text: string): string => JSON.stringify(text);
const onItsLine = (text: string): string[] => [
  `{type: ${quote(text)}, approve: true, soft: true, timeout: 5s}`,
  '{press: enter, approve: true}',
];

const applications = (folder: string): readonly Application[] => [
  {
    name: 'xterm',
    app: `{command: xterm, args: [-u8, -geometry, 100x24, -e, cat], window: {class: XTerm}}`,
    first: [],
    texts,
    steps: onItsLine,
  },
  {
    name: 'mousepad',
    app: `{command: mousepad, args: [${quote(join(folder, 'letter.txt'))}], window: {class: Mousepad}}`,
    first: [],
    texts,
    steps: onItsLine,
  },
  {
    name: 'Tk form',
    app: `{command: python3, args: [${quote(fixture('typing/form.py'))}, ${quote(join(folder, 'form.json'))}], window: Form of the hand}`,
    first: [],
    texts,
    steps: (text, number) => [
      `{type: ${quote(text)}, soft: true, timeout: 5s}`,
      ...(number % 2 === 0 ? ['press: tab'] : ['press: f12', 'press: shift+tab']),
    ],
  },
  {
    name: 'zenity entry',
    app: `{command: zenity, args: [--entry, --text, What is the name of the customer?, --width, "500"], window: {class: Zenity}}`,
    first: [],
    texts,
    steps: (text) => [`{type: {text: ${quote(text)}, clear: true}, soft: true, timeout: 5s}`],
  },
  {
    name: 'galculator',
    app: `{command: galculator, window: {class: Galculator}}`,
    first: [],
    texts: digits,
    steps: (text) => [`{type: ${quote(text)}, soft: true, timeout: 5s}`, 'press: escape'],
  },
  {
    name: 'Chromium',
    app: `{command: chromium, args: [${browser(folder).map(quote).join(', ')}], window: {class: Chromium}, timeout: 60s}`,
    first: ['check: {visible: Telephone, within: 60s}'],
    texts,
    steps: (text, number) => [
      `{type: {text: ${quote(text)}, into: ${number % 2 === 0 ? 'Customer' : 'Remarks'}, clear: true}, soft: true, timeout: 5s}`,
    ],
  },
  {
    name: 'LibreOffice Calc',
    app: `{command: soffice, args: ["-env:UserInstallation=file://${join(folder, 'office')}", --calc, --norestore, --nologo, --nofirststartwizard], window: "*LibreOffice Calc", timeout: 60s}`,
    first: ['check: {visible: Sheet1, within: 60s}', 'press: ctrl+home'],
    texts,
    steps: onItsLine,
  },
];

const page = `<!doctype html><meta charset=utf-8><title>Form</title><body style="font:15px sans-serif">
<p><label>Customer <input style="font:inherit;width:400px"></label>
<p><label>Telephone <input style="font:inherit"></label>
<p><label>Remarks <textarea style="font:inherit;width:500px;height:90px"></textarea></label>`;

function browser(folder: string): string[] {
  return [
    '--no-sandbox',
    '--test-type',
    '--no-first-run',
    '--password-store=basic',
    '--disable-gpu',
    '--lang=en',
    `--user-data-dir=${join(folder, 'profile')}`,
    `--app=file://${join(folder, 'form.html')}`,
  ];
}

function fixture(name: string): string {
  return new URL(`../test/fixtures/${name}`, import.meta.url).pathname;
}

type Seen = Typed | 'unread';

/**
 * Types texts into real applications and prints what of them is read back: every text arrives, so everything but
 * `exact` is a text that the reading has not recognised.
 */
export async function typed(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-typed-'));
  const reader = await openReader(console.warn);
  try {
    const all: Told[] = [];
    console.log('Texts typed into real applications, and what of them was read back');
    for (const application of applications(folder)) {
      const told = await inApplication(folder, reader, application);
      print(application.name, told);
      all.push(...told);
    }
    print('all', all);
    for (const { seen, arrived, detail } of all)
      if (seen !== 'exact') console.log(`  ${seen}${arrived ? '' : ', missed'}: ${detail}`);
  } finally {
    await reader.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Told {
  readonly seen: Seen;
  /** Whether it was taken to be there. */
  readonly arrived: boolean;
  readonly detail: string;
}

function print(name: string, told: readonly Told[]): void {
  const count = (seen: Seen): string => `${seen} ${told.filter((one) => one.seen === seen).length}`;
  const counts = [...Typed.options, 'unread' as const].map(count);
  const lost = told.filter(({ arrived }) => !arrived).length;
  console.log(
    `  ${name.padEnd(16)} ${String(told.length).padStart(3)} texts: ${counts.join(', ')}; falsely missed ${lost}`,
  );
}

async function inApplication(folder: string, reader: TextReader, application: Application): Promise<Told[]> {
  const desktop = await openDesktop({ kind: 'virtual', size }, join(folder, 'logs'));
  await writeFile(join(folder, 'letter.txt'), '');
  await writeFile(join(folder, 'form.html'), page);
  try {
    const told: Told[] = [];
    for (let from = 0; from < application.texts.length; from += inOneRun) {
      const part = application.texts.slice(from, from + inOneRun);
      const steps = part.flatMap((text, index) => application.steps(text, from + index));
      const opening = from === 0 ? { app: application.app, steps: application.first } : { steps: [] };
      told.push(
        ...(await play(desktop, reader, folder, { ...opening, steps: [...opening.steps, ...steps] }, part)),
      );
    }
    return told;
  } finally {
    await desktop.close();
  }
}

async function play(
  desktop: OpenDesktop,
  reader: TextReader,
  folder: string,
  { app, steps }: { readonly app?: string; readonly steps: readonly string[] },
  part: readonly string[],
): Promise<Told[]> {
  const lines = steps.map((step) => `  - ${step}\n`);
  const apps = app === undefined ? '' : `apps:\n  it: ${app}\n`;
  const source = `name: Typed texts\n${apps}steps:\n${lines.join('')}`;
  const finished = await runOnShared(desktop, reader, folder, source);
  const { acts, lines: recorded, ending } = await readRecording(finished.folder);
  if (ending?.ending !== 'passed') console.log(`  the run ended ${ending?.ending}: ${ending?.reason}`);
  return part.map((text) => {
    const act = acts.find(({ decision: { action } }) => action.name === 'type' && action.input.text === text);
    const line = recorded.flatMap((one) =>
      one.type === 'check' && one.act === act?.number && one.typed !== undefined ? [one] : [],
    )[0];
    const seen = line?.typed ?? 'unread';
    return {
      seen,
      arrived: line?.result === 'holds',
      detail: `“${text}”: ${line?.detail ?? 'nobody looked'}`,
    };
  });
}
