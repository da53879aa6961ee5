import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { replay, startRun } from '../../src/index.js';
import { recordingIn, root, scratchEach, start } from './deskhand.js';

const place = scratchEach();
const node = promisify(execFile);
const programs = [...readFileSync(join(root, 'docs/api.md'), 'utf8').matchAll(/```js\n(.*?)```/gsu)].map(
  ([, text = '']) => text,
);

/** Runs a program of docs/api.md where deskhand is installed, with one argument; answers what it printed. */
async function program(number: number, argument: string): Promise<string> {
  const modules = join(place.folder, 'node_modules');
  if (!existsSync(modules)) mkdirSync(modules);
  if (!existsSync(join(modules, 'deskhand'))) symlinkSync(root, join(modules, 'deskhand'));
  writeFileSync(join(place.folder, 'program.mjs'), programs[number] ?? '');
  const ran = await node(process.execPath, ['program.mjs', argument], { cwd: place.folder });
  expect(ran.stderr).toBe('');
  return ran.stdout;
}

function task(text: string): string {
  const file = join(place.folder, 'task.yaml');
  writeFileSync(file, text);
  return file;
}

const waits = 'steps:\n  - note: first\n  - wait: 100s\n';

describe('the programs of docs/api.md', { timeout: 120_000 }, () => {
  it('should have at most 25 lines', () => {
    expect(programs).toHaveLength(3);
    for (const text of programs) expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(25);
  });

  it('should run a task, print its events and answer its questions', async () => {
    const said = await program(
      0,
      task(
        `steps:
  - press: super+r
  - ask: {question: Which colour?, as: colour}
  - run: touch \${colour}
`,
      ),
    );
    expect(said).toMatch(/^0 run\n/u);
    expect(said).toMatch(/^asked about press Super\+R: /mu);
    expect(said).toContain('asked: Which colour?');
    expect(said).toMatch(/passed: .* \(.*recordings.*\)/u);
    expect(existsSync(join(place.folder, 'blue'))).toBe(true);
  });

  it('should pause a run, let it go on and stop it', async () => {
    const said = await program(1, task(waits));
    expect(said).toMatch(/^paused after \d/u);
    expect(said).toContain('stopped: it has shown enough\n');
  });

  it('should follow a run of another process to its end', async () => {
    const running = start([
      'run',
      task('steps:\n  - note: first\n  - wait: 1s\n'),
      '--recordings',
      place.recordings,
    ]);
    mkdirSync(place.recordings, { recursive: true });
    await begun(place.recordings);
    const said = await program(2, recordingIn(place.recordings));
    expect(said).toMatch(/^passed \S+\npassed \S+\npassed: /u);
    expect((await running.done).code).toBe(0);
  });
});

/** Resolves when a recording below the folder has its first line. */
async function begun(recordings: string): Promise<void> {
  const files = () => readdirSync(recordings, { recursive: true }).map(String);
  const isThere = () =>
    files().some(
      (file) => file.endsWith('recording.jsonl') && readFileSync(join(recordings, file)).includes('\n'),
    );
  await vi.waitUntil(isThere, { timeout: 60_000 });
}

describe('a run of a program', { timeout: 120_000 }, () => {
  it('should leave nothing when it is stopped before anything was done', async () => {
    const run = startRun({ task: task(waits), recordings: place.recordings });
    expect(run.state).toBe('opening');
    expect(run.stop('a change of mind')).toBe(true);
    await expect(run.done).rejects.toMatchObject({
      code: 'stopped',
      message: expect.stringContaining('mind'),
    });
    for await (const line of run.events) expect.unreachable(line.type);
    expect(run.stop()).toBe(false);
    expect(existsSync(place.recordings) ? readdirSync(place.recordings) : []).toEqual([]);
  });

  it('should tell its lines to all who listen, and be replayed on its frames', async () => {
    const run = startRun({
      task: { source: 'steps:\n  - press: shift\n', file: join(place.folder, 'task.yaml') },
      recordings: place.recordings,
    });
    const [one, other] = await Promise.all([linesOf(run.events), linesOf(run.events)]);
    const { folder, ending, seal } = await run.done;
    const onDisk = readFileSync(join(folder, 'recording.jsonl'), 'utf8').trimEnd().split('\n');
    expect(one).toEqual(other);
    expect(one).toEqual(onDisk.map((line) => JSON.parse(line)));
    expect([ending, one.at(-1)?.hash]).toEqual(['passed', seal]);
    const again = replay({ recording: folder, dry: true, recordings: place.recordings });
    expect((await again.done).ending).toBe('passed');
  });

  it.each([
    [{ task: 'task.yaml', desktop: { where: ':1' } }, 'bad-request'],
    [{ task: 'no-such.yaml' }, 'no-task'],
    [{ task: { source: 'steps: [{clik: Save}]' } }, 'bad-task'],
    [{ task: { source: 'steps: [{note: x}]' }, params: { colour: 'red' } }, 'bad-param'],
  ])('should not begin with %j', async (request, code) => {
    const run = startRun({ recordings: place.recordings, ...request } as Parameters<typeof startRun>[0]);
    await expect(run.done).rejects.toMatchObject({ name: 'DeskhandError', code });
    expect(existsSync(place.recordings)).toBe(false);
  });
});

async function linesOf<Line>(events: AsyncIterable<Line>): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of events) lines.push(line);
  return lines;
}
