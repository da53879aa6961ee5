import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { childEntry } from '../../src/core/entry.js';
import { carriers } from '../../src/desktop/apps/marks.js';
import { isOnPath, requirePrograms } from '../../src/desktop/virtual/needs.js';
import { requireViewer } from '../../src/desktop/virtual/view.js';
import { openVirtualDesktop, type VirtualDisplay } from '../../src/desktop/virtual/virtual-desktop.js';

const run = promisify(execFile);
const size = { width: 800, height: 600 };

/** Whether a process runs; a dead one that nobody has reaped yet does not. */
function runs(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

/** The mark that the process was started with, as `/proc` has it. */
function markOf(pid: number): string {
  const all = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
  return all.find((entry) => entry.startsWith('DESKHAND_MARK=')) ?? '';
}

async function onDisplay(desktop: VirtualDisplay, command: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(command, args, { env: desktop.env });
  return stdout;
}

describe('openVirtualDesktop', { timeout: 30_000 }, () => {
  let folder: string;
  const opened: VirtualDisplay[] = [];
  const open = async (
    options: Partial<Parameters<typeof openVirtualDesktop>[0]> = {},
  ): Promise<VirtualDisplay> => {
    const desktop = await openVirtualDesktop({ size, folder, ...options });
    opened.push(desktop);
    return desktop;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deskhand-test-'));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((desktop) => desktop.close()));
    rmSync(folder, { recursive: true });
  });

  it('has the size it was asked for and a window manager that is ready', async () => {
    const desktop = await open({ size: { width: 1024, height: 700 } });
    expect(await onDisplay(desktop, 'xdpyinfo')).toMatch(/dimensions:\s+1024x700 pixels/);
    expect(await onDisplay(desktop, 'wmctrl', '-m')).toContain('Name: Openbox');
  });

  it('is as deep as it was asked for', async () => {
    const desktop = await open({ depth: 16 });
    expect(await onDisplay(desktop, 'xdpyinfo')).toMatch(/depth of root window:\s+16 planes/);
  });

  it('lets nobody in without its authority file, which only its owner reads', async () => {
    const desktop = await open();
    const file = desktop.env.XAUTHORITY ?? '';
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const without = run('xdpyinfo', [], { env: { ...desktop.env, XAUTHORITY: '/dev/null' } });
    await expect(without).rejects.toThrow(/Authorization required|unable to open display/);
  });

  it('stays up when its last client leaves', async () => {
    const desktop = await open();
    await onDisplay(desktop, 'xprop', '-root', '-f', 'KEPT', '8s', '-set', 'KEPT', 'yes');
    expect(await onDisplay(desktop, 'xprop', '-root', 'KEPT')).toContain('"yes"');
  });

  it('keeps settings, bus and secrets of ours to itself', async () => {
    const desktop = await open({
      env: {
        ...process.env,
        DASHSCOPE_API_KEY: 'sk-1',
        DBUS_SESSION_BUS_ADDRESS: 'unix:path=/ours',
        LC_ALL: 'de_DE',
      },
    });
    expect(JSON.stringify(desktop.env)).not.toMatch(/sk-1|\/ours|de_DE/);
    expect(desktop.env.HOME).not.toBe(process.env.HOME);
    const names = await onDisplay(
      desktop,
      ...(['dbus-send', '--session', '--dest=org.freedesktop.DBus', '--print-reply'] as const),
      ...['/', 'org.freedesktop.DBus.ListActivatableNames'],
    );
    expect(names.match(/string "/g)).toHaveLength(1);
  });

  it('looks the same whatever session it was opened in', async () => {
    const bare = await open({ env: { PATH: process.env.PATH } });
    const crowded = await open({
      env: {
        PATH: process.env.PATH,
        GTK_THEME: 'HighContrastInverse',
        GTK_IM_MODULE: 'ibus',
        QT_IM_MODULE: 'fcitx',
        XMODIFIERS: '@im=ibus',
        QT_QPA_PLATFORMTHEME: 'gtk3',
        GDK_SCALE: '2',
        GTK_USE_PORTAL: '1',
        XDG_CURRENT_DESKTOP: 'GNOME',
        WAYLAND_DISPLAY: 'wayland-0',
      },
    });
    expect(Object.keys(crowded.env).sort()).toEqual(Object.keys(bare.env).sort());
    for (const name of [
      'GTK_IM_MODULE',
      'QT_IM_MODULE',
      'XMODIFIERS',
      'GTK_USE_PORTAL',
      'XDG_CURRENT_DESKTOP',
    ])
      expect(crowded.env[name]).toBe(bare.env[name]);
    const { FONTCONFIG_FILE: _, ...env } = crowded.env;
    const match = (family: string) => run('fc-match', ['-f', '%{family}', family], { env });
    expect((await match('sans-serif')).stdout).toBe('DejaVu Sans');
    expect((await match('monospace')).stdout).toBe('DejaVu Sans Mono');
  });

  it('has a clipboard of its own', async () => {
    const [one, two] = await Promise.all([open(), open()]);
    const copy = async (desktop: VirtualDisplay, text: string): Promise<void> => {
      const child = spawn('xclip', ['-selection', 'clipboard'], {
        env: desktop.env,
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      child.stdin.end(text);
      await once(child, 'exit');
    };
    await copy(one, 'first');
    await copy(two, 'second');
    expect(await onDisplay(one, 'xclip', '-selection', 'clipboard', '-o')).toBe('first');
    expect(await onDisplay(two, 'xclip', '-selection', 'clipboard', '-o')).toBe('second');
  });

  it('makes applications bigger, not the screen', async () => {
    const desktop = await open({ scale: 1.5 });
    expect(await onDisplay(desktop, 'xdpyinfo')).toMatch(
      /dimensions:\s+800x600[\s\S]*resolution:\s+14[34]x14[34]/,
    );
    expect(desktop.env).toMatchObject({ GDK_SCALE: '1', GDK_DPI_SCALE: '1', QT_SCALE_FACTOR: '1.5' });
  });

  it('can be watched by a viewer of this machine that knows the password', async () => {
    const desktop = await open({ view: true });
    const { host, port, password } = desktop.view ?? { host: '', port: 0, password: '' };
    expect(host).toBe('127.0.0.1');
    expect(password).toMatch(/^[\w-]{8}$/);
    const socket = connect(port, host);
    const [version] = (await once(socket, 'data')) as [Buffer];
    expect(version.toString()).toMatch(/^RFB 003\.\d{3}\n$/);
    socket.write(version);
    const [security] = (await once(socket, 'data')) as [Buffer];
    // One way in, and that is VNC authentication (RFC 6143, 7.1.2).
    expect([...security]).toEqual([1, 2]);
    socket.destroy();
    await desktop.close();
    await expect(once(connect(port, host), 'connect')).rejects.toThrow('ECONNREFUSED');
  });

  it('leaves no process and no folder behind, and keeps its logs', async () => {
    const desktop = await open();
    const home = dirname(desktop.env.HOME ?? '');
    expect(existsSync(home)).toBe(true);
    await desktop.close();
    await desktop.close();
    expect(Object.values(desktop.pids).filter(runs)).toEqual([]);
    expect(existsSync(home)).toBe(false);
    expect(existsSync(`/tmp/.X11-unix/X${desktop.display.slice(1)}`)).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['dbus.log', 'openbox.log', 'xvfb.log']);
  });

  it('tells when its X server has died', async () => {
    const desktop = await open();
    process.kill(desktop.pids.server, 'SIGKILL');
    expect(await desktop.ended).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('ends with the process that opened it, even when that is killed while it is watched', async () => {
    const parent = spawn(
      process.execPath,
      [
        fileURLToPath(new URL('./virtual-parent.mjs', import.meta.url)),
        childEntry(new URL('../../src/desktop/virtual/x.ts', import.meta.url).href, './virtual-desktop.js')
          .href,
        folder,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [line] = (await once(createInterface(parent.stdout), 'line')) as [string];
    const told = JSON.parse(line) as { pids: Record<string, number>; home: string; port: number };
    expect(Object.values(told.pids).every(runs)).toBe(true);
    // Everything on it carries the mark of its keeper, the viewer's server and the accessibility bus too.
    const mark = markOf(told.pids.bus ?? 0);
    expect(carriers(mark).length).toBeGreaterThan(Object.keys(told.pids).length - 1);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(carriers(mark)).toEqual([]), { timeout: 10_000 });
    await vi.waitFor(() => expect(Object.entries(told.pids).filter(([, pid]) => runs(pid))).toEqual([]), {
      timeout: 10_000,
    });
    await vi.waitFor(() => expect(existsSync(dirname(told.home))).toBe(false), { timeout: 10_000 });
    await expect(once(connect(told.port, '127.0.0.1'), 'connect')).rejects.toThrow('ECONNREFUSED');
  });

  it('refuses a size that is none', async () => {
    await expect(openVirtualDesktop({ size: { width: 0, height: 600 } })).rejects.toMatchObject({
      kind: 'usage',
      code: 'bad-size',
    });
  });

  it('says how to install what is missing', async () => {
    await expect(openVirtualDesktop({ size, env: { PATH: folder } })).rejects.toMatchObject({
      kind: 'environment',
      code: 'virtual-desktop-missing',
      hint: expect.stringContaining(
        'apt-get install -y --no-install-recommends xvfb openbox x11-xkb-utils dbus',
      ),
    });
    expect(() => requireViewer(folder)).toThrow('needs x11vnc');
    expect(() => requirePrograms(process.env.PATH ?? '')).not.toThrow();
    expect(isOnPath('sh', '/nowhere:/bin')).toBe(true);
    expect(isOnPath('sh', '/nowhere')).toBe(false);
  });
});
