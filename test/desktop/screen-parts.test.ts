import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WindowFacts } from '../../src/core/frame.js';
import { type FrameBox, frameBox, screenBox, screenPoint } from '../../src/core/geometry.js';
import type { Capture } from '../../src/desktop/driver/capture/capture.js';
import { changesBetween, mergeNear, type TileChange } from '../../src/desktop/driver/pixels/difference.js';
import { strideOfTile, TileStore } from '../../src/desktop/driver/pixels/tiles.js';
import { DriverScreen, defaultLimits } from '../../src/desktop/driver/screen/screen.js';
import { windowChange, windowsCameOrWent } from '../../src/desktop/driver/screen/window-change.js';
import { Activity } from '../../src/desktop/driver/settle/activity.js';
import { Inputs, type LastInput } from '../../src/desktop/driver/settle/inputs.js';
import { Noise } from '../../src/desktop/driver/settle/noise.js';
import { Present } from '../../src/desktop/driver/settle/present.js';
import { timerWakes, type Wakes } from '../../src/desktop/driver/settle/wakes.js';
import { Watch } from '../../src/desktop/driver/settle/watch.js';
import { cookieFor } from '../../src/desktop/driver/x11/authority.js';

const boxes = fc
  .tuple(fc.nat(250), fc.nat(180), fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 70 }))
  .map(([x, y, width, height]) => frameBox(x, y, Math.min(width, 260 - x), Math.min(height, 190 - y)));

describe('tiles', () => {
  const size = { width: 260, height: 190 };

  it('finds exactly the box that was painted, whatever lies in the fourth byte', () => {
    fc.assert(
      fc.property(boxes, fc.integer({ min: 1, max: 0xffffff }), fc.nat(255), (box, colour, fourth) => {
        const store = new TileStore(size, 2 ** 20);
        const before = store.create();
        const after = store.share(before);
        paint(store, after, box, (colour | (fourth << 24)) >>> 0);
        const found = mergeNear(
          changesBetween(store, before, after, undefined).map((change) => change.box),
          0,
        );
        expect(found).toEqual([box]);
      }),
      { numRuns: 60 },
    );
  });

  it('does not call a different fourth byte a change', () => {
    const store = new TileStore(size, 2 ** 20);
    const before = store.create();
    const after = store.share(before);
    paint(store, after, frameBox(10, 10, 100, 100), 0xff000000);
    expect(changesBetween(store, before, after, undefined)).toEqual([]);
  });

  it('shares what is the same and gives back what nobody uses', () => {
    const store = new TileStore(size, 2 ** 20);
    const first = store.create();
    const whole = store.usedBytes;
    const kept = store.share(first);
    expect(store.usedBytes).toBe(whole);
    paint(store, first, frameBox(0, 0, 10, 10), 0x00ff00);
    expect(store.usedBytes).toBe(whole + strideOfTile * 64);
    store.drop(kept);
    expect(store.usedBytes).toBe(whole);
  });
});

/** Fills a box of a picture, tile by tile, the way a capture does. */
function paint(
  store: TileStore,
  picture: ReturnType<TileStore['create']>,
  box: FrameBox,
  colour: number,
): void {
  for (let tile = 0; tile < picture.tiles.length; tile++) {
    const left = (tile % picture.columns) * 64;
    const top = Math.floor(tile / picture.columns) * 64;
    const words = new Uint32Array(store.loops.memory.buffer, store.raw, 64 * 64);
    words.set(store.words(picture.tiles[tile] ?? 0));
    let hit = false;
    for (let y = Math.max(top, box.y); y < Math.min(top + 64, box.y + box.height); y++)
      for (let x = Math.max(left, box.x); x < Math.min(left + 64, box.x + box.width); x++) {
        words[(y - top) * 64 + (x - left)] = colour;
        hit = true;
      }
    if (!hit) continue;
    const old = picture.tiles[tile] ?? 0;
    store.replace(picture, tile, store.raw, strideOfTile);
    store.release(old);
  }
}

describe('merging boxes', () => {
  it('leaves boxes that are further apart than the gap and cover all that went in', () => {
    fc.assert(
      fc.property(fc.array(boxes, { maxLength: 12 }), fc.nat(10), (all, gap) => {
        const merged = mergeNear(all, gap);
        for (const box of all) expect(merged.some((one) => covers(one, box))).toBe(true);
        for (const [at, a] of merged.entries())
          for (const b of merged.slice(at + 1)) expect(apart(a, b)).toBeGreaterThan(gap);
      }),
    );
  });
});

