import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type FrameBox, frameBox, screenPoint } from '../../src/core/geometry.js';
import { type Driver, openDriver } from '../../src/desktop/driver-client.js';
import type { Change, Look } from '../../src/ports.js';
import { type Drawing, openDrawing } from '../support/drawing.js';
import { startXvfb, type TestDisplay } from '../support/xvfb.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const run = promisify(execFile);
const never = new AbortController().signal;
const area = { x: 100, y: 70, width: 500, height: 400 };

let display: TestDisplay;
let driver: Driver;
let drawing: Drawing;

beforeAll(async () => {
  display = await startXvfb();
  driver = await openDriver({ display: display.display, env: display.env });
  drawing = await openDrawing(display.display, area);
});

afterAll(async () => {
  await drawing.close();
  await driver.close();
  await display.end();
});

async function rgb(picture: Uint8Array): Promise<Buffer> {
  return sharp(picture).removeAlpha().raw().toBuffer();
}

/** The root window as ImageMagick reads it. */
async function reference(crop?: FrameBox): Promise<Buffer> {
  const { stdout } = await run('import', ['-window', 'root', 'png:-'], {
    env: display.env,
    encoding: 'buffer',
    maxBuffer: 2 ** 26,
  });
  const picture = sharp(stdout);
  if (crop !== undefined)
    picture.extract({ left: crop.x, top: crop.y, width: crop.width, height: crop.height });
  return picture.removeAlpha().raw().toBuffer();
}

/** Paints blocks of many colours, so that swapped channels and shifted rows are seen. */
async function paintMany(): Promise<void> {
  for (let block = 0; block < 60; block++) {
    const colour = (block * 0x41a7b3) & 0xffffff;
    await drawing.fill((block * 37) % 470, (block * 53) % 380, 31, 17, colour);
  }
}

/** How often a busy machine may spoil a test of a moving screen. */
const MOST_TRIES = 12;

describe('looking', () => {
  it('gives the very pixels of the display, without the pointer', async () => {
    await paintMany();
    await driver.hand.move(screenPoint(300, 300), never);
    const look = await driver.screen.look('none', never);
    expect(look.size).toEqual({ width: 1280, height: 800 });
    expect(look.pointer).toEqual({ x: 300, y: 300 });
    expect(Buffer.compare(await rgb(look.png), await reference())).toBe(0);
  });

  it('crops the kept frame, not the screen of now', async () => {
    await paintMany();
    const { key } = await driver.screen.look('none', never);
    const box = frameBox(121, 83, 203, 97);
    const then = await reference(box);
    await drawing.fill(0, 0, 500, 400, 0x123456);
    await driver.screen.look('none', never);
    expect(Buffer.compare(await rgb(await driver.screen.crop(key, box, never)), then)).toBe(0);
  });

  it('forgets old frames with an error that says so', async () => {
    const { key } = await driver.screen.look('none', never);
    for (let more = 0; more < 12; more++) await driver.screen.look('none', never);
    await expect(driver.screen.compare(key, undefined, never)).rejects.toMatchObject({ code: 'frame-gone' });
  });

  it('keeps a frame for as long as somebody asks about it', async () => {
    const { key } = await driver.screen.look('none', never);
    for (let more = 0; more < 30; more++) {
      await driver.screen.look('none', never);
      await driver.screen.compare(key, undefined, never);
    }
  });

  it('refuses a box outside the frame', async () => {
    const { key } = await driver.screen.look('none', never);
    const outside = driver.screen.crop(key, frameBox(5000, 0, 10, 10), never);
    await expect(outside).rejects.toMatchObject({ code: 'outside-frame' });
  });
});

describe('comparing', () => {
  it('finds a drawn change at its place', async () => {
    await drawing.fill(0, 0, 500, 400, 0xffffff);
    const { key } = await driver.screen.look('none', never);
    expect(await driver.screen.compare(key, undefined, never)).toEqual({ same: true, boxes: [], share: 0 });
    await drawing.fill(40, 50, 120, 30, 0x3366cc);
    const change = await driver.screen.compare(key, undefined, never);
    expect(change.same).toBe(false);
    expect(change.boxes).toEqual([frameBox(area.x + 40, area.y + 50, 120, 30)]);
    expect(change.share).toBeCloseTo((120 * 30) / (1280 * 800), 6);
  });

  it('sees one pixel of one step of one colour', async () => {
    await drawing.fill(0, 0, 500, 400, 0x808080);
    const { key } = await driver.screen.look('none', never);
    await drawing.fill(200, 200, 1, 1, 0x808081);
    const change = await driver.screen.compare(key, undefined, never);
    expect(change.boxes).toEqual([frameBox(area.x + 200, area.y + 200, 1, 1)]);
  });

  it('looks only inside the area it is asked about', async () => {
    await drawing.fill(0, 0, 500, 400, 0xffffff);
    const { key } = await driver.screen.look('none', never);
    await drawing.fill(100, 100, 50, 50, 0x000000);
    const beside = frameBox(area.x + 150, area.y + 100, 60, 50);
    expect((await driver.screen.compare(key, beside, never)).same).toBe(true);
    const across = frameBox(area.x + 140, area.y + 90, 60, 50);
    const change = await driver.screen.compare(key, across, never);
    expect(change.boxes).toEqual([frameBox(area.x + 140, area.y + 100, 10, 40)]);
    expect(change.share).toBeCloseTo((10 * 40) / (60 * 50), 6);
  });

  it('leaves a caret out, and not a bar that is no caret', async () => {
    await drawing.fill(0, 0, 500, 400, 0xffffff);
    const { key } = await driver.screen.look('none', never);
    await drawing.fill(60, 60, 1, 16, 0x000000);
    expect((await driver.screen.compare(key, undefined, never)).same).toBe(true);
    await drawing.fill(62, 60, 5, 16, 0x000000);
    expect((await driver.screen.compare(key, undefined, never)).same).toBe(false);
  });
});

