import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openCalc, openPlainCalc } from '../fixtures/typing/apps.js';
import { never, openRig, type Rig } from '../fixtures/typing/rig.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let rig: Rig;

beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

/** A window that is painted, and whose program then computes before it takes input. */
const busyTk = `
import sys, time, tkinter
name, ready, seconds = sys.argv[1:]
window = tkinter.Tk(className=name)
tkinter.Label(window, text='loading').pack()
window.update()
end = time.monotonic() + float(seconds)
while time.monotonic() < end: pass
open(ready, 'w').close()
window.mainloop()
`;

describe('a window', () => {
  it('should be awake only once its program is back in its event loop', async () => {
    const ready = join(rig.folder, 'ready');
    // Launching waits until it is awake.
    const window = await rig.launch('python3', ['-c', busyTk, 'Loading', ready, '1.5'], /Loading/);
    expect(existsSync(ready)).toBe(true);
    await rig.windows.close(window.id, never);
  });

  it('should be waited for no longer than asked when its program never rests', async () => {
    const ready = join(rig.folder, 'never');
    const before = new Set((await rig.windows.list(never)).map(({ id }) => id));
    const launched = rig.launch('python3', ['-c', busyTk, 'Restless', ready, '3600'], /Restless/);
    const restless = await vi.waitUntil(
      async () => (await rig.windows.list(never)).find(({ id }) => !before.has(id)),
      { timeout: 30_000 },
    );
    await rig.windows.awake(restless.id, 200, never);
    await launched;
    expect(existsSync(ready)).toBe(false);
  });

  it.each([
    ['with GTK', openCalc],
    ['without GTK', openPlainCalc],
  ])('of LibreOffice %s should take the first key after its launch', async (_, open) => {
    const app = await open(rig);
    await rig.hand.type('first\n', never);
    expect(await app.text()).toBe('first\n');
    await rig.windows.close(app.window.id, never);
  });
});
