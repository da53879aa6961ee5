import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDriver } from '../../src/desktop/driver-client.js';
import { startXvfb, type TestDisplay } from '../support/xvfb.js';
import { endLeftovers, linesOf, scratch, tale } from './deskhand.js';
import {
  answer,
  appOf,
  expectNothingDown,
  expectWhole,
  follow,
  on,
  orders,
  question,
  untilCount,
} from './fault-desk.js';

let place: ReturnType<typeof scratch>;
let display: TestDisplay;
let manager: ChildProcess;

beforeEach(async () => {
  place = scratch();
  display = await startXvfb({ width: 1280, height: 800 });
  manager = spawn('openbox', [], { env: display.env, stdio: 'ignore' });
  await vi.waitUntil(
    () =>
      on(display.env, 'wmctrl', '-m').then(
        () => true,
        () => false,
      ),
    { timeout: 20_000 },
  );
});
afterEach(async () => {
  await endLeftovers();
  manager.kill('SIGTERM');
  if (manager.exitCode === null && manager.signalCode === null) await once(manager, 'exit');
  await display.end();
  place.remove();
});

const go = (): string => join(place.folder, 'go');
/** The step in which the fault happens: it goes on when the test says so. */
const gate = (): string => `  - check: {file: {path: ${JSON.stringify(go())}}, within: 60s}\n`;
const atTheGate = ({ type, action }: { type: string; action?: { name: string } }): boolean =>
  type === 'intent' && action?.name === 'check';

const run = (steps: string, wanted: Parameters<typeof follow>[2]) =>
  follow(place, `name: Fault\n${orders(place.folder)}steps:\n${steps}`, wanted, [
    ...['--desktop', display.display],
  ]);

const clicks = (folder: string): number =>
  linesOf(folder).filter((line) => line.type === 'intent' && line.action.name === 'click').length;