describe('waiting for the next change', () => {
  const next = (
    look: Look,
    options: { area?: FrameBox; share?: number; withinMs: number },
  ): Promise<Change | undefined> => driver.screen.nextChange(look.key, options, never);

  it('resolves with a change that is made meanwhile', async () => {
    await drawing.fill(0, 0, 500, 400, 0xffffff);
    const look = await driver.screen.look('none', never);
    const waiting = next(look, { withinMs: 20_000 });
    await drawing.fill(10, 20, 200, 90, 0x00ff00);
    expect((await waiting)?.boxes).toEqual([frameBox(area.x + 10, area.y + 20, 200, 90)]);
  });

  it('resolves at once with a change that was made before', async () => {
    await drawing.fill(0, 0, 500, 400, 0xffffff);
    const look = await driver.screen.look('none', never);
    await drawing.fill(10, 20, 200, 90, 0xff0000);
    expect(await next(look, { withinMs: 20_000 })).toMatchObject({ same: false });
  });

  it('passes over changes outside its area and below its share', async () => {
    await drawing.fill(0, 0, 500, 400, 0xffffff);
    const look = await driver.screen.look('none', never);
    const box = frameBox(area.x, area.y, 100, 100);
    const inArea = next(look, { area: box, withinMs: 300 });
    const large = next(look, { share: 0.2, withinMs: 300 });
    await drawing.fill(200, 200, 150, 150, 0x0000ff);
    expect(await inArea).toBeUndefined();
    expect(await large).toBeUndefined();
  });

  it('does not take a blinking thing for a change, but one that stays', async () => {
    await drawing.fill(0, 0, 500, 400, 0xffffff);
    const look = await driver.screen.look('none', never);
    let on = false;
    const blinking = setInterval(() => {
      on = !on;
      drawing.fill(30, 30, 9, 18, on ? 0x000000 : 0xffffff).catch(() => undefined);
    }, 150);
    try {
      expect(await next(look, { withinMs: 2500 })).toBeUndefined();
    } finally {
      clearInterval(blinking);
    }
    await drawing.fill(230, 30, 9, 18, 0x000000);
    expect(await next(look, { withinMs: 20_000 })).toMatchObject({ same: false });
  });
});

/** Draws twelve steps, 16 ms apart; answers the longest pause between two, ms. */
async function burst(): Promise<number> {
  let last = performance.now();
  let longest = 0;
  for (let step = 0; step < 12; step++) {
    await drawing.fill(step * 40, 100, 40, 100, 0xaa0000);
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 16));
  }
  return longest;
}

describe('waiting for calm', () => {
  it('does not wait for a blinking caret', async () => {
    await drawing.fill(0, 0, 500, 400, 0xffffff);
    let on = false;
    const blinking = setInterval(() => {
      on = !on;
      drawing.fill(80, 80, 2, 18, on ? 0x000000 : 0xffffff).catch(() => undefined);
    }, 30);
    try {
      const look = await driver.screen.look('key', never);
      expect(look.calm).toBe(true);
    } finally {
      clearInterval(blinking);
    }
  });

  it('learns what turns for ever, and is calm beside it', async () => {
    let turn = 0;
    const turning = setInterval(() => {
      turn++;
      drawing.fill(300, 300, 24, 24, (turn * 0x2b51d7) & 0xffffff).catch(() => undefined);
    }, 25);
    try {
      await driver.hand.press(['shift'], 1, never);
      const look = await driver.screen.look('key', never);
      expect(look.calm).toBe(true);
      await driver.hand.press(['shift'], 1, never);
      const again = await driver.screen.look('key', never);
      expect(again.calm).toBe(true);
      expect((await driver.screen.compare(again.key, undefined, never)).same).toBe(true);
    } finally {
      clearInterval(turning);
    }
  });

  it('takes the frame after the last change of a burst', async () => {
    // A burst that this process itself interrupted, because the machine is busy, proves nothing.
    for (let longest = Number.POSITIVE_INFINITY; longest > 60; ) {
      await drawing.fill(0, 0, 500, 400, 0xffffff);
      await driver.hand.press(['shift'], 1, never);
      const looking = driver.screen.look('pointer', never);
      longest = await burst();
      const look = await looking;
      const after = await driver.screen.compare(look.key, undefined, never);
      if (longest <= 60) {
        expect(look.calm).toBe(true);
        expect(after.same).toBe(true);
      }
    }
  });

  it('gives up on a screen that never rests, and says so', async ({ skip }) => {
    // A screen that this process itself let rest, because the machine is busy, proves nothing.
    let tries = 0;
    for (let longest = Number.POSITIVE_INFINITY; longest > 40; ) {
      if (++tries > MOST_TRIES) skip('this machine was too busy to keep a screen moving');
      longest = 0;
      let turn = 0;
      let before = performance.now();
      const moving = setInterval(() => {
        turn++;
        longest = Math.max(longest, performance.now() - before);
        before = performance.now();
        // Always somewhere else, so that no place changes often enough to be learnt.
        drawing
          .fill((turn * 67) % 440, (turn * 131) % 340, 60, 60, (turn * 0x51f3a7) & 0xffffff)
          .catch(() => undefined);
      }, 20);
      const keys = setInterval(() => void driver.hand.press(['shift'], 1, never).catch(() => undefined), 200);
      try {
        await driver.hand.press(['shift'], 1, never);
        const look = await driver.screen.look('pointer', never);
        if (longest <= 40) expect(look.calm).toBe(false);
      } finally {
        clearInterval(moving);
        clearInterval(keys);
      }
    }
  });
});
