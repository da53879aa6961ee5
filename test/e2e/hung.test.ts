import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openX11Client, type X11Client } from '../../src/desktop/driver/x11/client.js';
import { pressedOn } from '../support/drawing.js';
import { startXvfb, type TestDisplay } from '../support/xvfb.js';
import { driverOf, root, scratchEach, start, tale, untilLine } from './deskhand.js';

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

/** Starts a run of these steps on the display of this file, as a user of its own. */
function run(steps: string) {
  const file = join(place.folder, 'task.yaml');
  writeFileSync(file, `name: Hung\nsteps:\n${steps}`);
  const options = ['--recordings', place.recordings, '--approve', 'deny', '--desktop', display.display];
  return start(['run', file, ...options], { env: config() });
}

/** Where the runs of this user are named: no other run of this machine must be stopped. */
function config(): { XDG_CONFIG_HOME: string } {
  return { XDG_CONFIG_HOME: join(place.folder, 'config') };
}

function stopShell(): string {
  const { stdout, stderr } = spawnSync('/bin/sh', [join(root, 'dist/cli/deskhand-stop.sh')], {
    env: { ...process.env, ...config() },
    encoding: 'utf8',
  });
  return stdout + stderr;
}

const down = async (): Promise<number> => (await pressedOn(onlooker)).keys.length;
const until = (keys: number): Promise<boolean> =>
  vi.waitUntil(async () => (await down()) === keys, { timeout: 60_000, interval: 20 });

async function holding() {
  const running = run('  - hold: {keys: [shift, a], for: 60s}\n');
  await untilLine({ recordings: place.recordings, running }, ({ type }) => type === 'intent');
  await until(2);
  return running;
}

describe('a run that hangs', { timeout: 180_000 }, () => {
  it('should let go of what it holds, and end as stopped by a signal that it could not hear', async () => {
    const running = await holding();
    process.kill(running.pid, 'SIGSTOP');
    await until(0);
    running.child.kill('SIGTERM');
    process.kill(running.pid, 'SIGCONT');
    const ran = await running.done;
    expect(ran.code, tale(ran)).toBe(130);
  });

  it('should type on where it was when it answers again', async () => {
    const file = join(place.folder, 'typed.txt');
    const terminal = spawn('xterm', ['-e', 'sh', '-c', `stty -icanon -echo; cat > ${file}`], {
      env: display.env,
      stdio: 'ignore',
    });
    try {
      await vi.waitUntil(() => existsSync(file), { timeout: 60_000 });
      spawnSync('xdotool', ['mousemove', '100', '100'], { env: display.env });
      const text = 'a text that is long enough. '.repeat(350).trim();
      const running = run(`  - type: {text: "${text}", unseen: true}\n`);
      const size = (): number => statSync(file).size;
      await vi.waitUntil(() => size() > 200, { timeout: 60_000, interval: 2 });
      process.kill(running.pid, 'SIGSTOP');
      let last = -1;
      // It has come to rest once nothing was added between two looks far apart.
      await vi.waitUntil(
        () => {
          const before = last;
          last = size();
          return last === before;
        },
        { timeout: 60_000, interval: 700 },
      );
      expect(last).toBeLessThan(text.length);
      process.kill(running.pid, 'SIGCONT');
      await vi.waitUntil(() => size() === text.length, { timeout: 60_000, interval: 20 });
      expect(readFileSync(file, 'utf8')).toBe(text);
      running.child.kill('SIGTERM');
      await running.done;
    } finally {
      terminal.kill();
    }
  });

  it('should be stopped by deskhand-stop, which needs no Node and knows its own', async () => {
    const runs = join(config().XDG_CONFIG_HOME, 'deskhand/runs');
    mkdirSync(runs, { recursive: true });
    const bystander = spawn('sleep', ['300'], { stdio: 'ignore' });
    try {
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      // A number that belongs to another process by now.
      writeFileSync(join(runs, '9'), `${bystander.pid} 1 ${bystander.pid} 1 ${boot}\n`);
      expect(stopShell()).toBe('No run is under way.\n');
      const running = await holding();
      process.kill(running.pid, 'SIGSTOP');
      expect(stopShell()).toBe(`stopped process ${running.pid}\n`);
      await until(0);
      process.kill(running.pid, 'SIGCONT');
      const ran = await running.done;
      expect(ran.code, tale(ran)).toBe(130);
      expect(stopShell()).toBe('No run is under way.\n');
      expect(bystander.exitCode ?? bystander.signalCode).toBe(null);
    } finally {
      bystander.kill('SIGKILL');
    }
  });
});

describe('a run that is killed together with its driver', { timeout: 180_000 }, () => {
  it('should leave nothing down', async () => {
    const running = await holding();
    const driver = driverOf(running.pid);
    process.kill(driver, 'SIGKILL');
    running.child.kill('SIGKILL');
    await running.done;
    await until(0);
  });

  it('should leave nothing down where the driver is killed while the run is stopped', async () => {
    const running = await holding();
    process.kill(running.pid, 'SIGSTOP');
    process.kill(driverOf(running.pid), 'SIGKILL');
    await until(0);
    running.child.kill('SIGKILL');
    await running.done;
  });
});
