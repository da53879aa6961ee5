import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { screenPoint } from '../../src/core/geometry.js';
import { Awakening } from '../../src/desktop/driver/x11/awake.js';
import { answeredHand, Hung } from '../../src/desktop/driver/x11/hung.js';
import type { Hand } from '../../src/ports.js';
import { openTk, openXterm, type TypingApp } from '../fixtures/typing/apps.js';
import { never, openRig, type Rig, until } from '../fixtures/typing/rig.js';
import { openDrawing } from '../support/drawing.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let rig: Rig;
let hand: Hand;
/** Kept until the end: the server gives the number of a closed connection to the next one of this process. */
const opened: { close: () => Promise<void> }[] = [];

beforeAll(async () => {
  rig = await openRig();
  hand = answeredHand(rig.hand, new Hung(rig.client, new Awakening(rig.client), 400));
});
afterAll(async () => {
  for (const app of opened) await app.close();
  await rig.close();
});

const left = { button: 'left', count: 1, modifiers: [] } as const;
const stateOf = (pid: number): string | undefined =>
  /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];

// Event masks of the core protocol by which the answer to a ping is sent.
const structure = 1 << 17;
const substructure = 1 << 19;
const redirect = 1 << 20;

/** A window that says it answers pings, and answers to the root window for whoever has selected one of `mask`. */
async function openPinged(
  display: string,
  mask: number,
): Promise<{ deaf: boolean; close: () => Promise<void> }> {
  const drawing = await openDrawing(display, { x: 700, y: 300, width: 200, height: 100 });
  const { client, id } = drawing;
  const [protocols, ping] = await Promise.all([client.atom('WM_PROTOCOLS'), client.atom('_NET_WM_PING')]);
  const value = Buffer.alloc(4);
  value.writeUInt32LE(ping);
  const app = { deaf: false, close: () => drawing.close() };
  client.onEvent((event) => {
    const { data } = event as { data?: readonly number[] };
    if (event.name === 'ClientMessage' && data?.[0] === ping && !app.deaf)
      client.raw.SendClientMessage(client.root, client.root, protocols, 32, data, mask);
  });
  // 4 is the type ATOM.
  client.raw.ChangeProperty(0, id, protocols, 4, 32, value);
  await client.sync();
  return app;
}

/** Stops the application, tries everything that presses, and lets it go on; answers what it was told. */
async function whileStopped({ window, place }: TypingApp): Promise<string> {
  const { pid } = window;
  if (pid === undefined) throw new Error('the window tells no process');
  process.kill(pid, 'SIGSTOP');
  try {
    await until(() => stateOf(pid) === 'T');
    const acts: (() => Promise<void>)[] = [
      () => hand.scroll(place, { direction: 'down', notches: 1 }, never),
      () => hand.drag([place, screenPoint(5, 5)], { button: 'left', modifiers: [] }, never),
      () => hand.hold({ button: 'left', at: place }, 10, never),
      () => hand.type('lost', never),
      () => hand.press(['x'], 1, never),
      () => hand.click(place, left, never),
    ];
    let told = '';
    for (const act of acts) {
      const error = await act().then(
        () => undefined,
        (reason: Error) => reason,
      );
      expect(error).toMatchObject({ code: 'application-hangs' });
      told = error?.message ?? '';
    }
    return told;
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

describe('an application that hangs', () => {
  it.each([
    ['a terminal', openXterm],
    ['a Tk window', openTk],
  ])('should get no input while %s was stopped, and gets it afterwards', async (_, open) => {
    const app = await open(rig);
    const told = await whileStopped(app);
    expect(told).toContain(`hangs: its process ${app.window.pid} was stopped. Nothing was pressed.`);
    await hand.click(app.place, left, never);
    await hand.type('kept', never);
    await until(async () => (await app.text()).endsWith('kept'));
    expect(await app.text()).toBe('kept');
    await rig.windows.close(app.window.id, never);
  });

  it.each([
    ['the substructure, as GTK does', substructure | redirect],
    ['the structure, as Qt does', structure | redirect],
  ])('should be told by a ping that is not answered any more to who selects %s', async (_, mask) => {
    const app = await openPinged(rig.display, mask);
    await hand.click(screenPoint(750, 350), left, never);
    app.deaf = true;
    const clicked = hand.click(screenPoint(750, 350), left, never);
    await expect(clicked).rejects.toMatchObject({
      code: 'application-hangs',
      message: expect.stringContaining('it has not answered for 0.4 s'),
    });
    // Whoever asks before the hand presses is told the same, and so is the hand right afterwards.
    await expect(hand.answered(screenPoint(750, 350), never)).rejects.toMatchObject({
      code: 'application-hangs',
    });
    app.deaf = false;
    await hand.click(screenPoint(750, 350), left, never);
    opened.push(app);
  });

  it('should not be one that says it answers pings and never has', async () => {
    const app = await openPinged(rig.display, redirect);
    await hand.click(screenPoint(750, 350), left, never);
    await hand.click(screenPoint(750, 350), left, never);
    opened.push(app);
  });

  it('should not be looked for on the bare desktop', async () => {
    await hand.click(screenPoint(1270, 790), left, never);
  });
});