describe('an application in mid-run', { timeout: 120_000 }, () => {
  it('should get no input while it hangs, whatever the step promises, and the step says so', async () => {
    const hung = await run(`${gate()}  - {press: ctrl+n, timeout: 10m}\n`, atTheGate);
    const { pid } = appOf(hung);
    process.kill(pid, 'SIGSTOP');
    writeFileSync(go(), '');
    const ran = await hung.done;
    expect(ran.code, tale(ran)).toBe(1);
    expect(await expectWhole(hung.folder, 'failed')).toContain(
      `The application of the window “Order Desk” hangs: its process ${pid} was stopped. Nothing was pressed.`,
    );
    const pressed = linesOf(hung.folder).find(
      (line) => line.type === 'intent' && line.action.name === 'press',
    );
    const act = pressed?.type === 'intent' ? pressed.act : undefined;
    const outcome = linesOf(hung.folder).find((line) => line.type === 'outcome' && line.act === act);
    expect(outcome).toMatchObject({ outcome: 'failed' });
    await expectNothingDown(display.env);
  });

  it('should fail the step when it hangs after the input, and say that nothing changed', async () => {
    let pressed: number | undefined;
    const hung = await run('  - {press: f9, timeout: 3s, expect: {window: "Never to be seen"}}\n', (line) => {
      if (line.type === 'intent' && line.action.name === 'press') pressed = line.act;
      return line.type === 'outcome' && line.act === pressed;
    });
    process.kill(appOf(hung).pid, 'SIGSTOP');
    const ran = await hung.done;
    expect(ran.code, tale(ran)).toBe(1);
    const reason = await expectWhole(hung.folder, 'failed');
    expect(reason).toContain('Nothing on the screen has changed since the last input');
    expect(reason).toContain('“Order Desk” does not seem to answer');
    await expectNothingDown(display.env);
  });

  it('should not be typed into on and on when it hangs in the middle of a text', async () => {
    // More characters than the keyboard has room for at a time: the hand has to wait for the application.
    const text = Array.from({ length: 3000 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join('');
    const hung = await run(
      `  - type: ${text}\n`,
      (line) => line.type === 'intent' && line.action.name === 'type',
    );
    const keymap = (): string => execFileSync('xmodmap', ['-pke'], { env: display.env, encoding: 'utf8' });
    await vi.waitUntil(() => /U4E[0-9A-F]{2}/iu.test(keymap()), { timeout: 20_000, interval: 1 });
    process.kill(appOf(hung).pid, 'SIGSTOP');
    const ran = await hung.done;
    expect(ran.code, tale(ran)).toBe(1);
    expect(await expectWhole(hung.folder, 'failed')).toContain('The application took no key');
    await expectNothingDown(display.env);
  });

  it('should be noticed at once when it dies while its window is needed', async () => {
    const dying = await run(
      '  - {click: Nowhere to be seen, timeout: 10m}\n',
      ({ type }) => type === 'look-again',
    );
    process.kill(appOf(dying).pid, 'SIGKILL');
    const ran = await dying.done;
    expect(ran.code, tale(ran)).toBe(1);
    const reason = await expectWhole(dying.folder, 'failed');
    expect(reason).toContain('cannot be found any more');
    expect(reason).toMatch(/“orders” has ended by SIGKILL; what it printed is in .*orders\.log/u);
    expect(clicks(dying.folder)).toBe(0);
    await expectNothingDown(display.env);
  });

  it('should get no input after it has died between two steps', async () => {
    const dying = await run(`${gate()}  - type: lost\n`, atTheGate);
    const { pid } = appOf(dying);
    process.kill(pid, 'SIGSEGV');
    await vi.waitUntil(
      () =>
        on(display.env, 'sh', '-c', '! wmctrl -l | grep -q .').then(
          () => true,
          () => false,
        ),
      {
        timeout: 20_000,
      },
    );
    writeFileSync(go(), '');
    const ran = await dying.done;
    expect(ran.code, tale(ran)).toBe(1);
    const reason = await expectWhole(dying.folder, 'failed');
    expect(reason).toContain('No window is left to act on. The application “orders” has ended by SIGSEGV');
    expect(linesOf(dying.folder).some((line) => line.type === 'intent' && line.action.name === 'type')).toBe(
      false,
    );
    await expectNothingDown(display.env);
  });
});

/** A step that asks, so that the display can change between the look and the act. */
const asking = '  - click: "1002"\n  - {click: {text: Delete, near: Send invoice}, name: Ask to delete}\n';

async function smaller(): Promise<void> {
  await on(display.env, 'xrandr', '--newmode', 'small', ...'25 640 656 752 800 480 490 492 525'.split(' '));
  await on(display.env, 'xrandr', '--addmode', 'screen', 'small');
  await on(display.env, 'xrandr', '--output', 'screen', '--mode', 'small');
}

async function twoMonitors(): Promise<void> {
  await on(display.env, 'xrandr', '--setmonitor', 'left', '640/160x800/200+0+0', 'screen');
  await on(display.env, 'xrandr', '--setmonitor', 'right', '640/160x800/200+640+0', 'none');
}

describe('a display in mid-run', { timeout: 120_000 }, () => {
  it('should void a decision when its size changes, whoever has approved it', async () => {
    const asked = await run(asking, ({ type }) => type === 'verdict');
    const request = await question(asked);
    const before = clicks(asked.folder);
    await smaller();
    answer(asked, request, 'yes');
    await untilCount(asked, 'stale', 1);
    await untilCount(asked, 'frame', linesOf(asked.folder).filter(({ type }) => type === 'frame').length + 1);
    asked.child.kill('SIGINT');
    const ran = await asked.done;
    expect(ran.code, tale(ran)).toBe(130);
    await expectWhole(asked.folder, 'stopped');
    const lines = linesOf(asked.folder);
    const stale = lines.findIndex(({ type }) => type === 'stale');
    const looked = lines.slice(stale).find((line) => line.type === 'frame');
    expect(looked).toMatchObject({ frame: { size: { width: 640, height: 480 } } });
    expect(clicks(asked.folder)).toBe(before);
    await expectNothingDown(display.env);
  });

  it('should end the run before the next act when the monitor it looks at is unplugged', async () => {
    await twoMonitors();
    const task = `name: Fault\n${orders(place.folder)}steps:\n${gate()}  - type: never\n`;
    const options = ['--desktop', display.display, '--monitor', 'right'];
    const cut = await follow(place, task, atTheGate, options);
    await on(display.env, 'xrandr', '--delmonitor', 'right');
    await smaller();
    writeFileSync(go(), '');
    const ran = await cut.done;
    expect(ran.code, tale(ran)).toBe(1);
    expect(await expectWhole(cut.folder, 'failed')).toContain('There is no monitor “right”.');
    expect(linesOf(cut.folder).some((line) => line.type === 'intent' && line.action.name === 'type')).toBe(
      false,
    );
    await expectNothingDown(display.env);
  });

  it('should name the monitor that was unplugged', async () => {
    await twoMonitors();
    const driver = await openDriver({ display: display.display, env: display.env, monitor: 'right' });
    try {
      const never = new AbortController().signal;
      const { key } = await driver.screen.look('none', never);
      await on(display.env, 'xrandr', '--delmonitor', 'right');
      await smaller();
      const gone = { kind: 'environment', code: 'no-monitor', message: 'There is no monitor “right”.' };
      await expect(driver.screen.look('none', never)).rejects.toMatchObject(gone);
      await expect(driver.screen.compare(key, undefined, never)).rejects.toMatchObject(gone);
      await expectNothingDown(display.env);
    } finally {
      await driver.close();
    }
  });

  it('should end the run when its server dies while nothing is done', async () => {
    const cut = await run(gate(), atTheGate);
    process.kill(display.pid, 'SIGKILL');
    const ran = await cut.done;
    expect(ran.code, tale(ran)).toBe(1);
    expect(await expectWhole(cut.folder, 'failed')).toContain(display.display);
  });

  it('should end the run when its server dies in the middle of an act, which is unknown then', async () => {
    const holding = 'name: Hold\nsteps:\n  - hold: {keys: [shift, a], for: 30s}\n';
    const options = ['--desktop', display.display];
    const cut = await follow(place, holding, ({ type }) => type === 'intent', options);
    process.kill(display.pid, 'SIGKILL');
    const ran = await cut.done;
    expect(ran.code, tale(ran)).toBe(1);
    expect(await expectWhole(cut.folder, 'failed')).toContain(display.display);
    const outcome = linesOf(cut.folder).find((line) => line.type === 'outcome');
    expect(outcome).toMatchObject({ outcome: 'unknown' });
    // Not held on to until its time was over.
    expect(outcome?.ms).toBeLessThan(30_000);
  });
});

describe('a disk in mid-run', { timeout: 120_000 }, () => {
  // Only root may mount a disk small enough to be filled.
  it.skipIf(process.getuid?.() !== 0)('should end the run before the next act when it is full', async () => {
    mkdirSync(place.recordings);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', place.recordings]);
    try {
      const full = await run(`${gate()}  - type: never\n`, atTheGate);
      const { bavail, bsize } = statfsSync(place.recordings);
      // The first write takes what is left, so that the next picture has no room.
      writeFileSync(join(place.recordings, '.filler'), Buffer.alloc(bavail * bsize));
      writeFileSync(go(), '');
      const ran = await full.done;
      expect(ran.code, tale(ran)).toBe(1);
      expect(`${ran.stdout}${ran.stderr}`).toContain('the disk is full');
      expect(linesOf(full.folder).length).toBeGreaterThan(5);
      expect(readFileSync(join(full.folder, 'recording.jsonl'), 'utf8')).not.toContain('“never”');
      await expectNothingDown(display.env);
    } finally {
      execFileSync('umount', ['-l', place.recordings]);
    }
  });
});
