import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReader } from '../src/app/readers.js';
import { openDesktop } from '../src/desktop/open-desktop.js';
import { readRecording } from '../src/recording/index.js';
import type { TextReader } from '../src/sight/text/reader.js';
import { runOnShared } from './run-on-shared.js';

const size = { width: 1280, height: 800 };
const quote = (text: string): string => JSON.stringify(text);

/** A program that saves what was typed with Ctrl+S, started on a file. */
interface Editor {
  readonly command: string;
  readonly args?: readonly string[];
  readonly window: string;
  /** Name of the file, which tells some programs how to help. */
  readonly file: string;
  /** Steps that save, where Ctrl+S alone does not. */
  readonly save?: string;
}

const editors: readonly Editor[] = [
  { command: 'mousepad', window: '{class: Mousepad}', file: 'letter.txt' },
  { command: 'l3afpad', window: '{class: L3afpad}', file: 'letter.txt' },
  { command: 'featherpad', args: ['--standalone'], window: '{class: featherpad}', file: 'letter.txt' },
  { command: 'geany', args: ['-i', '-m', '-p', '-t'], window: '{class: Geany}', file: 'letter.c' },
  { command: 'gedit', args: ['--standalone'], window: '{class: gedit}', file: 'letter.txt' },
  { command: 'nedit', window: '{class: NEdit}', file: 'letter.txt' },
  { command: 'scite', window: '{class: Scite}', file: 'letter.py' },
  { command: 'juffed', window: '{class: Juffed}', file: 'letter.txt' },
  { command: 'jedit', args: ['-noserver', '-nosplash'], window: '"jEdit - *"', file: 'letter.txt' },
  { command: 'pluma', window: '{class: pluma}', file: 'letter.txt' },
  {
    command: 'gnome-text-editor',
    args: ['--standalone'],
    window: '{class: gnome-text-editor}',
    file: 'letter.txt',
  },
  {
    command: 'soffice',
    args: ['--writer', '--norestore', '--nologo', '--nofirststartwizard'],
    window: '"*LibreOffice Writer"',
    file: 'letter.txt',
    // It asks in which format a plain text is kept.
    save: `  - {press: ctrl+s, approve: true, expect: {window: "Keep Current Format?"}, soft: true}
  - {press: enter, if: {window: "Keep Current Format?"}, approve: true}
`,
  },
];

const texts: readonly string[] = [
  'Dear Ann,\nthe committee met at 10:30.\n',
  'bookkeeper 1122, Mississippi aabbcc',
  'def f(a):\n    if a:\n        return 11\n    return 22\n',
  'ACME-7731/B costs 1,234.50 EUR & 100200300',
  'The quick brown fox jumps over the lazy dog.\n',
  'begin\nsay it (twice\nend',
  'see "it" and teh rest -- soon...',
  'x',
];

/** What gets in the way of a text: commands before it is typed, and after. */
interface Disturbance {
  readonly name: string;
  readonly before?: string;
  /** Once for every text. */
  readonly during?: string;
  readonly after?: string;
}

const disturbances: readonly Disturbance[] = [
  { name: 'nothing' },
  {
    name: 'a dialog takes the keyboard',
    during: '(sleep 0.3; timeout 5 zenity --entry --text Code) >/dev/null 2>&1 &',
    after: 'sleep 6',
  },
  { name: 'bounce keys', before: 'xkbset bouncekeys 300', after: 'xkbset -bouncekeys' },
  {
    name: 'the layout changes',
    during:
      '(for i in 1 2 3 4 5 6; do setxkbmap de; sleep 0.1; setxkbmap us; sleep 0.1; done) >/dev/null 2>&1 &',
    after: 'setxkbmap us',
  },
];

const outcomes = [
  'right',
  'failed, file wrong',
  'failed, file right',
  'passed, not saved',
  'GREEN, FILE WRONG',
] as const;
type Outcome = (typeof outcomes)[number];

/**
 * Types texts into editors of several toolkits while something gets in the way, saves, and holds the file against
 * what was typed: a step that passes with another file is the one thing that may never be.
 *
 * @param only commands of the editors that are tried; all of them when empty
 */
