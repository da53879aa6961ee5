import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openX11Client, type X11Client } from '../../src/desktop/driver/x11/client.js';
import { readRecording, verifyRecording } from '../../src/recording/index.js';
import { pressedOn } from '../support/drawing.js';
import { startXvfb, type TestDisplay } from '../support/xvfb.js';
import {
  deskhand,
  driverOf,
  linesOf,
  onlyRun,
  recordingIn,
  root,
  scratchEach,
  start,
  tale,
  untilLine,
} from './deskhand.js';

const place = scratchEach();
let display: TestDisplay;
let onlooker: X11Client;

beforeAll(async () => {
  display = await startXvfb({ width: 640, height: 480 });
  onlooker = await openX11Client({ display: display.display });
});
afterAll(async () => {
  await onlooker.close();
  await display.end();
});

/** Writes a task and answers the arguments that run it on the display of this file. */
function task(text: string, ...more: string[]): string[] {
  const file = join(place.folder, 'task.yaml');
  writeFileSync(file, text);
  return [
    'run',
    file,
    '--recordings',
    place.recordings,
    '--approve',
    'deny',
    '--desktop',
    display.display,
    ...more,
  ];
}

/** The recording reads back whole, its chain holds, and it ends as said. */
async function wholeRecording(folder: string, ending: string): Promise<void> {
  const recording = await readRecording(folder);
  expect(recording.torn).toBeUndefined();
  expect(recording.corrupt).toBeUndefined();
  expect(await verifyRecording(recording)).toEqual([]);
  expect(recording.ending?.ending).toBe(ending);
  expect(recording.lines.at(-1)?.type).toBe('ending');
}

const nothingDown = { keys: [], buttons: 0 };
const holding = 'name: Hold\nsteps:\n  - hold: {keys: [shift, a], for: 30s}\n';

/** Waits until keys are down on the display, as its server reports them. */
async function untilHeld(running: ReturnType<typeof start>): Promise<string> {
  const folder = await untilLine({ recordings: place.recordings, running }, ({ type }) => type === 'intent');
  await vi.waitUntil(async () => (await pressedOn(onlooker)).keys.length === 2, {
    timeout: 30_000,
    interval: 20,
  });
  return folder;
}

