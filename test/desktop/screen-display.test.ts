import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { frameBox, screenPoint } from '../../src/core/geometry.js';
import { coreCapture, openX11Capture } from '../../src/desktop/driver/x11/capture.js';
import { openX11Client } from '../../src/desktop/driver/x11/client.js';
import { openDriver } from '../../src/desktop/driver-client.js';
import { openDrawing } from '../support/drawing.js';
import { startXvfb, type TestDisplay } from '../support/xvfb.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const run = promisify(execFile);
const never = new AbortController().signal;
let display: TestDisplay;

async function xrandr(...args: string[]): Promise<void> {
  await run('xrandr', args, { env: display.env });
}

describe('a display that changes', () => {
  beforeEach(async () => {
    display = await startXvfb({ width: 800, height: 600 });
  });
  afterEach(() => display.end());

  it('is looked at in its new size, and every old frame differs', async () => {
    const driver = await openDriver({ display: display.display, env: display.env });
    const { key } = await driver.screen.look('none', never);
    const waiting = driver.screen.nextChange(key, { withinMs: 20_000 }, never);
    await xrandr('--newmode', 'small', ...'25 640 656 752 800 480 490 492 525'.split(' '));
    await xrandr('--addmode', 'screen', 'small');
    await xrandr('--output', 'screen', '--mode', 'small');
    const words = 'the display changed its size from 800x600 to 640x480';
    expect(await waiting).toMatchObject({ same: false, share: 1, windows: words });
    expect(await driver.screen.compare(key, undefined, never)).toMatchObject({ same: false, windows: words });
    const look = await driver.screen.look('none', never);
    expect(look.size).toEqual({ width: 640, height: 480 });
    const kept = await sharp(await driver.screen.crop(key, frameBox(0, 0, 800, 600), never)).metadata();
    expect(kept).toMatchObject({ width: 800, height: 600 });
    await driver.close();
  });

  it('is looked at monitor by monitor', async () => {
    await xrandr('--setmonitor', 'left', '300/80x600/160+0+0', 'screen');
    await xrandr('--setmonitor', 'right', '500/130x600/160+300+0', 'none');
    const drawing = await openDrawing(display.display, { x: 310, y: 20, width: 50, height: 40 }, 0xff0000);
    const driver = await openDriver({ display: display.display, env: display.env, monitor: 'right' });
    expect(driver.facts.monitors.map(({ name, origin, size }) => ({ name, origin, size }))).toContainEqual({
      name: 'right',
      origin: { x: 300, y: 0 },
      size: { width: 500, height: 600 },
    });
    const look = await driver.screen.look('none', never);
    expect(look).toMatchObject({ size: { width: 500, height: 600 }, origin: screenPoint(300, 0), scale: 1 });
    const pixel = await sharp(look.png).extract({ left: 10, top: 20, width: 1, height: 1 }).raw().toBuffer();
    expect([...pixel]).toEqual([255, 0, 0]);
    await drawing.fill(5, 5, 20, 10, 0x00ff00);
    const change = await driver.screen.compare(look.key, undefined, never);
    expect(change.boxes).toEqual([frameBox(15, 25, 20, 10)]);
    await driver.close();
    await drawing.close();
    const first = await openDriver({ display: display.display, env: display.env, monitor: '1' });
    expect(first.facts.size).toEqual({ width: 300, height: 600 });
    await first.close();
    for (const monitor of ['middle', '3', '0']) {
      const missing = openDriver({ display: display.display, env: display.env, monitor });
      await expect(missing).rejects.toMatchObject({
        kind: 'environment',
        code: 'no-monitor',
        hint: 'This display has 1 left, 2 right.',
      });
    }
  });

  it('gives the same pixels by shared memory and over the connection', async () => {
    const drawing = await openDrawing(display.display, { x: 0, y: 0, width: 800, height: 600 });
    for (let at = 0; at < 40; at++)
      await drawing.fill((at * 61) % 760, (at * 43) % 560, 37, 29, (at * 0x39a1c7) & 0xffffff);
    const client = await openX11Client({ display: display.display });
    const view = { size: { width: 800, height: 600 }, origin: screenPoint(0, 0), scale: 1 };
    const fast = await openX11Capture(client, view);
    expect(fast?.path).toBe('x11-shm');
    const area = frameBox(3, 5, 701, 333);
    const [a, b] = [new Uint8Array(701 * 333 * 4), new Uint8Array(701 * 333 * 4)];
    await fast?.grab(area, a);
    await coreCapture(client, view).grab(area, b);
    expect(Buffer.compare(a, b)).toBe(0);
    await fast?.close();
    await client.close();
    await drawing.close();
  });
});

describe('a display whose pixels are not 4 bytes each', () => {
  it('is captured by screenshot-desktop', async () => {
    display = await startXvfb({ width: 320, height: 240, depth: 16 });
    const drawing = await openDrawing(display.display, { x: 40, y: 30, width: 100, height: 80 }, 0xf800);
    const driver = await openDriver({ display: display.display, env: display.env });
    expect(driver.facts).toMatchObject({ capture: 'screenshot-desktop', depth: 16 });
    const look = await driver.screen.look('none', never);
    const pixel = await sharp(look.png).extract({ left: 50, top: 40, width: 1, height: 1 }).raw().toBuffer();
    expect([...pixel]).toEqual([255, 0, 0]);
    await drawing.fill(10, 10, 20, 20, 0x001f);
    const change = await driver.screen.compare(look.key, undefined, never);
    expect(change.boxes).toEqual([frameBox(50, 40, 20, 20)]);
    await driver.close();
    await drawing.close();
    await display.end();
  });
});
