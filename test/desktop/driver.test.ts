import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DeskhandError, DriverDied } from '../../src/core/errors.js';
import { screenPoint } from '../../src/core/geometry.js';
import { openX11Client, type X11Client } from '../../src/desktop/driver/x11/client.js';
import { type Driver, openDriver } from '../../src/desktop/driver-client.js';
import { openDrawing, pressedOn } from '../support/drawing.js';
import { startXvfb, type TestDisplay } from '../support/xvfb.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const never = new AbortController().signal;
const codeOf = (error: unknown): string => (error instanceof DeskhandError ? error.code : String(error));

let display: TestDisplay;
let probe: X11Client;

beforeAll(async () => {
  display = await startXvfb();
  probe = await openX11Client({ display: display.display });
});

afterAll(async () => {
  await probe.close();
  await display.end();
});

async function withDriver(work: (driver: Driver) => Promise<void>): Promise<void> {
  const driver = await openDriver({ display: display.display, env: display.env });
  try {
    await work(driver);
  } finally {
    await driver.close();
  }
}

/** Resolves when the server reports something down. */
async function somethingDown(): Promise<void> {
  for (;;) {
    const { keys, buttons } = await pressedOn(probe);
    if (keys.length > 0 || buttons > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function nothingDown(): Promise<void> {
  expect(await pressedOn(probe)).toEqual({ keys: [], buttons: 0 });
}

describe('the driver process', () => {
  it('tells what it found', async () => {
    await withDriver(async ({ facts }) => {
      expect(facts).toMatchObject({
        display: display.display,
        capture: 'x11-shm',
        size: { width: 1280, height: 800 },
        depth: 24,
        nut: { available: true },
      });
      expect(facts.monitors).toHaveLength(1);
      expect(facts.monitors[0]).toMatchObject({ origin: { x: 0, y: 0 }, size: { width: 1280, height: 800 } });
    });
  });

  it('says that there is no display, instead of crashing', async () => {
    const opening = openDriver({ display: ':9999' });
    await expect(opening).rejects.toMatchObject({ kind: 'environment', code: 'no-display' });
    await expect(openDriver({ display: '' })).rejects.toMatchObject({ code: 'no-display' });
  });

  it('keeps the kind and the hint of its errors on the way', async () => {
    await withDriver(async ({ screen }) => {
      await expect(screen.compare(77, undefined, never)).rejects.toMatchObject({
        kind: 'failed',
        code: 'frame-gone',
        hint: 'Look again and use the new frame.',
      });
    });
  });

  it('cancels a request when its signal fires', async () => {
    await withDriver(async ({ hand, screen }) => {
      const holding = new AbortController();
      const held = hand.hold({ keys: ['shift'] }, 60_000, holding.signal);
      held.catch(() => undefined);
      await somethingDown();
      const reason = new Error('enough');
      holding.abort(reason);
      await expect(held).rejects.toBe(reason);
      await nothingDown();
      const { key } = await screen.look('none', never);
      const waiting = AbortSignal.timeout(20);
      await expect(screen.nextChange(key, { withinMs: 60_000 }, waiting)).rejects.toMatchObject({
        name: 'TimeoutError',
      });
    });
  });

  it('releases everything on stop and refuses input until it is resumed', async () => {
    await withDriver(async (driver) => {
      const held = driver.hand.hold({ keys: ['ctrl', 'shift'] }, 60_000, never);
      held.catch(() => undefined);
      await somethingDown();
      await driver.stop('the test');
      await nothingDown();
      await expect(held).rejects.toMatchObject({ code: 'stopped' });
      expect(await driver.hand.press(['a'], 1, never).catch(codeOf)).toBe('stopped');
      await driver.screen.look('none', never);
      await driver.resume();
      await driver.hand.press(['a'], 1, never);
    });
  });

  it('stops by a signal from outside, without its parent', async () => {
    await withDriver(async (driver) => {
      const heard = new Promise<string>((resolve) => driver.onStopped(resolve));
      const held = driver.hand.hold({ button: 'left', at: screenPoint(10, 10) }, 60_000, never);
      held.catch(() => undefined);
      await somethingDown();
      process.kill(driver.pid, 'SIGUSR2');
      await expect(held).rejects.toMatchObject({ code: 'stopped' });
      expect(await heard).toBe('a signal');
      await nothingDown();
      expect(await driver.hand.move(screenPoint(1, 1), never).catch(codeOf)).toBe('stopped');
    });
  });

  it('is replaced when it is killed in the middle of a request, and nothing stays pressed', async () => {
    await withDriver(async (driver) => {
      const old = driver.pid;
      const { key } = await driver.screen.look('none', never);
      const held = driver.hand.hold({ keys: ['alt'] }, 60_000, never);
      held.catch(() => undefined);
      await somethingDown();
      process.kill(old, 'SIGKILL');
      await expect(held).rejects.toBeInstanceOf(DriverDied);
      await nothingDown();
      const next = await driver.screen.look('none', never);
      expect(driver.pid).not.toBe(old);
      expect(driver.facts.swept.length).toBeGreaterThan(0);
      expect(next.key).toBeGreaterThan(key);
      expect(await driver.screen.crop(key, next as never, never).catch(codeOf)).toBe('frame-gone');
      await driver.hand.press(['a'], 1, never);
    });
  });

  it('stays stopped when it is replaced', async () => {
    await withDriver(async (driver) => {
      await driver.stop('the test');
      process.kill(driver.pid, 'SIGKILL');
      await expect.poll(() => driver.screen.look('none', never).then(() => 'seen', codeOf)).toBe('seen');
      expect(await driver.hand.press(['a'], 1, never).catch(codeOf)).toBe('stopped');
    });
  });

  it('releases everything when its parent dies', async () => {
    await nothingDown();
    const parent: ChildProcess = fork(
      fileURLToPath(new URL('./driver-parent.mjs', import.meta.url)),
      [display.display],
      { env: display.env, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
    );
    const [driverPid] = (await once(parent, 'message')) as [number];
    await somethingDown();
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(driverPid), { timeout: 20_000, interval: 10 }).toBe(false);
    await nothingDown();
  });

  it('hands over every picture whole, several at once and after it was replaced', async () => {
    const drawing = await openDrawing(display.display, { x: 0, y: 0, width: 1280, height: 800 });
    for (let y = 0; y < 800; y += 12)
      for (let x = 0; x < 1280; x += 6)
        drawing.stroke(x, y, 5, 11, Math.imul(x * 1289 + y, 0x9e3779b1) >>> 8);
    await drawing.client.sync();
    await withDriver(async (driver) => {
      const pixels = async (): Promise<Buffer[]> => {
        const looks = await Promise.all([1, 2, 3].map(() => driver.screen.look('none', never)));
        for (const { png } of looks) expect(png.byteLength).toBeGreaterThan(64 * 1024);
        return Promise.all(looks.map(({ png }) => sharp(png).raw().toBuffer()));
      };
      const [first, ...others] = await pixels();
      process.kill(driver.pid, 'SIGKILL');
      await vi.waitFor(
        () => driver.screen.compare(1, undefined, never).catch((e) => expect(codeOf(e)).toBe('frame-gone')),
        20_000,
      );
      for (const other of [...others, ...(await pixels())]) expect(first?.equals(other)).toBe(true);
    });
    expect(readdirSync('/dev/shm').filter((name) => name.startsWith(`deskhand-${process.pid}-`))).toEqual([]);
    await drawing.close();
  });

  it('tells that the display has gone', async () => {
    const own = await startXvfb({ width: 320, height: 240 });
    const driver = await openDriver({ display: own.display, env: own.env });
    await own.end();
    await expect
      .poll(() => driver.hand.press(['a'], 1, never).then(() => 'pressed', codeOf), { timeout: 20_000 })
      .toMatch(/display-gone|no-display/);
    await driver.close();
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