describe('the exit codes', { timeout: 120_000 }, () => {
  it('should be 2 for a bad task, with every mistake at its place and nothing touched', async () => {
    const [, file = '', ...rest] = task('name: Bad\nsteps:\n  - clik: Save\n  - press: ctrl+nokey\n');
    const ran = await deskhand(['run', file, ...rest]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(`${file}:3:5`);
    expect(ran.stderr).toContain('did you mean: click');
    expect(ran.stderr).toContain(`${file}:4:`);
    expect(ran.stdout).toBe('');
    expect(existsSync(place.recordings)).toBe(false);
  });

  it('should be 2 for an option that does not exist and a file that is not there', async () => {
    expect((await deskhand(['run', 'tasks/terminal.yaml', '--no-such-option'])).code).toBe(2);
    const absent = await deskhand(['run', join(place.folder, 'absent.yaml')]);
    expect(absent.code).toBe(2);
    expect(absent.stderr).toContain('absent.yaml');
  });

  it('should be 2 for a secret without a value, before anything is touched', async () => {
    const args = task(
      'name: S\nsecrets: {pass: {env: DESKHAND_TEST_ABSENT}}\nsteps:\n  - type: {secret: pass}\n',
    );
    const ran = await deskhand(args);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('DESKHAND_TEST_ABSENT');
    expect(existsSync(place.recordings)).toBe(false);
  });

  it('should be 3 without a display', async () => {
    const ran = await deskhand([...task('name: N\nsteps:\n  - press: a\n').slice(0, -1), ':987']);
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain(':987');
    expect(readdirSync(place.recordings)).toEqual([]);
  });

  it('should be 1 when a check fails, and tell which', async () => {
    const args = task(
      'name: C\nsteps:\n  - check: {file: {path: absent.txt}, within: 100ms}\n',
      '--reporter',
      'json',
    );
    const ran = await deskhand(args);
    expect(ran.code, tale(ran)).toBe(1);
    expect(onlyRun(ran).reason).toContain('absent.txt does not exist');
  });

  it('should be 4 for an act that nobody approved, and nothing is deleted', async () => {
    const state = join(place.folder, 'state.json');
    const source = readFileSync(join(root, 'tasks/orders-delete.yaml'), 'utf8')
      .replace(/policy:\n {2}approve: .*\n/u, '')
      .replaceAll('programs/', `${root}tasks/programs/`);
    const file = join(place.folder, 'delete.yaml');
    writeFileSync(file, source);
    const args = ['--approve', 'deny', '--param', `state=${state}`, '--recordings', place.recordings];
    const ran = await deskhand(['run', file, '--reporter', 'json', ...args]);
    expect(ran.code, tale(ran)).toBe(4);
    expect(JSON.parse(readFileSync(state, 'utf8'))).toMatchObject({ deleted: [], dirty: false });
    const run = onlyRun(ran);
    expect(run.ending).toBe('refused');
    expect(run.acts.some(({ standing }) => standing === 'refused')).toBe(true);
    await wholeRecording(run.folder, 'refused');
  });

  it('should be 5 when the steps are used up', async () => {
    const args = task(
      'name: B\nlimits: {steps: 2}\nsteps:\n  - press: a\n  - press: b\n  - press: c\n',
      '--reporter',
      'json',
    );
    const ran = await deskhand(args);
    expect(ran.code, tale(ran)).toBe(5);
    const run = onlyRun(ran);
    expect(run.reason).toContain('2 steps');
    // The third was decided on, and not begun.
    expect(run.acts.map(({ standing }) => standing)).toEqual(['done', 'done', 'open']);
    await wholeRecording(run.folder, 'out of budget');
  });

  it('should be 5 when the time is used up, with everything released', async () => {
    const ran = await deskhand(
      task(holding.replace('steps:', 'limits: {seconds: 3}\nsteps:'), '--reporter', 'json'),
    );
    expect(ran.code, tale(ran)).toBe(5);
    expect(await pressedOn(onlooker)).toEqual(nothingDown);
    await wholeRecording(onlyRun(ran).folder, 'out of budget');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'should be 130 after %s, with everything released',
    async (signal) => {
      const running = start(task(holding));
      const folder = await untilHeld(running);
      running.child.kill(signal);
      const ran = await running.done;
      expect(ran.code, tale(ran)).toBe(130);
      // The run was under way.
      expect(ran.stderr).not.toContain('had ended');
      expect(await pressedOn(onlooker)).toEqual(nothingDown);
      await wholeRecording(folder, 'stopped');
    },
  );

  it('should be 130 after a signal to its driver alone, which fails the act under way', async () => {
    const running = start(task(holding));
    const folder = await untilHeld(running);
    process.kill(driverOf(running.pid), 'SIGTERM');
    const ran = await running.done;
    expect(ran.code, tale(ran)).toBe(130);
    expect(await pressedOn(onlooker)).toEqual(nothingDown);
    await wholeRecording(folder, 'stopped');
  });

  it('should be 130 before the run began, and leave nothing', async () => {
    const { recordings } = place;
    const running = start(task('steps: [{press: down}]\n', '--desktop', 'virtual'));
    await vi.waitUntil(() => existsSync(recordings) && readdirSync(recordings).length > 0, {
      timeout: 60_000,
      interval: 5,
    });
    running.child.kill('SIGTERM');
    const ran = await running.done;
    expect(ran.code, tale(ran)).toBe(130);
    expect(ran.stderr).toContain('stopped before the run began');
    expect(readdirSync(recordings)).toEqual([]);
  });

  it.each([
    ['run', 'SIGTERM'],
    ['run', 'SIGHUP'],
    ['run', 'SIGINT'],
    ['replay', 'SIGTERM'],
    ['replay', 'SIGHUP'],
  ] as const)(
    'should be 130 when %s is ended by %s while it loads, and leave nothing',
    async (command, signal) => {
      const args = task('steps: [{press: down}]\n', '--desktop', 'virtual');
      const what =
        command === 'run'
          ? args
          : [
              'replay',
              join(root, 'test/fixtures/recordings/format-1'),
              '--dry',
              '--recordings',
              place.recordings,
            ];
      const running = start(what);
      await vi.waitUntil(() => catchesHangUp(running.pid), { timeout: 60_000, interval: 1 });
      running.child.kill(signal);
      const ran = await running.done;
      expect(ran.code, tale(ran)).toBe(130);
      expect(ran.stderr).toContain('stopped before the run began');
      expect(existsSync(place.recordings)).toBe(false);
    },
  );

  it('should be 130 whenever the stop comes, however busy the process is with loading', async () => {
    for (const ms of [150, 250, 350, 450, 550, 650]) {
      const running = start(task('steps: [{wait: 60s}]\n', '--desktop', 'virtual'));
      await new Promise((resolve) => setTimeout(resolve, ms));
      running.child.kill('SIGTERM');
      const ran = await running.done;
      // Node itself may not be ready to be asked anything yet on a busy machine.
      expect([130, null], `after ${ms} ms: ${tale(ran)}`).toContain(ran.code);
      expect(ran.stdout).not.toContain('passed');
    }
  }, 90_000);

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'should be 130 when %s comes before the command line is loaded',
    async (signal) => {
      // Sent the moment the first module of weight is looked for: nothing of it can have run.
      const hooks = `export async function resolve(name, context, next) {
        if (name.includes('/chunks/cli-program-')) process.kill(process.pid, '${signal}');
        return next(name, context);
      }`;
      const register = `import { register } from 'node:module'; register(${JSON.stringify(moduleOf(hooks))});`;
      const env = { NODE_OPTIONS: `--import=${moduleOf(register)}` };
      const ran = await deskhand(task('steps: [{press: down}]\n', '--desktop', 'virtual'), { env });
      expect(ran.code, tale(ran)).toBe(130);
      expect(existsSync(place.recordings)).toBe(false);
    },
  );

  it('should be 130 after deskhand stop from another terminal', async () => {
    const running = start(task(holding));
    const folder = await untilHeld(running);
    const stop = await deskhand(['stop', '--recordings', place.recordings]);
    expect(stop).toMatchObject({ code: 0, stderr: '' });
    expect(stop.stdout).toContain(String(running.pid));
    expect((await running.done).code).toBe(130);
    expect(await pressedOn(onlooker)).toEqual(nothingDown);
    await wholeRecording(folder, 'stopped');
    expect((await deskhand(['stop', '--recordings', place.recordings])).stdout).toContain('No run');
  });

  it('should be 1 when the driver is killed in mid-action; that act is unknown and nothing stays down', async () => {
    const running = start(task(holding, '--reporter', 'json'));
    const folder = await untilHeld(running);
    process.kill(driverOf(running.pid), 'SIGKILL');
    const ran = await running.done;
    expect(ran.code, tale(ran)).toBe(1);
    expect(await pressedOn(onlooker)).toEqual(nothingDown);
    await wholeRecording(folder, 'failed');
    const recording = await readRecording(folder);
    expect(recording.acts.map(({ outcome }) => outcome)).toEqual(['unknown']);
    expect(recording.ending?.reason).toContain('unknown');
  });

  it('should leave a recording that reads back when the run itself is killed, with nothing down', async () => {
    const running = start(task(holding));
    const folder = await untilHeld(running);
    running.child.kill('SIGKILL');
    await running.done;
    await vi.waitUntil(async () => (await pressedOn(onlooker)).keys.length === 0, {
      timeout: 10_000,
      interval: 20,
    });
    const recording = await readRecording(folder);
    expect(recording.corrupt).toBeUndefined();
    expect(recording.ending).toBeUndefined();
    expect(recording.acts.map(({ outcome }) => outcome)).toEqual(['unknown']);
    const shown = await deskhand(['show', folder]);
    expect(shown.code).toBe(1);
    expect(shown.stdout).toContain('The run was interrupted');
  });
});

describe('a pause', { timeout: 120_000 }, () => {
  it('should hold the run until it is resumed', async () => {
    const steps = Array.from({ length: 60 }, (_, index) => `  - run: touch step-${index}\n`).join('');
    const running = start(task(`name: Pause\nsteps:\n${steps}`, '--reporter', 'json'));
    const where = { recordings: place.recordings, running };
    const folder = await untilLine(where, ({ type }) => type === 'outcome');
    running.child.kill('SIGUSR1');
    await untilLine(where, ({ type }) => type === 'pause');
    expect(linesOf(folder).at(-1)?.type).toBe('pause');
    running.child.kill('SIGUSR1');
    const ran = await running.done;
    expect(ran.code, tale(ran)).toBe(0);
    const types = linesOf(folder).map(({ type }) => type);
    expect(types[types.indexOf('pause') + 1]).toBe('resume');
    // A decision that the pause caught before its act is made anew, and stands in the recording all the same.
    expect(onlyRun(ran).acts.filter(({ standing }) => standing === 'done')).toHaveLength(61);
    await wholeRecording(recordingIn(place.recordings), 'passed');
  });
});

/** Whether the process listens to SIGHUP, which Node leaves alone until somebody asks for it. */
function catchesHangUp(pid: number): boolean {
  const caught = /^SigCgt:\s*([0-9a-f]+)$/mu.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
  return caught !== undefined && (BigInt(`0x${caught}`) & 1n) === 1n;
}

/** A module as its own address. */
function moduleOf(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
