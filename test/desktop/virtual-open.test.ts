import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { screenPoint } from '../../src/core/geometry.js';
import { type DesktopSpec, type OpenDesktop, openDesktop } from '../../src/desktop/open-desktop.js';
import type { AppSpec } from '../../src/ports.js';

const { signal } = new AbortController();
const size = { width: 800, height: 600 };

/** A terminal that writes every line it gets into a file. */
function notebook(name: string, file: string): AppSpec {
  const args = ['-T', name, '-e', 'sh', '-c', `cat >'${file}'`];
  return { name, command: 'xterm', args, window: name, timeoutMs: 10_000 };
}

describe('openDesktop', { timeout: 60_000 }, () => {
  let folder: string;
  const opened: OpenDesktop[] = [];
  const open = async (spec: DesktopSpec, env?: Record<string, string>): Promise<OpenDesktop> => {
    const desktop = await openDesktop(spec, folder, env);
    opened.push(desktop);
    return desktop;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deskhand-test-'));
  });
  afterEach(async () => {
    for (const desktop of opened.splice(0).reverse()) await desktop.close();
    rmSync(folder, { recursive: true });
  });

  it('opens a virtual desktop that can be seen, typed on and closed', async () => {
    const desktop = await open({ kind: 'virtual', size });
    expect(desktop).toMatchObject({ kind: 'virtual', size, name: desktop.facts.display });
    const file = join(folder, 'typed');
    await desktop.apps.launch(notebook('notes', file), signal);
    await desktop.hand.type('Hello, World! 50% of #7\n', signal);
    await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toBe('Hello, World! 50% of #7\n'), 5000);
    const look = await desktop.screen.look('key', signal);
    expect(look.size).toEqual(size);
    expect(look.windows.map(({ title }) => title)).toEqual(['notes']);
    const home = dirname(desktop.env.HOME ?? '');
    const { driverPid } = desktop;
    await desktop.close();
    await desktop.close();
    expect(existsSync(`/proc/${driverPid}`)).toBe(false);
    expect(existsSync(home)).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['dbus.log', 'notes.log', 'openbox.log', 'typed', 'xvfb.log']);
  });

  it('keeps two desktops apart', async () => {
    const desktops = await Promise.all([open({ kind: 'virtual', size }), open({ kind: 'virtual', size })]);
    const texts = ['only on the first\n', 'only on the second\n'];
    const files = texts.map((_, index) => join(folder, `typed-${index}`));
    await Promise.all(
      desktops.map(async (desktop, index) => {
        await desktop.apps.launch(notebook('notes', files[index] ?? ''), signal);
        await desktop.hand.type(texts[index] ?? '', signal);
      }),
    );
    await vi.waitFor(() => expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(texts), 5000);
    await desktops[0]?.hand.move(screenPoint(5, 7), signal);
    await desktops[1]?.hand.move(screenPoint(300, 200), signal);
    const looks = await Promise.all(desktops.map((desktop) => desktop.screen.look('none', signal)));
    expect(looks.map(({ pointer }) => pointer)).toEqual([screenPoint(5, 7), screenPoint(300, 200)]);
  });

  it('drives a display that is there already, by its name or as the current one, and leaves it there', async () => {
    const host = await open({ kind: 'virtual', size });
    const env = { ...host.env };
    const named = await open({ kind: 'display', display: host.name }, { ...env, DISPLAY: ':0' });
    const current = await open({ kind: 'current' }, env);
    expect([named.kind, named.name, current.kind, current.name]).toEqual([
      ...['current', host.name],
      ...['current', host.name],
    ]);
    await named.apps.launch(notebook('ours', join(folder, 'ours')), signal);
    await host.apps.launch(notebook('theirs', join(folder, 'theirs')), signal);
    await named.close();
    await current.close();
    await vi.waitFor(async () => {
      const windows = await host.windows.list(signal);
      expect(windows.map(({ title }) => title)).toEqual(['theirs']);
    });
  });

  it('stops input and allows it again', async () => {
    const desktop = await open({ kind: 'virtual', size });
    await desktop.stop('a test');
    await expect(desktop.hand.type('x', signal)).rejects.toMatchObject({ code: 'stopped' });
    await desktop.resume();
    await desktop.hand.press(['shift'], 1, signal);
  });

  it('says what to do when there is no display', async () => {
    const nothing = { PATH: process.env.PATH ?? '' };
    const wrong = { kind: 'environment', code: 'no-display' };
    await expect(open({ kind: 'current' }, nothing)).rejects.toMatchObject({
      ...wrong,
      hint: expect.stringContaining('--desktop virtual'),
    });
    await expect(
      open({ kind: 'current' }, { ...nothing, WAYLAND_DISPLAY: 'wayland-0' }),
    ).rejects.toMatchObject({
      ...wrong,
      message: expect.stringContaining('Wayland'),
    });
    await expect(open({ kind: 'display', display: ':987' }, nothing)).rejects.toMatchObject(wrong);
  });
});