function covers(outer: FrameBox, inner: FrameBox): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** The larger of the two distances between boxes, along x and along y, px. */
function apart(a: FrameBox, b: FrameBox): number {
  const x = Math.max(a.x - (b.x + b.width), b.x - (a.x + a.width));
  const y = Math.max(a.y - (b.y + b.height), b.y - (a.y + a.height));
  return Math.max(x, y);
}

describe('noise', () => {
  const still: LastInput = { begunAt: -Infinity, at: -Infinity, point: undefined };
  const change = (tile: number, box: FrameBox): TileChange => ({ tile, box, before: 0, after: 0 });
  const caret = change(3, frameBox(200, 10, 9, 18));

  function blink(noise: Noise, what: TileChange, from: number, times: number): number {
    let at = from;
    for (let count = 0; count < times; count++, at += 500) noise.observe({ at, changes: [what] });
    return at - 500;
  }

  it('is learnt after three changes without input, for that place only', () => {
    const noise = new Noise(20, () => still);
    const at = blink(noise, caret, 0, 2);
    expect(noise.covers(caret, at, 'tiny')).toBe(false);
    noise.observe({ at: at + 500, changes: [caret] });
    expect(noise.covers(caret, at + 500, 'tiny')).toBe(true);
    expect(noise.covers(change(3, frameBox(200, 10, 30, 18)), at + 500, 'any')).toBe(false);
    expect(noise.covers(change(4, caret.box), at + 500, 'any')).toBe(false);
  });

  it('is forgotten when it rests: what stays is a change', () => {
    const noise = new Noise(20, () => still);
    const at = blink(noise, caret, 0, 6);
    expect(noise.covers(caret, at + 600, 'any')).toBe(true);
    expect(noise.covers(caret, at + 1500, 'any')).toBe(false);
  });

  it('is not learnt from what an input may have caused', () => {
    let last: LastInput = { ...still };
    const noise = new Noise(20, () => last);
    for (let at = 0; at < 6000; at += 500) {
      last = { begunAt: at - 100, at: at - 90, point: undefined };
      noise.observe({ at, changes: [caret] });
    }
    expect(noise.covers(caret, 5500, 'any')).toBe(false);
  });

  it('is learnt far from where the pointer works', () => {
    const last: LastInput = { begunAt: 0, at: 1e9, point: { x: 900, y: 700 } as LastInput['point'] };
    const noise = new Noise(20, () => last);
    const at = blink(noise, caret, 0, 4);
    expect(noise.covers(caret, at, 'any')).toBe(true);
  });

  it('takes longer for large things, and tells them from tiny ones', () => {
    const noise = new Noise(20, () => still);
    const video = change(25, frameBox(320, 64, 64, 64));
    expect(noise.covers(video, blink(noise, video, 0, 4), 'any')).toBe(false);
    const at = blink(noise, video, 2000, 4);
    expect(noise.covers(video, at, 'any')).toBe(true);
    expect(noise.covers(video, at, 'tiny')).toBe(false);
  });
});

describe('the watch', () => {
  const size = { width: 200, height: 300 };

  /** A display that tells of nothing it draws. */
  function secretive(): { watch: Watch; present: Present; draw: (value: number) => void } {
    let value = 0;
    const capture: Capture = {
      path: 'x11-core',
      grab: async (_, target) => void target.fill(value),
      close: async () => undefined,
    };
    const present = new Present(new TileStore(size, 2 ** 20), capture);
    const wakes = { ...timerWakes(frameBox(0, 0, 200, 300), 10), complete: true, pending: false };
    const quiet: Wakes = { ...wakes, take: async () => undefined };
    const watch = new Watch(present, quiet, new Inputs(), (error) => expect.fail(String(error)));
    const draw = (next: number): void => {
      value = next;
    };
    return { watch, present, draw };
  }

  it('finds out that a display draws in secret, and captures everything from then on', async () => {
    const { watch, present, draw } = secretive();
    draw(50);
    await watch.current();
    expect(present.samples).toBe(0);
    watch.verify();
    await expect.poll(() => present.samples, { timeout: 20_000 }).toBeGreaterThan(0);
    const seen = present.samples;
    draw(90);
    await expect
      .poll(async () => {
        await watch.current();
        return present.samples;
      })
      .toBeGreaterThan(seen);
    await watch.close();
  });
});

