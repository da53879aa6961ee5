import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { deskhand, onlyRun, type RunReport, root, scratchEach, tale } from './deskhand.js';

const place = scratchEach();
let files: string;

beforeEach(() => {
  files = join(place.folder, 'files with ünïcode');
  mkdirSync(files);
});

const editor = 'apps:\n  editor: {command: mousepad, window: {class: Mousepad}}\n';

/** Runs the steps on a virtual desktop, with nobody to ask. */
async function play(apps: string, steps: readonly string[]): Promise<RunReport & { code: number | null }> {
  const file = join(place.folder, 'task.yaml');
  writeFileSync(file, `name: Dialog\n${apps}steps:\n${steps.map((step) => `  - ${step}\n`).join('')}`);
  const options = ['--approve', 'deny', '--recordings', place.recordings, '--reporter', 'json'];
  const ran = await deskhand(['run', file, ...options]);
  if (ran.stdout === '') throw new Error(tale(ran));
  return { ...onlyRun(ran), code: ran.code };
}

const uploadPage = `<!doctype html><meta charset=utf-8><title>Upload</title><p>Upload a report
<p><input type=file id=file style="font-size:20px"><p id=out style="font-size:20px">nothing yet
<script>file.onchange=async()=>{const [f]=file.files;out.textContent=\`got \${f.name}: \${await f.text()}\`}</script>`;

const textOf = (name: string): string => readFileSync(join(files, name), 'utf8');
const quoted = (name: string): string => JSON.stringify(join(files, name));

