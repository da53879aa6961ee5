import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openHints } from '../../src/desktop/accessibility/hints.js';
import { type OpenDesktop, openDesktop } from '../../src/desktop/open-desktop.js';
import type { Told } from '../../src/ports.js';

const { signal } = new AbortController();
const size = { width: 800, height: 600 };
const isButton = (name: string): boolean => name === 'Delete';

describe('hints of a GTK program', { timeout: 60_000 }, () => {
  let folder: string;
  let desktop: OpenDesktop | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deskhand-test-'));
  });
  afterEach(async () => {
    await desktop?.close();
    desktop = undefined;
    rmSync(folder, { recursive: true });
  });

  async function opened(accessibility: boolean): Promise<OpenDesktop> {
    desktop = await openDesktop({ kind: 'virtual', size, accessibility }, folder);
    const question = ['--question', '--text', 'Really?', '--ok-label', 'Delete', '--cancel-label', 'Keep'];
    const spec = {
      name: 'question',
      command: 'zenity',
      args: question,
      window: 'Question',
      timeoutMs: 30_000,
    };
    await desktop.apps.launch(spec, signal);
    return desktop;
  }

  async function ask({ hints, windows }: OpenDesktop): Promise<Told | undefined> {
    return hints.open?.ask(await windows.list(signal), isButton);
  }

  it('should name the button, where it really is', async () => {
    const open = await opened(true);
    // A program puts its tree together while it draws its first picture.
    const told = await vi.waitFor(async () => {
      const answer = await ask(open);
      expect(answer?.named).toHaveLength(1);
      return answer;
    }, 20_000);
    const [box] = told?.named ?? [];
    const [window] = await open.windows.list(signal);
    expect(box?.x).toBeGreaterThan(window?.box.x ?? 0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(
      (window?.box.x ?? 0) + (window?.box.width ?? 0),
    );
    const at = { x: (box?.x ?? 0) + 10, y: (box?.y ?? 0) + 10 } as Parameters<typeof open.hand.click>[0];
    await open.hand.click(at, { button: 'left', count: 1, modifiers: [] }, signal);
    await vi.waitFor(() => expect(open.apps.list()[0]?.exit()).toEqual({ code: 0, signal: null }), 20_000);
  });

  it('should be none when the program hangs, and when it has died', async () => {
    const open = await opened(true);
    await vi.waitFor(async () => expect((await ask(open))?.named).toHaveLength(1), 20_000);
    const windows = await open.windows.list(signal);
    const pid = open.apps.list()[0]?.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    expect(await open.hints.open?.ask(windows, isButton)).toBeUndefined();
    process.kill(pid, 'SIGKILL');
    expect(await open.hints.open?.ask(windows, isButton)).toBeUndefined();
  });

  it('should not be there unless asked for, and the reason is told where there is no service', async () => {
    const open = await opened(false);
    expect(open.hints).toEqual({});
    await expect(openHints(open.env)).rejects.toThrow(/org\.a11y\.Bus/);
    await expect(openHints({})).rejects.toThrow('is no bus of this machine');
    await expect(openHints({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' })).rejects.toThrow(/ENOENT/);
  });
});
