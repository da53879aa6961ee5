import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { claimDisplay } from '../../src/desktop/driver/x11/claim.js';
import { openX11Client } from '../../src/desktop/driver/x11/client.js';
import { openDriver } from '../../src/desktop/driver-client.js';
import { startXvfb, type TestDisplay } from '../support/xvfb.js';

// Two runs on one display would each do what the other was asked to do elsewhere.
let server: TestDisplay;
beforeAll(async () => {
  server = await startXvfb();
}, 30_000);
afterAll(() => server.end());
vi.setConfig({ testTimeout: 30_000 });

const claim = (run: string) => ({ pid: 4711, run, folder: `/recordings/${run}` });

test('a display belongs to one run; the next is told which, and gets it once that process is gone', async () => {
  const { display } = server;
  const first = await openDriver({ display, claim: claim('first') });
  // What only looks needs no claim.
  const looking = await openX11Client({ display });
  await expect(openDriver({ display, claim: claim('second') })).rejects.toMatchObject({
    kind: 'environment',
    code: 'display-taken',
    message: expect.stringMatching(/: first, process 4711, recording \/recordings\/first\./u),
    hint: expect.stringContaining('deskhand stop /recordings/first'),
  });
  process.kill(first.pid, 'SIGKILL');
  await first.close();
  await claimDisplay(looking, claim('third'));
  await looking.close();
});

test('a driver that dies is followed by one of the same run', async () => {
  const driver = await openDriver({ display: server.display, claim: claim('same') });
  const { pid } = driver;
  process.kill(pid, 'SIGKILL');
  // The first request may meet the dead one.
  await driver.hand.release().catch(() => undefined);
  await driver.hand.release();
  expect(driver.pid).not.toBe(pid);
  await driver.close();
});

test('a claim that says nothing sensible still holds', async () => {
  const stranger = await openX11Client({ display: server.display });
  const atom = await stranger.atom('_DESKHAND_RUN');
  const window = stranger.raw.AllocID();
  stranger.raw.CreateWindow(window, stranger.root, 0, 0, 1, 1, 0, 0, 2, 0, {});
  stranger.raw.ChangeProperty(0, window, atom, 31, 8, '{"run": "\u001b[2J", "pid": [1]');
  stranger.raw.SetSelectionOwner(window, atom, 0);
  await stranger.sync();
  await expect(openDriver({ display: server.display, claim: claim('mine') })).rejects.toMatchObject({
    code: 'display-taken',
    message: expect.stringContaining('unknown, process unknown'),
  });
  await stranger.close();
});