describe('a file dialog', { timeout: 180_000 }, () => {
  it('should save under exactly the name given, though a longer one would complete it', async () => {
    writeFileSync(join(files, 'letter-old.txt'), 'old');
    const run = await play(editor, [
      'type: hello',
      'press: ctrl+shift+s',
      `fileDialog: {save: ${quoted('letter')}}`,
    ]);
    expect(run.reason).toContain('All steps');
    expect(run.code).toBe(0);
    expect(textOf('letter').trim()).toBe('hello');
    expect(textOf('letter-old.txt')).toBe('old');
  });

  it('should replace a file only when told to, and leave the question open otherwise', async () => {
    writeFileSync(join(files, 'letter.txt'), 'old');
    const steps = ['type: hello', 'press: ctrl+shift+s'];
    const kept = await play(editor, [...steps, `fileDialog: {save: ${quoted('letter.txt')}}`]);
    expect(kept.code).toBe(1);
    expect(kept.reason).toContain('exists already and overwrite is not true');
    expect(kept.reason).toContain('left open');
    const answers = kept.acts.filter(({ summary }) => /escape|enter|click/iu.test(summary));
    // The dialog's own button, and nothing in the question.
    expect(answers.every(({ summary }) => summary.startsWith('click'))).toBe(true);
    const last = kept.acts.findLastIndex(({ action }) => action.name === 'click');
    expect(kept.acts.slice(last + 1).map(({ action }) => action.name)).toEqual(['give-up']);
    expect(textOf('letter.txt')).toBe('old');
    const replaced = await play(editor, [
      ...steps,
      `{fileDialog: {save: ${quoted('letter.txt')}, overwrite: true}, name: Replace it, approve: true}`,
    ]);
    expect(replaced.reason).toContain('All steps');
    expect(textOf('letter.txt').trim()).toBe('hello');
  });

  it('should open a file where no entry for its name is shown yet', async () => {
    writeFileSync(join(files, 'report-q1.txt'), 'first');
    writeFileSync(join(files, 'report-q2.txt'), 'second');
    const answer = join(place.folder, 'answer.txt');
    const args = JSON.stringify(['-c', `zenity --file-selection --title Choose > '${answer}'`]);
    const run = await play(`apps:\n  chooser: {command: sh, args: ${args}, window: Choose}\n`, [
      `fileDialog: {open: ${quoted('report-q2.txt')}}`,
      `check: {file: {path: ${JSON.stringify(answer)}, contains: report-q2.txt}}`,
    ]);
    expect(run.reason).toContain('All steps');
    expect(readFileSync(answer, 'utf8').trim()).toBe(join(files, 'report-q2.txt'));
  });

  it('should save and replace in the dialog of Tk', async () => {
    const program = join(root, 'tasks/programs/orders/orders.py');
    const args = JSON.stringify([program, '--state', join(place.folder, 'state.json')]);
    const run = await play(`apps:\n  orders: {command: python3, args: ${args}, window: Order Desk}\n`, [
      'press: ctrl+e',
      `fileDialog: {save: ${quoted('orders.csv')}}`,
      'check: Exported',
      'press: ctrl+e',
      `{fileDialog: {save: ${quoted('orders.csv')}, overwrite: true}, name: Replace it, approve: true}`,
    ]);
    expect(run.reason).toContain('All steps');
    expect(textOf('orders.csv').split('\n').length).toBeGreaterThan(3);
  });

  it('should upload and save in the dialogs of Chromium, where Return cancels', async () => {
    writeFileSync(join(files, 'report.txt'), 'second');
    const page = join(place.folder, 'page.html');
    writeFileSync(page, uploadPage);
    const args = [
      '--no-sandbox',
      '--no-first-run',
      '--password-store=basic',
      '--disable-gpu',
      '--window-size=900,600',
      `--user-data-dir=${join(place.folder, 'profile')}`,
      `--app=file://${page}`,
    ];
    const browser = JSON.stringify({ command: 'chromium', args, window: { class: 'Chromium*' } });
    const run = await play(`apps:\n  browser: ${browser}\n`, [
      'click: Choose File',
      `fileDialog: {open: ${quoted('report.txt')}}`,
      'check: {text: "got report.txt: second"}',
      'press: ctrl+s',
      `fileDialog: {save: ${quoted('copy.html')}}`,
      `check: {file: {path: ${quoted('copy.html')}, contains: Upload}}`,
    ]);
    expect(run.reason).toContain('All steps');
  });

  it("should save, replace and open in LibreOffice's own dialog, with its buttons on the right", async () => {
    const user = `-env:UserInstallation=file://${join(place.folder, 'office')}`;
    const args = [user, '--calc', '--norestore', '--nologo', '--nofirststartwizard'];
    const app = { command: 'soffice', args, env: { SAL_USE_VCLPLUGIN: 'gen' }, timeout: '60s' };
    const office = JSON.stringify({ ...app, window: { class: 'libreoffice*' } });
    const replace = `{fileDialog: {save: ${quoted('sheet.ods')}, overwrite: true}, name: Replace it, approve: true}`;
    writeFileSync(join(files, 'other.csv'), 'from the other file');
    const run = await play(`apps:\n  office: ${office}\n`, [
      'check: {window: "Untitled*", within: 30s}',
      'type: "Hello\\n"',
      'press: ctrl+shift+s',
      `fileDialog: {save: ${quoted('sheet.ods')}}`,
      'check: {window: "sheet.ods*", within: 10s}',
      'type: "again\\n"',
      'press: ctrl+shift+s',
      replace,
      'press: ctrl+o',
      `fileDialog: {open: ${quoted('other.csv')}}`,
      'check: {window: "Text Import*", within: 10s}',
    ]);
    expect(run.reason).toContain('All steps');
  });

  it('should type nothing where no file dialog is open', async () => {
    const run = await play(editor, [`{fileDialog: {save: ${quoted('letter.txt')}}, timeout: 2s}`]);
    expect(run.code).toBe(1);
    expect(run.reason).toContain('No file dialog was open in time');
    expect(run.acts.filter(({ summary }) => /^(type|press)/u.test(summary))).toEqual([]);
    const step = `{fileDialog: {save: ${quoted('letter.txt')}, window: {app: editor}}, timeout: 2s}`;
    const own = await play(editor, [step]);
    expect(own.reason).toContain('No file dialog of application editor was open in time');
    expect(own.acts.filter(({ summary }) => /^(type|press|activate)/u.test(summary))).toEqual([]);
  });
});
