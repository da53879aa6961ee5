import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AppWindows, type OpenApps, openApps } from '../../src/desktop/apps/apps.js';
import { carriers } from '../../src/desktop/apps/marks.js';
import { openVirtualDesktop, type VirtualDisplay } from '../../src/desktop/virtual/virtual-desktop.js';
import type { AppSpec } from '../../src/ports.js';
import { wmctrlWindows } from './apps-windows.js';

const { signal } = new AbortController();
const timeoutMs = 10_000;

/** Whether a process runs; a dead one that nobody has reaped yet does not. */
function runs(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

function xterm(name: string, command: string, more: Partial<AppSpec> = {}): AppSpec {
  return { name, command: 'xterm', args: ['-T', name, '-e', 'sh', '-c', command], timeoutMs, ...more };
}

describe('openApps', { timeout: 30_000 }, () => {
  let desktop: VirtualDisplay;
  let windows: AppWindows;
  let folder: string;
  let apps: OpenApps;

  beforeAll(async () => {
    desktop = await openVirtualDesktop({ size: { width: 1000, height: 700 } });
    windows = wmctrlWindows(desktop.env);
  });
  afterAll(() => desktop.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deskhand-test-'));
    apps = openApps({ env: { ...desktop.env, DASHSCOPE_API_KEY: 'sk-1' }, folder, windows });
  });
  afterEach(async () => {
    await apps.end();
    rmSync(folder, { recursive: true });
  });

  describe('launch', () => {
    it('waits for the window by its title and gives it the focus', async () => {
      const app = await apps.launch(xterm('first', 'cat', { window: 'fi*t' }), signal);
      expect(app.window).toMatchObject({ title: 'first', class: 'XTerm', active: true });
      expect(app.exit()).toBeUndefined();
      expect(apps.list()).toEqual([app]);
    });

    it('waits for the window by its class', async () => {
      const spec = {
        name: 'calc',
        command: 'galculator',
        args: [],
        window: { class: 'galculator' },
        timeoutMs,
      };
      expect((await apps.launch(spec, signal)).window).toMatchObject({ title: 'galculator' });
    });

    it('takes the first window of its own when none is named, also when two start at once', async () => {
      const started = await Promise.all(
        ['one', 'two', 'three'].map((name) => apps.launch(xterm(name, 'cat'), signal)),
      );
      expect(started.map((app) => app.window?.title)).toEqual(['one', 'two', 'three']);
    });

    it('does not take an older window for the new one', async () => {
      await apps.launch(xterm('same', 'cat', { window: 'same' }), signal);
      const spec = xterm('second', 'cat', {
        args: ['-T', 'other', '-e', 'cat'],
        window: 'same',
        timeoutMs: 300,
      });
      await expect(apps.launch(spec, signal)).rejects.toMatchObject({
        code: 'app-no-window',
        message: expect.stringContaining('showed no window “same” within 300 ms'),
        hint: expect.stringContaining('“same”'),
      });
    });

    it('finds the window of a program that its starter has left behind', async () => {
      const spec = {
        name: 'launcher',
        command: 'sh',
        args: ['-c', 'setsid xterm -T child -e cat & sleep 0.05'],
        timeoutMs,
      };
      const app = await apps.launch(spec, signal);
      expect(app.window?.title).toBe('child');
      await vi.waitFor(() => expect(app.exit()).toEqual({ code: 0, signal: null }));
      await apps.close('launcher', signal);
      expect((await windows.list(signal)).map(({ title }) => title)).not.toContain('child');
    });

    it('notices at once that the program has given up, and tells what it said', async () => {
      const spec = {
        name: 'broken',
        command: 'sh',
        args: ['-c', 'echo no such theme >&2; exit 7'],
        timeoutMs: 60_000,
      };
      await expect(apps.launch(spec, signal)).rejects.toMatchObject({
        code: 'program-ended',
        message: expect.stringContaining('exit code 7'),
        hint: expect.stringContaining('no such theme'),
      });
      expect(readFileSync(join(folder, 'broken.log'), 'utf8')).toBe('no such theme\n');
    });

    it('says that there is no such program', async () => {
      const spec = { name: 'nothing', command: 'no-such-program', args: [], timeoutMs };
      await expect(apps.launch(spec, signal)).rejects.toMatchObject({
        kind: 'environment',
        code: 'program-missing',
      });
    });

    it('gives the program its own variables and no secret of ours', async () => {
      const spec = xterm('env', 'env >env.txt; exec cat', { cwd: folder, env: { GREETING: 'hello' } });
      await apps.launch(spec, signal);
      const text = await vi.waitFor(() => {
        const now = readFileSync(join(folder, 'env.txt'), 'utf8');
        expect(now).toContain('GREETING=hello');
        return now;
      });
      expect(text).not.toContain('sk-1');
    });

    it('refuses a name that runs already, and takes it again once that has ended', async () => {
      await apps.launch(xterm('name', 'cat'), signal);
      await expect(apps.launch(xterm('name', 'cat'), signal)).rejects.toMatchObject({ code: 'app-running' });
      await apps.close('name', signal);
      expect((await apps.launch(xterm('name', 'cat'), signal)).window?.title).toBe('name');
      expect(apps.list()).toHaveLength(1);
    });

    it('stops waiting when it is told to', async () => {
      const stop = new AbortController();
      const launching = apps.launch(
        xterm('slow', 'cat', { window: 'never', timeoutMs: 60_000 }),
        stop.signal,
      );
      await vi.waitFor(() => expect(apps.list()).toHaveLength(1));
      stop.abort(new Error('enough'));
      // The listing of this test knows no signals: the loop itself must look.
      await expect(launching).rejects.toThrow('enough');
    });
  });

  describe('name', () => {
    /** Title and application of every window that is open. */
    const owned = async () =>
      apps
        .name(await windows.list(signal))
        .map(({ title, app }) => [title, app])
        .sort();

    it('tells of windows which application opened them, equal ones and strangers among them', async () => {
      const args = ['-T', 'same', '-e', 'cat'];
      await apps.launch(xterm('one', 'cat', { args }), signal);
      await apps.launch(xterm('two', 'cat', { args, window: { app: 'two' } }), signal);
      const command = 'xterm -T stranger -e cat >/dev/null 2>&1 &';
      await apps.run({ command, args: [], shell: true, timeoutMs }, signal);
      await vi.waitFor(async () => {
        expect(await owned()).toEqual([
          ['same', 'one'],
          ['same', 'two'],
          ['stranger', undefined],
        ]);
      });
      await apps.close('one', signal);
      expect(await owned()).toEqual([
        ['same', 'two'],
        ['stranger', undefined],
      ]);
    });

    it('counts what came out of an application, also when the process that was started has gone', async () => {
      const args = [
        '-c',
        'setsid xterm -T child -e sh -c "xterm -T grandchild -e cat & exec cat" & sleep 0.05',
      ];
      const launcher = await apps.launch({ name: 'launcher', command: 'sh', args, timeoutMs }, signal);
      await vi.waitFor(async () => {
        expect(launcher.exit()).toBeDefined();
        expect(await owned()).toEqual([
          ['child', 'launcher'],
          ['grandchild', 'launcher'],
        ]);
      });
    });

    it('gives an application the window that it was waited for, also when a running one opened it', async () => {
      const fifo = join(folder, 'fifo');
      const serve = `mkfifo "${fifo}"; xterm -T first -e cat & while read -r t <"${fifo}"; do xterm -T "$t" -e cat & done`;
      const server = { name: 'server', command: 'sh', args: ['-c', serve], window: 'first', timeoutMs };
      await apps.launch(server, signal);
      const args = ['-c', `echo second >"${fifo}"`];
      await apps.launch({ name: 'client', command: 'sh', args, window: 'second', timeoutMs }, signal);
      expect(await owned()).toEqual([
        ['first', 'server'],
        ['second', 'client'],
      ]);
    });
  });

  describe('close', () => {
    it('closes the window politely', async () => {
      const app = await apps.launch(
        { name: 'editor', command: 'mousepad', args: ['--disable-server'], timeoutMs },
        signal,
      );
      await apps.close('editor', signal);
      expect(app.exit()).toEqual({ code: 0, signal: null });
    });

    it('ends a program that does not want to', async () => {
      const app = await apps.launch(
        xterm('stubborn', 'trap "" HUP TERM INT; while :; do sleep 1; done'),
        signal,
      );
      await apps.close('stubborn', signal);
      expect(runs(app.pid)).toBe(false);
      expect((await windows.list(signal)).map(({ title }) => title)).not.toContain('stubborn');
    });

    it('names what was started when the name is wrong', async () => {
      await apps.launch(xterm('right', 'cat'), signal);
      await expect(apps.close('wrong', signal)).rejects.toMatchObject({
        code: 'no-such-app',
        hint: 'Started were: “right”.',
      });
    });
  });

  describe('end', () => {
    it('leaves nothing running, not even what has left its group', async () => {
      const app = await apps.launch(xterm('parent', 'setsid sleep 1000 & exec cat'), signal);
      const mark = readFileSync(`/proc/${app.pid}/environ`, 'latin1')
        .split('\0')
        .find((line) => line.startsWith('DESKHAND_MARK='));
      await vi.waitFor(() => expect(carriers(mark ?? '')).toHaveLength(3));
      await apps.end();
      await apps.end();
      expect(carriers(mark ?? '')).toEqual([]);
    });
  });

  describe('run', () => {
    const command = { args: [], timeoutMs };

    it('answers exit code and both outputs', async () => {
      const args = ['-c', 'echo out; echo err >&2; exit 3'];
      expect(await apps.run({ ...command, command: 'sh', args }, signal)).toEqual({
        code: 3,
        stdout: 'out\n',
        stderr: 'err\n',
      });
    });

    it('takes words as they are without a shell, and a whole line with one', async () => {
      const plain = await apps.run({ ...command, command: 'echo', args: ['$HOME', 'a  b', '"'] }, signal);
      expect(plain.stdout).toBe('$HOME a  b "\n');
      const line = await apps.run({ ...command, command: 'echo $DISPLAY | tr : =', shell: true }, signal);
      expect(line.stdout).toBe(`${desktop.display.replace(':', '=')}\n`);
    });

    it('runs in the folder and with the variables it is given, without secrets of ours', async () => {
      const spec = { ...command, command: 'pwd; echo $X; env', shell: true, cwd: folder, env: { X: 'y' } };
      const { stdout } = await apps.run(spec, signal);
      expect(stdout.startsWith(`${folder}\ny\n`)).toBe(true);
      expect(stdout).not.toContain('sk-1');
    });

    it('does not wait for what it leaves in the background', async () => {
      const { stdout } = await apps.run({ ...command, command: 'sleep 1000 & echo $!', shell: true }, signal);
      const pid = Number(stdout);
      expect(runs(pid)).toBe(true);
      await apps.end();
      expect(runs(pid)).toBe(false);
    });

    it('keeps the end of an output without end', async () => {
      const args = ['-c', 'head -c 3000000 /dev/zero | tr "\\0" x; echo end'];
      const { stdout } = await apps.run({ ...command, command: 'sh', args }, signal);
      expect(stdout).toHaveLength(1024 * 1024);
      expect(stdout.endsWith('xend\n')).toBe(true);
    });

    it('ends a command that takes too long, with its children', async () => {
      const spec = {
        command: `sleep 999 & echo $! >pid; wait`,
        args: [],
        shell: true,
        cwd: folder,
        timeoutMs: 500,
      };
      await expect(apps.run(spec, signal)).rejects.toMatchObject({ code: 'command-timeout' });
      const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
      await vi.waitFor(() => expect(runs(pid)).toBe(false));
    });

    it('ends a command when it is told to', async () => {
      const stop = new AbortController();
      const running = apps.run(
        { ...command, command: 'sleep', args: ['999'], timeoutMs: 60_000 },
        stop.signal,
      );
      stop.abort(new Error('enough'));
      await expect(running).rejects.toThrow('enough');
    });

    it('says that there is no such program', async () => {
      await expect(apps.run({ ...command, command: 'no-such-program' }, signal)).rejects.toMatchObject({
        kind: 'environment',
        code: 'program-missing',
      });
    });
  });
});
