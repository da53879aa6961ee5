import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { WindowFacts } from '../../src/core/frame.js';
import { screenPoint } from '../../src/core/geometry.js';
import { type OpenDesktop, openDesktop } from '../../src/desktop/open-desktop.js';
import { never, textOf, until } from '../fixtures/typing/rig.js';
import { startXvfb, type TestDisplay } from '../support/xvfb.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'deskhand-bare-'));
let server: TestDisplay;
let desktop: OpenDesktop;

beforeAll(async () => {
  server = await startXvfb();
  desktop = await openDesktop({ kind: 'display', display: server.display }, folder, server.env);
});
afterAll(async () => {
  await desktop.close();
  await server.end();
  rmSync(folder, { recursive: true, force: true });
});

const windows = (): Promise<readonly WindowFacts[]> => desktop.windows.list(never);
const titled = async (title: string): Promise<WindowFacts> => {
  const found = (await windows()).find((window) => window.title === title);
  if (found === undefined) throw new Error(`no window “${title}”`);
  return found;
};
/** A terminal that writes what is typed into a file, at its own place. */
const terminal = (name: string, place: string) =>
  desktop.apps.launch(
    {
      name,
      command: 'xterm',
      args: ['-title', name, '-geometry', `40x10${place}`, '-e', 'sh', '-c', `cat > ${join(folder, name)}`],
      window: name,
      timeoutMs: 60_000,
    },
    never,
  );
/** A Tk program from its script. */
const tk = (name: string, script: string, window?: string) => {
  const file = join(folder, `${name}.tcl`);
  writeFileSync(file, script);
  const spec = { name, command: 'wish', args: [file], timeoutMs: 60_000 };
  return desktop.apps.launch({ ...spec, ...(window === undefined ? {} : { window }) }, never);
};
const typed = (name: string, text: string): Promise<void> =>
  until(() => textOf(join(folder, name)).endsWith(text), 30_000);

function behaves(): void {
  it('should give the keyboard to what is launched, activated and clicked', async () => {
    await terminal('one', '+10+40');
    await desktop.hand.type('first\n', never);
    await typed('one', 'first\n');
    await terminal('two', '+500+40');
    await desktop.hand.type('second\n', never);
    await typed('two', 'second\n');
    await desktop.windows.activate((await titled('one')).id, never);
    expect((await windows()).map(({ title, active }) => [title, active])).toEqual([
      ['one', true],
      ['two', false],
    ]);
    await desktop.hand.type('again\n', never);
    await typed('one', 'again\n');
    const { box } = await titled('two');
    await desktop.hand.click(
      screenPoint(box.x + 50, box.y + 50),
      { button: 'left', count: 1, modifiers: [] },
      never,
    );
    await desktop.hand.type('clicked\n', never);
    await typed('two', 'clicked\n');
    for (const name of ['one', 'two']) await desktop.apps.close(name, never);
    expect(await windows()).toEqual([]);
  });
}

describe('a display without a window manager', () => {
  behaves();

  it('should place and fill as told', async () => {
    await tk('plain', 'wm title . Plain; wm geometry . 300x200+50+60');
    const { id } = await titled('Plain');
    await desktop.windows.place(id, { ...(await titled('Plain')).box, x: 111, y: 77, width: 320 }, never);
    expect((await titled('Plain')).box).toMatchObject({ x: 111, y: 77, width: 320, height: 200 });
    await desktop.windows.maximise(id, never);
    expect((await titled('Plain')).box).toMatchObject({ x: 0, y: 0, width: 1280, height: 800 });
    await desktop.apps.close('plain', never);
  });
});

describe('a display with a window manager that comes later', () => {
  let manager: ChildProcess;
  beforeAll(async () => {
    manager = spawn('openbox', ['--sm-disable'], { env: { ...server.env, HOME: folder }, stdio: 'ignore' });
    const supporting = () =>
      desktop.apps.run(
        { command: 'xprop', args: ['-root', '_NET_SUPPORTING_WM_CHECK'], timeoutMs: 10_000 },
        never,
      );
    await until(async () => (await supporting()).stdout.includes('window id'), 30_000);
  });
  afterAll(() => manager.kill());

  behaves();

  it('should tell which windows are minimised, and activate them', async () => {
    await tk('small', 'wm title . Small; after 300 {wm iconify .}');
    await until(async () => (await titled('Small')).hidden === 'minimised', 30_000);
    const { hiddenWindows } = await desktop.screen.look('none', never);
    expect(hiddenWindows?.map(({ title }) => title)).toEqual(['Small']);
    await desktop.windows.activate((await titled('Small')).id, never);
    expect(await titled('Small')).toMatchObject({ active: true });
    await desktop.apps.close('small', never);
  });

  it('should wait out a splash picture', async () => {
    const script =
      'wm withdraw .; toplevel .s; wm title .s Splash; wm attributes .s -type splash; after 1500 {destroy .s; wm title . Main; wm deiconify .}';
    const app = await tk('splash', script);
    expect(app.window?.title).toBe('Main');
    await desktop.apps.close('splash', never);
  });

  it('should take, and close, the window of an instance that the program hands over to', async () => {
    await tk('runs', 'wm title . Document');
    const app = await desktop.apps.launch(
      { name: 'again', command: 'true', args: [], window: 'Document', timeoutMs: 60_000 },
      never,
    );
    expect(app.window?.id).toBe((await titled('Document')).id);
    await desktop.apps.close('again', never);
    expect(await windows()).toEqual([]);
  });
});
