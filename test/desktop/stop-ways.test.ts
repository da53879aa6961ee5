import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { screenPoint } from '../../src/core/geometry.js';
import { cornersOf } from '../../src/desktop/driver/stop-corner.js';
import { openX11Client, type X11Client } from '../../src/desktop/driver/x11/client.js';
import { grabStopKey } from '../../src/desktop/driver/x11/hand/stop-key.js';
import { type Driver, openDriver } from '../../src/desktop/driver-client.js';
import { pressedOn } from '../support/drawing.js';
import { startXvfb, type TestDisplay } from '../support/xvfb.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const never = new AbortController().signal;
const key = ['ctrl', 'alt', 'escape'];
const left = { x: 0, y: 0, width: 1920, height: 1080 };

test('the corners of one monitor are its four last pixels', () => {
  expect(cornersOf([left])).toEqual([
    { x: 0, y: 0 },
    { x: 0, y: 1079 },
    { x: 1919, y: 0 },
    { x: 1919, y: 1079 },
  ]);
});

test('a corner behind which another monitor lies is none: no push ends there', () => {
  const right = { x: 1920, y: 0, width: 1280, height: 800 };
  expect(cornersOf([left, right])).toEqual([
    { x: 0, y: 0 },
    { x: 0, y: 1079 },
    { x: 1919, y: 1079 },
    { x: 3199, y: 0 },
    { x: 3199, y: 799 },
  ]);
});

describe('a person at the desktop', () => {
  let display: TestDisplay;
  let probe: X11Client;
  let folder: string;

  beforeAll(async () => {
    display = await startXvfb();
    probe = await openX11Client({ display: display.display });
    folder = mkdtempSync(join(tmpdir(), 'deskhand-stop-'));
  });
  afterAll(async () => {
    await probe.close();
    await display.end();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What a person does with real devices, as another program. */
  function person(...args: readonly string[]): void {
    const { status, stderr } = spawnSync('xdotool', args, { env: display.env, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  }

  async function withDriver(
    stops: { key?: readonly string[]; corner: boolean },
    work: (driver: Driver, stopped: string[]) => Promise<void>,
  ): Promise<void> {
    person('mousemove', '640', '400');
    const driver = await openDriver({ display: display.display, env: display.env, stops });
    const stopped: string[] = [];
    driver.onStopped((by) => stopped.push(by));
    try {
      await work(driver, stopped);
    } finally {
      await driver.close();
    }
  }

  const stoppedBy = (stopped: readonly string[], words: string): Promise<void> =>
    vi.waitFor(() => expect(stopped).toContain(words), { timeout: 10_000 });

  test('stops typing in the middle with the stop key, capital letters or not', async () => {
    const file = join(folder, 'typed.txt');
    const terminal = spawn(
      'xterm',
      ['-geometry', '80x24+0+0', '-e', 'sh', '-c', `stty -icanon -echo; cat > ${file}`],
      {
        env: display.env,
        stdio: 'ignore',
      },
    );
    try {
      await vi.waitUntil(() => existsSync(file), { timeout: 20_000 });
      const size = (): number => statSync(file).size;
      await withDriver({ key, corner: false }, async (driver, stopped) => {
        expect(driver.facts.stopKey).toBe(true);
        // Without a window manager keys go to the window under the pointer.
        person('mousemove', '200', '150');
        const text = 'SHIFTED text '.repeat(20_000);
        const typing = driver.hand.type(text, never);
        const ended = expect(typing).rejects.toMatchObject({ code: 'stopped' });
        await vi.waitUntil(() => size() > 1000, { timeout: 20_000, interval: 5 });
        person('key', 'ctrl+alt+Escape');
        await ended;
        await stoppedBy(stopped, 'the stop key ctrl+alt+escape');
        expect(await pressedOn(probe)).toEqual({ keys: [], buttons: 0 });
        expect(size()).toBeLessThan(text.length);
        await expect(driver.hand.type('more', never)).rejects.toMatchObject({ code: 'stopped' });
      });
    } finally {
      terminal.kill();
    }
  });

  test.each(['SIGINT', 'SIGHUP', 'SIGTERM', 'SIGUSR2'] as const)(
    'is heard of by %s to the driver before what it cuts off fails',
    async (signal) => {
      await withDriver({ corner: false }, async (driver) => {
        const heard: string[] = [];
        driver.onStopped(() => heard.push('stopped'));
        const held = driver.hand.hold({ keys: ['shift', 'a'] }, 60_000, never).catch((error: unknown) => {
          heard.push('cut off');
          throw error;
        });
        const ended = expect(held).rejects.toMatchObject({ code: 'stopped' });
        await vi.waitUntil(async () => (await pressedOn(probe)).keys.length === 2, { interval: 5 });
        process.kill(driver.pid, signal);
        await ended;
        expect(heard).toEqual(['stopped', 'cut off']);
        const late: string[] = [];
        driver.onStopped((by) => late.push(by));
        expect(late).toHaveLength(1);
        await vi.waitFor(async () => expect(await pressedOn(probe)).toEqual({ keys: [], buttons: 0 }));
      });
    },
  );

  test('stops while nothing is done', async () => {
    await withDriver({ key, corner: true }, async (driver, stopped) => {
      person('mousemove', '1279', '0');
      await stoppedBy(stopped, 'the pointer, pushed into a corner of the screen');
      await expect(driver.hand.press(['a'], 1, never)).rejects.toMatchObject({ code: 'stopped' });
    });
  });

  test('stops a hand that clicks on and on', async () => {
    await withDriver({ corner: true }, async (driver, stopped) => {
      const at = screenPoint(300, 300);
      const clicks = async (): Promise<never> => {
        for (;;) await driver.hand.click(at, { button: 'left', count: 1, modifiers: [] }, never);
      };
      const ended = expect(clicks()).rejects.toMatchObject({ code: 'stopped' });
      while (stopped.length === 0) {
        person('mousemove', '0', '799');
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await ended;
      expect(await pressedOn(probe)).toEqual({ keys: [], buttons: 0 });
    });
  });

  test('is not taken for the hand itself, which may click in a corner', async () => {
    await withDriver({ corner: true }, async (driver, stopped) => {
      const click = (x: number, y: number): Promise<void> =>
        driver.hand.click(screenPoint(x, y), { button: 'left', count: 1, modifiers: [] }, never);
      for (const [x, y] of [
        [0, 0],
        [1279, 0],
        [640, 400],
        [1279, 799],
      ] as const) {
        await click(x, y);
        // As long as a person would have to hold the pointer there, and longer.
        await new Promise((resolve) => setTimeout(resolve, 400));
      }
      await click(640, 400);
      expect(stopped).toEqual([]);
    });
  });

  test('stops nothing where the corner was switched off', async () => {
    await withDriver({ key, corner: false }, async (driver, stopped) => {
      person('mousemove', '0', '0');
      await new Promise((resolve) => setTimeout(resolve, 400));
      await driver.hand.move(screenPoint(200, 200), never);
      expect(stopped).toEqual([]);
    });
  });

  test('is told when another program has the key', async () => {
    const other = await openX11Client({ display: display.display });
    try {
      expect(await grabStopKey(other, key, () => undefined)).toBe(true);
      await withDriver({ key, corner: false }, async ({ facts }) => {
        expect(facts.stopKey).toBe(false);
      });
    } finally {
      await other.close();
    }
  });
});
