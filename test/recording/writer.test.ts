import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newRecordingFolder, openJournal, readRecording } from '../../src/recording/index.js';
import { drawnScreen, lookOf, runLine, steppingClock, temporaryFolder, writeSample } from './support.js';

describe('a recording that is written', () => {
  it('reads back as what was done', async () => {
    const root = await temporaryFolder();
    const folder = await newRecordingFolder(root, 'Save an order', '2026-11-20T13:55:02.000Z');
    const journal = await openJournal({ folder, clock: steppingClock() });
    await writeSample(journal);
    await journal.close();

    const recording = await readRecording(folder);
    expect(recording.torn).toBeUndefined();
    expect(recording.corrupt).toBeUndefined();
    expect(recording.writer).toBeUndefined();
    expect(recording.head).toBe(journal.head);
    expect(recording.header.task.name).toBe('Save an order');
    expect(recording.ending?.ending).toBe('passed');
    expect(recording.values).toEqual({ total: 42.5 });
    expect(recording.notes.map(({ text }) => text)).toEqual(['The draft is gone.']);
    expect(recording.steps.map(({ name, status, acts }) => [name, status, acts.length])).toEqual([
      ['Save the order', 'passed', 1],
      ['Delete the draft', 'passed', 1],
    ]);
    const [save, remove] = recording.acts;
    expect(save?.before?.id).toBe('f0001');
    expect(save?.after?.id).toBe('f0002');
    expect(save?.checks.map(({ result }) => result)).toEqual(['holds']);
    expect(save?.patch?.file).toBe('patches/a1.png');
    expect(remove?.confirmation?.approval).toEqual({ answer: 'yes', by: 'author' });
    expect(remove?.outcome).toBe('done');
    expect(remove?.times.confirm).toBe(1);
  });

  it('stores a picture that came before only once', async () => {
    const folder = await temporaryFolder();
    const journal = await openJournal({ folder, clock: steppingClock() });
    await journal.line(runLine());
    const views = [];
    for (const shade of [1, 2, 1, 1, 2]) views.push(await journal.frame(lookOf(await drawnScreen(shade))));
    await journal.close();
    expect(views.map(({ frame }) => frame.id)).toEqual(['f0001', 'f0002', 'f0003', 'f0004', 'f0005']);
    expect(views.map(({ frame }) => frame.file)).toEqual([
      'frames/f0001.png',
      'frames/f0002.png',
      'frames/f0001.png',
      'frames/f0001.png',
      'frames/f0002.png',
    ]);
    expect(readdirSync(join(folder, 'frames')).sort()).toEqual(['f0001.png', 'f0002.png']);
    expect(readFileSync(views[2]?.path ?? '')).toEqual(Buffer.from(await drawnScreen(1)));
  });

  it('keeps calls that are not awaited in their order', async () => {
    const folder = await temporaryFolder();
    const journal = await openJournal({ folder, clock: steppingClock() });
    const png = await drawnScreen(1);
    await Promise.all([
      journal.line(runLine()),
      journal.line({ type: 'note', text: 'one' }),
      journal.frame(lookOf(png)),
      journal.keep('logs/app.log', 'hello'),
      journal.line({ type: 'note', text: 'two' }),
    ]);
    await journal.close();
    const { lines } = await readRecording(folder);
    expect(lines.map(({ type }) => type)).toEqual(['run', 'note', 'frame', 'file', 'note']);
    expect(lines.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4]);
  });

  it('takes nothing after the ending and nothing after it is closed', async () => {
    const folder = await temporaryFolder();
    const journal = await openJournal({ folder, clock: steppingClock() });
    await writeSample(journal);
    const seal = journal.head;
    await expect(journal.line({ type: 'note', text: 'late' })).rejects.toMatchObject({
      code: 'recording-sealed',
    });
    await expect(journal.keep('late.txt', 'late')).rejects.toMatchObject({ code: 'recording-sealed' });
    await journal.close();
    await journal.close();
    await expect(journal.line({ type: 'note', text: 'late' })).rejects.toMatchObject({
      code: 'recording-closed',
    });
    expect((await readRecording(folder)).head).toBe(seal);
    expect(existsSync(join(folder, 'late.txt'))).toBe(false);
  });

  it('refuses a line that the reader would refuse, and everything after it', async () => {
    const folder = await temporaryFolder();
    const journal = await openJournal({ folder, clock: steppingClock() });
    await journal.line(runLine());
    const bad = { type: 'outcome' as const, act: 1, outcome: 'done' as const, ms: Number.NaN };
    await expect(journal.line(bad)).rejects.toMatchObject({ code: 'recording-failed' });
    await expect(journal.line({ type: 'note', text: 'x' })).rejects.toMatchObject({
      code: 'recording-failed',
    });
    await journal.close();
    expect((await readRecording(folder)).lines).toHaveLength(1);
  });
});

