import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { screenPoint } from '../../src/core/geometry.js';
import { quietWanted } from '../../src/core/person.js';
import { Gate } from '../../src/desktop/driver/gate.js';
import { SentPresses } from '../../src/desktop/driver/x11/hand/sent.js';
import { type Driver, openDriver } from '../../src/desktop/driver-client.js';
import { startXvfb, type TestDisplay } from '../support/xvfb.js';

const never = new AbortController().signal;

describe('presses of our own', () => {
  it('should be told from others of the same key by their number', () => {
    const sent = new SentPresses(() => 0);
    sent.add('key 38');
    sent.add('key 38');
    expect([sent.take('key 38'), sent.take('button 38'), sent.take('key 38'), sent.take('key 38')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('should excuse nobody for ever when the server has dropped one', () => {
    let now = 0;
    const sent = new SentPresses(() => now);
    sent.add('key 38');
    now = 60_000;
    expect(sent.take('key 38')).toBe(false);
  });
});

it('a gate stays closed until all who closed it have opened it', async () => {
  const gate = new Gate();
  gate.close('hang');
  gate.close('person');
  gate.open('hang');
  let passed = false;
  const passing = gate.passed(never).then(() => {
    passed = true;
  });
  await Promise.resolve();
  expect(passed).toBe(false);
  gate.open('person');
  await passing;
});

it('a virtual desktop is watched only where that was asked for, others unless it was ruled out', () => {
  expect(quietWanted({}, 'virtual')).toBeUndefined();
  expect(quietWanted({ on: 'pause', quietMs: 5 }, 'virtual')).toBe(5);
  expect(quietWanted({}, 'current')).toBe(3000);
  expect(quietWanted({ on: 'ignore' }, 'display')).toBeUndefined();
});

describe('somebody else at the display', () => {
  let display: TestDisplay;
  let driver: Driver;
  const heard: (string | undefined)[] = [];
  const other = (...args: string[]): unknown => execFileSync('xdotool', args, { env: display.env });
  beforeAll(async () => {
    display = await startXvfb();
    driver = await openDriver({ display: display.display, person: { quietMs: 200 } });
    driver.onPerson((input) => heard.push(input));
  });
  afterAll(async () => {
    await driver.close();
    await display.end();
  });

  it('should not be seen in anything that our own hand does', async () => {
    const at = (x: number, y: number) => screenPoint(x, y);
    const { hand } = driver;
    await hand.click(at(30, 40), { button: 'left', count: 3, modifiers: ['shift'] }, never);
    await hand.drag([at(30, 40), at(200, 90)], { button: 'left', modifiers: [] }, never);
    await hand.scroll(at(60, 60), { direction: 'down', notches: 4 }, never);
    await hand.press(['ctrl', 'a'], 3, never);
    await hand.hold({ keys: ['shift', 'b'] }, 300, never);
    await hand.down(at(50, 50), { button: 'left', modifiers: ['ctrl'] }, never);
    await hand.up(at(90, 90), { button: 'left' }, never);
    await hand.type('aabb Grüße 中文 \n'.repeat(20), never);
    // What the server has told of is heard by now: the answer to this comes behind it.
    await driver.windows.list(never);
    expect(heard).toEqual([]);
  });

  it('should be told, keep input back until it is quiet, and let it go on then', async () => {
    heard.length = 0;
    other('key', 'a');
    await vi.waitUntil(() => heard.length > 0);
    // Whatever comes in before the 200 ms are over is not done; on a busy machine they may be over.
    const early = await driver.hand.press(['b'], 1, never).catch((error: unknown) => error);
    if (early !== undefined) expect(early).toMatchObject({ code: 'other-window' });
    await driver.quiet(never);
    expect(heard).toEqual(['the keyboard', undefined]);
    await driver.hand.press(['b'], 1, never);
    other('mousemove_relative', '3', '3');
    await vi.waitUntil(() => heard.length === 4);
    expect(heard.slice(2)).toEqual(['the mouse', undefined]);
  });

  it('should cut off what is held', async () => {
    heard.length = 0;
    const holding = driver.hand.hold({ keys: ['shift'] }, 60_000, never).catch((error: unknown) => error);
    await new Promise<void>((resolve) => setImmediate(resolve));
    // The hold is under way once the server has its key.
    await vi.waitUntil(
      () => String(execFileSync('xdotool', ['getmouselocation'], { env: display.env })) !== '',
    );
    other('click', '2');
    expect(await holding).toMatchObject({ message: expect.stringContaining('Somebody else used the mouse') });
    await driver.quiet(never);
  });
});