describe('the next change', () => {
  it('is told whole, although a slice of the display showed a part of it first', async () => {
    const size = { width: 300, height: 300 };
    const pixels = new Uint32Array(size.width * size.height);
    let drawn: FrameBox | undefined;
    const source = {
      view: { size, origin: screenPoint(0, 0), scale: 1 },
      capture: {
        path: 'x11-core' as const,
        grab: async (area: FrameBox, target: Uint8Array) => {
          for (let y = 0; y < area.height; y++) {
            const from = (area.y + y) * size.width + area.x;
            target.set(new Uint8Array(pixels.buffer, from * 4, area.width * 4), y * area.width * 4);
          }
        },
        close: async () => undefined,
      },
      wakes: {
        complete: true,
        get pending() {
          return drawn !== undefined;
        },
        onWake: () => undefined,
        take: async () => {
          const box = drawn;
          drawn = undefined;
          return box;
        },
        pace: () => undefined,
        close: async () => undefined,
      },
    };
    const screen = new DriverScreen(
      {
        display: ':0',
        inputs: new Inputs(),
        open: async () => source,
        view: async () => source.view,
        windows: async () => ({ visible: [], hidden: [] }),
        pointer: async () => undefined,
      },
      defaultLimits({}),
    );
    const signal = new AbortController().signal;
    const eye = await screen.open();
    const { key } = await screen.look('none', signal);
    const next = screen.nextChange(key, { withinMs: 20_000 }, signal);
    await eye.watch.current();
    const box = frameBox(10, 90, 200, 90);
    for (let y = box.y; y < box.y + box.height; y++)
      pixels.fill(0xff00, y * size.width + box.x, y * size.width + box.x + box.width);
    drawn = box;
    await eye.present.refresh(frameBox(0, 0, size.width, 128));
    expect((await next)?.boxes).toEqual([box]);
    await screen.close();
  });
});

describe('window changes', () => {
  const window = (id: string, x: number, active = false): WindowFacts => ({
    id,
    title: `w${id}`,
    class: 'X',
    box: screenBox(x, 0, 10, 10),
    active,
  });

  it('are told in words', () => {
    const before = [window('1', 0, true), window('2', 0)];
    expect(windowChange(before, before)).toBeUndefined();
    expect(windowChange(before, [window('1', 5), window('3', 0, true)])).toBe(
      'window “w3” opened, window “w2” closed, window “w1” moved',
    );
    expect(windowChange(before, [window('1', 0), window('2', 0, true)])).toBe('window “w2” became active');
    expect(windowsCameOrWent(before, [window('2', 9), window('1', 9)])).toBe(false);
    expect(windowsCameOrWent(before, [window('1', 0)])).toBe(true);
  });
});

describe('activity', () => {
  it('sees this process computing, and knows nothing of a process that is gone', () => {
    const busy = new Activity(() => [process.pid]);
    let now = 0;
    const work = (): void => {
      for (const until = performance.now() + 5; performance.now() < until; );
    };
    for (let check = 0; check < 5; check++, now += 10) {
      work();
      expect(busy.asleepFor(now)).toBe(0);
    }
    expect(new Activity(() => [2 ** 30]).asleepFor(0)).toBeUndefined();
    expect(new Activity(() => []).asleepFor(0)).toBeUndefined();
  });
});

describe('the authority file', () => {
  const entry = (display: string, data: string, family = 256): Buffer => {
    const text = (value: string): Buffer => {
      const bytes = Buffer.from(value, 'latin1');
      const head = Buffer.alloc(2);
      head.writeUInt16BE(bytes.length);
      return Buffer.concat([head, bytes]);
    };
    const head = Buffer.alloc(2);
    head.writeUInt16BE(family);
    return Buffer.concat([head, text('host'), text(display), text('MIT-MAGIC-COOKIE-1'), text(data)]);
  };

  it('gives the cookie of the display, and none when it breaks off', () => {
    const file = Buffer.concat([entry('1', 'aaaa'), entry('12', 'bbbb'), entry('', 'cccc')]);
    expect(cookieFor(file, ':12.0')?.data).toBe('bbbb');
    expect(cookieFor(file, ':7')?.data).toBe('cccc');
    for (let length = 0; length < entry('12', 'bbbb').length; length++)
      expect(cookieFor(entry('12', 'bbbb').subarray(0, length), ':12')).toBeUndefined();
  });
});
