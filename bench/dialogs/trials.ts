import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { quoted } from '../cases/case.js';
import type { Place, Toolkit } from './toolkits.js';

/** One job with a file dialog. */
export interface Trial {
  readonly name: string;
  readonly act: 'open' | 'save';
  /** The file's name below the folder of files, without its ending. */
  readonly file: string;
  /** The file is there before. */
  readonly there?: boolean;
  /** Its folder is not there. */
  readonly noFolder?: boolean;
  readonly overwrite?: boolean;
  /** Steps between the dialog and its step. */
  readonly meanwhile?: () => string;
  /** Applications that are started before the program, and others of the task. */
  readonly first?: string;
  readonly others?: string;
  /** What the step says of its window. */
  readonly window?: string;
  /** What has to come of it. */
  readonly ends: 'done' | 'fails' | 'either';
}

const content = 'Dear Ann\n';
const chooser = (title: string, start = false): string =>
  `{command: zenity, args: [--file-selection, --save, "--title=${title}"], window: {title: ${title}}, start: ${start}}`;
/** Something that happens in the middle of the step, whenever that is. */
const soon = (deed: string): string =>
  `  - run: {command: ${quoted(`(sleep ${(0.2 + Math.random() * 8).toFixed(2)}; ${deed}) >/dev/null 2>&1 &`)}, shell: true}\n`;

const long = `Rechnungen und Angebote der nördlichen Niederlassung/2026 – viertes Quartal (nicht abgeschlossen)/Kunden A bis Mü/letzte Fassung`;

/** What is tried with the dialogs of every toolkit. */
export const trials: readonly Trial[] = [
  { name: 'open', act: 'open', file: 'letter', there: true, ends: 'done' },
  { name: 'save new', act: 'save', file: 'report', ends: 'done' },
  { name: 'over, not told', act: 'save', file: 'report', there: true, ends: 'fails' },
  { name: 'over, told', act: 'save', file: 'report', there: true, overwrite: true, ends: 'done' },
  {
    name: 'cancelled',
    act: 'save',
    file: 'report',
    meanwhile: () => soon('xdotool key Escape'),
    ends: 'either',
  },
  { name: 'wrong folder', act: 'save', file: 'nowhere/report', noFolder: true, ends: 'fails' },
  { name: 'no such file', act: 'open', file: 'missing', ends: 'fails' },
  { name: 'name, saved', act: 'save', file: 'Über den Preis – 2. Fassung (ß)', ends: 'done' },
  { name: 'long, saved', act: 'save', file: `${long}/Müller`, ends: 'done' },
  { name: 'long, opened', act: 'open', file: `${long}/Müller & Söhne`, there: true, ends: 'done' },
  {
    name: 'beside',
    act: 'save',
    file: 'report',
    first: `other: ${chooser('Elsewhere', true)}, `,
    ends: 'done',
  },
  {
    name: 'in front',
    act: 'save',
    file: 'report',
    others: `, other: ${chooser('Elsewhere')}`,
    meanwhile: () => '  - wait: 1s\n  - launch: other\n',
    window: '{app: it}',
    ends: 'done',
  },
  {
    name: 'stolen',
    act: 'save',
    file: 'report',
    meanwhile: () => soon("zenity --file-selection --save '--title=Elsewhere'"),
    window: '{app: it}',
    ends: 'either',
  },
];

/** Where the file of a trial is. */
export function fileOf(folder: string, toolkit: Toolkit, { file }: Trial): string {
  return join(folder, 'files', `${file}${toolkit.ending}`);
}

/** Puts the files of a trial in place: the one that it is about, and others that might be taken for it. */
export async function prepare(folder: string, toolkit: Toolkit, trial: Trial): Promise<void> {
  const path = fileOf(folder, toolkit, trial);
  await mkdir(join(folder, 'files'), { recursive: true });
  if (trial.noFolder) return;
  await mkdir(dirname(path), { recursive: true });
  const held = trial.act === 'open' && toolkit.sample ? await toolkit.sample(folder) : content;
  if (trial.there) await writeFile(path, held);
  await writeFile(path.replace(/(\.\w+)$/u, '-2$1'), held);
  await writeFile(`${path}.old`, held);
}

/** The task of a trial, in YAML. */
export function taskOf(folder: string, toolkit: Toolkit, trial: Trial): string {
  const path = fileOf(folder, toolkit, trial);
  const file = quoted(toolkit.path?.(path) ?? path);
  const window = trial.window === undefined ? '' : `, window: ${trial.window}`;
  const over = trial.overwrite ? ', overwrite: true' : '';
  const approve = trial.overwrite ? '\n    name: Replace it\n    approve: true' : '';
  return `limits: {seconds: 240}
apps: {${trial.first ?? ''}it: ${toolkit.app(folder)}${trial.others ?? ''}}
steps:
${toolkit.start ?? ''}${trial.act === 'open' ? toolkit.open : toolkit.save}${trial.meanwhile?.() ?? ''}  - fileDialog: {${trial.act}: ${file}${window}${over}}
    timeout: 20s${approve}
${trial.act === 'open' ? (toolkit.afterOpen ?? '') : ''}  - wait: 700ms
`;
}

/** What is wrong with the files; undefined when the file was taken, and no other. */
export async function lookAt(toolkit: Toolkit, trial: Trial, place: Place): Promise<string | undefined> {
  const stray = await strays(toolkit, trial, place);
  if (stray.length > 0) return `written instead: ${stray.join(' ')}`;
  if (trial.act === 'open') return (await toolkit.opened(place)) ? undefined : 'the file was not opened';
  return (await toolkit.written(place.path)) ? undefined : 'the file was not written';
}

/** Files other than the trial's that the program has written or changed. */
async function strays(toolkit: Toolkit, trial: Trial, { folder, path, desktop }: Place): Promise<string[]> {
  const held =
    trial.act === 'open' && toolkit.sample ? await readFile(path).catch(() => undefined) : undefined;
  const found: string[] = [];
  const name = path.replace(/^.*\//u, '').replace(/\.\w+$/u, '');
  for (const each of await readdir(join(folder, 'files'), { recursive: true })) {
    const file = join(folder, 'files', each);
    if (file === path || !(await stat(file)).isFile()) continue;
    const now = await readFile(file);
    if (held === undefined ? now.toString() !== content : now.length !== held.length) found.push(each);
  }
  for (const root of [desktop.env.HOME ?? folder, folder, process.cwd()])
    for (const each of await readdir(root)) if (each.includes(name)) found.push(join(root, each));
  return found;
}