export async function arriving(
  only: readonly string[] = (process.env.EDITORS ?? '').split(',').filter((name) => name !== ''),
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-arriving-'));
  const reader = await openReader(console.warn);
  const all: Outcome[] = [];
  const chosen = editors.filter(({ command }) => only.length === 0 || only.includes(command));
  try {
    for (const disturbance of disturbances) {
      const here: Outcome[] = [];
      for (const editor of chosen) here.push(...(await inEditor(folder, reader, editor, disturbance)));
      print(disturbance.name, here);
      all.push(...here);
    }
    print('all', all);
  } finally {
    await reader.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function print(name: string, tried: readonly Outcome[]): void {
  const counts = outcomes.map((kind) => `${kind}: ${tried.filter((one) => one === kind).length}`);
  console.log(`  ${name.padEnd(28)} ${String(tried.length).padStart(3)} texts; ${counts.join('; ')}`);
}

/** Types all texts; a run that ends at one of them is followed by another one with the rest. */
async function inEditor(
  folder: string,
  reader: TextReader,
  editor: Editor,
  disturbance: Disturbance,
): Promise<Outcome[]> {
  const all: Outcome[] = [];
  while (all.length < texts.length) {
    const some = await inOneRun(folder, reader, editor, disturbance, texts.slice(all.length));
    if (some.length === 0) break;
    all.push(...some);
  }
  return all;
}

async function inOneRun(
  folder: string,
  reader: TextReader,
  editor: Editor,
  disturbance: Disturbance,
  some: readonly string[],
): Promise<Outcome[]> {
  const place = await mkdtemp(join(folder, 'editor-'));
  await mkdir(join(place, 'home'), { recursive: true });
  await writeFile(join(place, editor.file), '');
  const desktop = await openDesktop({ kind: 'virtual', size }, join(place, 'logs'));
  try {
    const { folder: recording, reason } = await runOnShared(
      desktop,
      reader,
      place,
      taskFor(editor, disturbance, place, some),
    );
    const { acts } = await readRecording(recording);
    const typings = acts.filter(({ decision: { action } }) => action.name === 'type');
    const tried = await Promise.all(
      some.map(async (text, number) => {
        const act = typings.findLast(({ decision: { action } }) => action.input.text === text);
        // A run that ended at a text has saved nothing of it.
        const saved = await readFile(join(place, `saved-${number}`), 'utf8').catch(() => '');
        if (act === undefined) return undefined;
        const isRight = saved.replace('\ufeff', '').replaceAll('\r\n', '\n').trimEnd() === text.trimEnd();
        const isSaved = await readFile(join(place, `unsaved-${number}`)).then(
          () => false,
          () => true,
        );
        const isGreen = act.outcome === 'done' && act.checks.every(({ result }) => result !== 'fails');
        const outcome: Outcome = isGreen
          ? isRight
            ? 'right'
            : isSaved
              ? 'GREEN, FILE WRONG'
              : 'passed, not saved'
          : isRight
            ? 'failed, file right'
            : 'failed, file wrong';
        const why = act.reason ?? act.checks.find(({ result }) => result !== 'holds')?.detail ?? '';
        if (outcome !== 'right')
          console.log(
            `    ${editor.command}, ${disturbance.name}, ${quote(text)}: ${outcome}; saved ${quote(saved.slice(0, 80))}; ${why.slice(0, 200)}`,
          );
        return outcome;
      }),
    );
    const known = tried.filter((one) => one !== undefined);
    if (known.length === 0)
      console.log(`    ${editor.command}, ${disturbance.name}: nothing was tried: ${reason}`);
    return known;
  } finally {
    await desktop.close();
  }
}

const SAVE = '  - {press: ctrl+s, approve: true}\n';
/** s that an editor may take to write its file. */
const WRITING = 4;

/** Waits until the file is younger than the mark, and takes the mark away then. */
function untilSaved(file: string, number: number): string {
  const mark = `unsaved-${number}`;
  return `for i in $(seq ${10 * WRITING}); do [ -e ${mark} ] || break; [ ${file} -nt ${mark} ] && rm ${mark}; sleep 0.1; done`;
}

/** Saves once more where nothing was written: what got in the way of the text may have taken the keys. */
function again(place: string, number: number, save: string): string {
  const steps = save.replaceAll(/^ {2}/gmu, '      ');
  return `  - if: {file: {path: ${quote(join(place, `unsaved-${number}`))}}}\n    steps:\n${steps}`;
}

function taskFor(
  { command, args = [], window, file, save = SAVE }: Editor,
  { before, during, after }: Disturbance,
  place: string,
  some: readonly string[],
): string {
  const shell = (line: string | undefined): string =>
    line === undefined ? '' : `  - run: {command: ${quote(line)}, shell: true, cwd: ${quote(place)}}\n`;
  const each = some.map(
    (text, number) => `${shell(during)}  - {type: ${quote(text)}, timeout: 5s, approve: true, soft: true}
${shell(after)}${shell(`touch unsaved-${number}`)}${save}${shell(untilSaved(file, number))}${again(place, number, save)}${shell(untilSaved(file, number))}${shell(`cp ${file} saved-${number}`)}  - {press: ctrl+a}
  - {press: delete, approve: true}
${shell(before)}`,
  );
  return `name: Arriving
apps:
  it: {command: ${command}, args: ${JSON.stringify([...args, join(place, file)])}, window: ${window}, timeout: 90s}
steps:
  - wait: 2s
${shell(before)}${each.join('')}`;
}