describe('the folder of a recording', () => {
  it.each([
    ['Save an order', /^2026-11-20-135502-save-an-order-[a-z2-9]{5}$/],
    ['../../etc/passwd', /^2026-11-20-135502-etc-passwd-[a-z2-9]{5}$/],
    ['…\u0000\\..', /^2026-11-20-135502-task-[a-z2-9]{5}$/],
    ['CON', /^2026-11-20-135502-con-[a-z2-9]{5}$/],
    ['发票 录入', /^2026-11-20-135502-发票-录入-[a-z2-9]{5}$/],
    ['x'.repeat(300), /^2026-11-20-135502-x{40}-[a-z2-9]{5}$/],
  ])('is named after the task %j', async (name, pattern) => {
    const root = await temporaryFolder();
    const folder = await newRecordingFolder(join(root, 'new', 'root'), name, '2026-11-20T13:55:02.000Z');
    expect(readdirSync(join(root, 'new', 'root'))[0]).toMatch(pattern);
    expect(folder.startsWith(join(root, 'new', 'root'))).toBe(true);
  });

  it('says where no recording can be made', async () => {
    const root = await temporaryFolder();
    await writeFile(join(root, 'file'), '');
    await expect(newRecordingFolder(join(root, 'file'), 'x', '2026-11-20T13:55:02Z')).rejects.toMatchObject({
      kind: 'environment',
      code: 'recording-folder',
    });
  });

  it.each(['/proc/x', '/proc/x/y'])('says that none can be made in %s', async (root) => {
    await expect(newRecordingFolder(root, 'x', '2026-11-20T13:55:02Z')).rejects.toMatchObject({
      code: 'recording-folder',
      message: `No recording can be made in ${root}: its file system takes no new folders.`,
    });
  });

  it('holds one recording only', async () => {
    const folder = await temporaryFolder();
    const journal = await openJournal({ folder, clock: steppingClock() });
    await expect(openJournal({ folder, clock: steppingClock() })).rejects.toMatchObject({
      code: 'recording-locked',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    await journal.line(runLine());
    expect((await readRecording(folder)).writer).toEqual({ pid: process.pid });
    await journal.close();
    await expect(openJournal({ folder, clock: steppingClock() })).rejects.toMatchObject({
      code: 'recording-exists',
    });
    expect(readdirSync(folder)).not.toContain('recording.lock');
  });
});

describe('files that are kept', () => {
  it.each([
    '../x',
    'a/../x',
    'a/b/c.png',
    '/etc/passwd',
    '..',
    '.',
    '.hidden',
    'a\\b',
    'a\u0000b',
    'CON',
    'con.txt',
    'patches/NUL.png',
    'x'.repeat(300),
    'recording.jsonl',
    'RECORDING.jsonl',
    'recording.lock',
    'frames/f0001.png',
    'Frames/x.png',
    'frames',
    'a/',
    '/a',
    'a. ',
    '..%2fx'.replace('%2f', '/'),
    '',
    'a\u2024\u2024/x',
  ])('are refused under the name %j', async (name) => {
    const folder = await temporaryFolder();
    const journal = await openJournal({ folder, clock: steppingClock() });
    await journal.line(runLine());
    await expect(journal.keep(name, 'x')).rejects.toMatchObject({ code: 'recording-name' });
    // The refusal is the caller's mistake, not a failed disk: the recording goes on.
    await journal.line({ type: 'note', text: 'still here' });
    await journal.close();
    expect(readdirSync(folder).sort()).toEqual(['frames', 'recording.jsonl']);
  });

  it('never overwrite each other and never follow a link', async () => {
    const folder = await temporaryFolder();
    const journal = await openJournal({ folder, clock: steppingClock() });
    await journal.line(runLine());
    expect(await journal.keep('logs/app.log', 'one')).toBe('logs/app.log');
    expect(await journal.keep('logs/app.log', 'two')).toBe('logs/app-2.log');
    expect(await journal.keep('plain', new Uint8Array([0, 255, 1]))).toBe('plain');
    expect(readFileSync(join(folder, 'logs/app.log'), 'utf8')).toBe('one');
    expect(readFileSync(join(folder, 'plain'))).toEqual(Buffer.from([0, 255, 1]));
    const outside = await temporaryFolder();
    await symlink(outside, join(folder, 'crops'));
    await expect(journal.keep('crops/a.png', 'x')).rejects.toMatchObject({ code: 'recording-name' });
    expect(readdirSync(outside)).toEqual([]);
    await journal.close();
    const { files } = await readRecording(folder);
    expect(files.map(({ file, bytes }) => [file, bytes])).toEqual([
      ['logs/app.log', 3],
      ['logs/app-2.log', 3],
      ['plain', 3],
    ]);
  });
});

describe('a folder that goes away', () => {
  it('stops the recording at the next line', async () => {
    const folder = join(await temporaryFolder(), 'run');
    await mkdir(folder);
    const journal = await openJournal({ folder, clock: steppingClock() });
    await journal.line(runLine());
    await rm(folder, { recursive: true });
    await expect(journal.line({ type: 'note', text: 'x' })).rejects.toMatchObject({
      code: 'recording-failed',
      message: expect.stringContaining('the folder was removed'),
    });
    await expect(journal.frame(lookOf(await drawnScreen(1)))).rejects.toMatchObject({
      code: 'recording-failed',
    });
    await journal.close();
  });

  it('is refused from the start when it is missing', async () => {
    const folder = join(await temporaryFolder(), 'missing');
    await expect(openJournal({ folder, clock: steppingClock() })).rejects.toMatchObject({
      code: 'recording-failed',
    });
  });
});
